"""Metadata as ebRIM: what we write is read back, and the disorder of real messages is forgiven."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from esante.xds import (
    AssociationType,
    DocumentEntry,
    Folder,
    MetadataError,
    Submission,
    SubmissionSet,
    decode_objects,
    decode_submission,
    encode_submission,
    lot,
)
from lxml import etree

RIM = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"


def _objects(path: Path) -> Submission:
    root = etree.parse(str(path)).getroot()
    return decode_objects(next(root.iter(f"{{{RIM}}}RegistryObjectList")))


def test_every_field_survives(entry: DocumentEntry, submission_set: SubmissionSet) -> None:
    full = replace(
        entry,
        comments="Relu avec sa fille",
        reference_ids=("2024-18^^^&1.2.3&ISO^urn:ihe:iti:xds:2013:order",),
        hash="A" * 40,
        size=12,
        repository_id="1.2.3",
        uri="DOC0001.XML",
        logical_id="urn:uuid:1",
        status="urn:oasis:names:tc:ebxml-regrep:StatusType:Approved",
        version="3",
        home="urn:oid:1.2.3",
        availability="urn:ihe:iti:2010:DocumentAvailability:Online",
        extra={"urn:action:extraMetadataSlot": ("C",)},
    )
    folder = Folder(id="Folder01", unique_id="1.2.9", patient_id=entry.patient_id, title="Sortie", last_update="2026")
    submission = replace(lot(replace(submission_set, recipients=("|^Moreau^Inès",)), [full]), folders=(folder,))
    assert decode_submission(encode_submission(submission)) == submission


def test_a_long_uri_cut_in_pieces_is_put_together() -> None:
    element = etree.fromstring(
        f'<RegistryObjectList xmlns="{RIM}"><ExtrinsicObject id="D"><Slot name="URI"><ValueList>'
        "<Value>2|DOC.XML</Value><Value>1|very/long/</Value></ValueList></Slot></ExtrinsicObject></RegistryObjectList>"
    )
    assert decode_objects(element).entries[0].uri == "very/long/DOC.XML"


@pytest.mark.parametrize("title", ["x" * 129])
def test_a_title_too_long_is_refused(entry: DocumentEntry, submission_set: SubmissionSet, title: str) -> None:
    with pytest.raises(MetadataError, match="128"):
        encode_submission(lot(submission_set, [replace(entry, title=title)]))


def test_a_value_too_long_is_refused(entry: DocumentEntry, submission_set: SubmissionSet) -> None:
    with pytest.raises(MetadataError, match="legalAuthenticator") as refused:
        encode_submission(lot(submission_set, [replace(entry, legal_authenticator="x" * 257)]))
    assert refused.value.location == "legalAuthenticator"


SAMPLES = [
    ("xds-exemples/ipf_SubmitObjectsRequest_ebrs30.xml", 1, 0, 2),
    ("xds-exemples/ipf_SubmitObjectsRequest_ebrs3_extra_metadata.xml", 1, 0, None),
    ("xds-exemples/ipf_ProvideAndRegister_avec_CDA.xml", 1, 0, 1),
    ("xds-exemples/nist_pnr_soap.xml", 2, 0, 2),
    ("dmp-gabarits/template_XDS.xml", 2, 0, 3),
    ("dmp-gabarits/template_masquage.xml", 1, 0, 1),
    ("dmp-gabarits/template_archivage.xml", 0, 0, 1),
    ("dmp-gabarits/template_depublication.xml", 0, 0, 1),
    ("dmp-exemples/TD3.3c-Supprimer_un_document_requete.xml", 0, 0, 1),
]


@pytest.mark.kits
@pytest.mark.parametrize(("name", "entries", "folders", "links"), SAMPLES)
def test_official_lots_are_read_and_written_again_valid(
    kits: Path, submit_schema: Any, name: str, entries: int, folders: int, links: int | None
) -> None:
    read = _objects(kits / "ihe" / name)
    assert (len(read.sets), len(read.entries), len(read.folders)) == (1, entries, folders)
    assert links is None or len(read.associations) == links
    assert read.submission_set.unique_id
    assert all(entry.unique_id and entry.patient_id and entry.type_code for entry in read.entries)
    written = encode_submission(read)
    assert decode_submission(written) == read
    submit_schema.assertValid(written)


@pytest.mark.kits
def test_the_official_search_answer_holds_its_21_documents(kits: Path) -> None:
    read = _objects(kits / "ihe/dmp-exemples/TD3.1-Recherche_de_document_reponse.xml")
    assert len(read.entries) == 21
    first = read.entries[0]
    assert first.hash == "af326fb44feb720121d2c277ce10f87407818089"
    assert first.size == 2768
    assert [code.code for code in first.confidentiality] == ["N", "INVISIBLE_PATIENT"]
    assert first.logical_id == first.id
    assert first.version == "1"
    assert all(entry.authors and entry.class_code and entry.format_code for entry in read.entries)


@pytest.mark.kits
def test_every_lot_of_the_nist_testkit_is_read_even_in_ebrs_2(kits: Path, submit_schema: Any) -> None:
    count = 0
    for path in sorted((kits / "ihe/nist-testkit").rglob("*.xml")):
        data = path.read_bytes()
        if b"SubmitObjectsRequest" not in data or b"RegistryObjectList" not in data:
            continue
        read = decode_submission(next(etree.fromstring(data).iter("{*}SubmitObjectsRequest")))
        assert read.submission_set.unique_id, path
        assert all(entry.unique_id for entry in read.entries), path
        assert all(isinstance(link.type, AssociationType) for link in read.associations), path
        assert submit_schema.validate(encode_submission(read)), path
        count += 1
    assert count == 125
