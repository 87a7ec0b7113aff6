"""An independent client: zeep, driven by the official WSDL, obtains the same answers; the schema validates them."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
import requests
from lxml import etree
from sandbox.environment import LPS_IDAM
from zeep import Client, Transport
from zeep.exceptions import Fault

from .conftest import IRENE, SSIAD, Insi

pytestmark = [pytest.mark.kits, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


@pytest.fixture
def operate(insi: Insi, kits: Path):
    """Calls an operation of the official WSDL on the sandbox."""
    authority = insi.sandbox.context.authority
    pair = authority.structure(SSIAD, "insi_auto")
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(authority.trust)
        session.cert = (str(pair.certificate), str(pair.key))
        logging.getLogger("zeep").setLevel(logging.ERROR)
        wsdl = kits / "ihe" / "insi" / "wsdl" / "DESIR_ICIR_EXP_1.5.0.wsdl"
        client = Client(str(wsdl), transport=Transport(session=session))
        binding = "{http://www.cnamts.fr/webservice}ICIRServiceBinding"
        service = client.create_service(binding, insi.sandbox.settings.url("insi", "/lps"))

        def call(name: str, idam: str = LPS_IDAM, **traits: str) -> Any:
            return service[name](**traits, _soapheaders=_headers(client, name, idam))

        yield call


def _headers(client: Client, operation: str, idam: str) -> list[Any]:
    bam = client.get_element("{urn:siram:bam:ctxbam}ContexteBAM")
    lps = client.get_element("{urn:siram:lps:ctxlps}ContexteLPS")
    wsa = "{http://www.w3.org/2005/08/addressing}"
    when = "2026-01-31T09:39:02Z"
    software = {"IDAM": {"_value_1": idam, "R": "4"}, "Version": "1.00", "Instance": "i", "Nom": "urn:lps:zeep"}
    headers = [
        bam(Id="1", Temps=when, Emetteur=SSIAD, COUVERTURE={}, Version="01_02"),
        lps(Id="2", Temps=when, Emetteur=SSIAD, LPS=software, Nature="CTXLPS", Version="01_00"),
    ]
    message_id = etree.Element(f"{wsa}MessageID")
    message_id.text = "uuid:1"
    return [*headers, message_id]


def test_zeep_finds_irene_with_the_official_wsdl(operate) -> None:
    answer = operate("rechercherInsAvecTraitsIdentite", **IRENE)
    assert answer.CR.CodeCR == "00"
    assert answer.INDIVIDU.INSACTIF.IdIndividu.NumIdentifiant == "2380335238001"
    assert answer.INDIVIDU.TIQ.ListePrenom == "IRENE MARIE"


def test_zeep_reads_our_faults(operate) -> None:
    with pytest.raises(Fault) as refused:
        operate("rechercherInsAvecTraitsIdentite", idam="INCONNU", **IRENE)
    assert refused.value.message == "Numéro d'autorisation du logiciel inconnu."


def test_our_answers_are_valid_against_the_official_schema(insi: Insi, kits: Path) -> None:
    path = kits / "ihe" / "insi" / "wsdl" / "xsd" / "ServiceIdentiteCertifiee" / "INSi_RESULTAT_INS.xsd"
    schema = etree.XMLSchema(etree.parse(str(path)))
    for given in ("IRENE", "INCONNUE"):
        answer = insi.search(**(IRENE | {"Prenom": given}))
        schema.assertValid(next(answer.iter("{http://www.cnamts.fr/INSiResultat}RESULTAT")))
