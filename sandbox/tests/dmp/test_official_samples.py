"""The official messages of the DMP and of the NIST are read as they are, with the liberties they take."""

from __future__ import annotations

from pathlib import Path

import pytest
from esante.soap import decode_message
from lxml import etree
from sandbox.dmp.registry import query as queries
from sandbox.dmp.registry import submission as lots

from .wire import NS

pytestmark = pytest.mark.kits
LAURENCE = "207058575627097^^^&1.2.250.1.213.1.4.10&ISO"


def _body(path: Path) -> etree._Element:
    root = etree.fromstring(path.read_bytes(), etree.XMLParser(recover=True))
    return root.find("s:Body", NS)[0]


def test_the_official_search_is_understood(kits: Path) -> None:
    sample = _body(kits / "ihe" / "dmp-exemples" / "TD3.1-Recherche_de_document_requete.xml")
    query = queries.read(sample)
    assert (query.name, query.leaf, query.patient) == ("FindDocuments", True, LAURENCE)


def test_the_official_deletion_is_understood_although_it_breaks_the_schema(kits: Path) -> None:
    sample = _body(kits / "ihe" / "dmp-exemples" / "TD3.3c-Supprimer_un_document_requete.xml")
    submission = lots.read(sample)
    assert submission.lot.patient == LAURENCE
    assert submission.associations[0].one("NewStatus") == "urn:asip:ci-sis:2010:StatusType:Deleted"


@pytest.mark.parametrize("name", ["template_masquage", "template_archivage", "template_depublication"])
def test_the_templates_of_the_kit_are_understood(kits: Path, name: str) -> None:
    root = etree.parse(str(kits / "ihe" / "dmp-gabarits" / f"{name}.xml")).getroot()
    assert lots.read(root).lot.unique_id.startswith("1.2.250.1.999.1.1.7898")


def test_the_raw_multipart_of_the_nist_is_taken_apart(kits: Path) -> None:
    folder = kits / "ihe" / "xds-exemples"
    headers = (folder / "nist_mtom_pnr_entetes.txt").read_text()
    content_type = next(line for line in headers.splitlines() if line.lower().startswith("content-type")).partition(
        ":"
    )[2]
    message = decode_message(content_type.strip(), (folder / "nist_mtom_pnr_corps.txt").read_bytes())
    submission = lots.read(message.payload.element)
    assert len(submission.documents) == len(message.payload.parts) == 1
    assert submission.lot.patient


def test_the_official_answer_of_a_search_reads_back_as_objects(kits: Path) -> None:
    sample = _body(kits / "ihe" / "dmp-exemples" / "TD3.1-Recherche_de_document_reponse.xml")
    submission = lots.read(sample)
    assert len(submission.documents) == 21
    assert all(document.lid and document.one("hash") for document in submission.documents)
