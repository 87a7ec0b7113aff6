"""Independent judges: zeep driven by the DMP's WSDL obtains the same answers, the official schemas validate ours."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from lxml import etree
from zeep import Client, Settings, Transport
from zeep.exceptions import Fault
from zeep.wsa import WsAddressingPlugin

from .test_people import ask_existence
from .wire import FEED_MARTIN, NS, READ, SSIAD, Dmp, Paper, Token, xml

pytestmark = [pytest.mark.kits, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
BASE = "/si-dmp-server/v2/services"
WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
SSIAD_READS = READ


@pytest.fixture
def service(dmp: Dmp, kits: Path) -> Iterator[Callable[[str, str, str], Any]]:
    """Opens a binding of an official WSDL on an endpoint of the sandbox."""
    pair = dmp.sandbox.context.authority.structure(SSIAD, "auth_cli")
    logging.getLogger("zeep").setLevel(logging.ERROR)
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(dmp.sandbox.context.authority.trust)
        session.cert = (str(pair.certificate), str(pair.key))

        def opened(wsdl: str, binding: str, endpoint: str) -> Any:
            path = kits / "ihe" / "dmp-wsdl" / "wsdl" / wsdl
            client = Client(
                str(path),
                transport=Transport(session=session),
                plugins=[WsAddressingPlugin()],
                settings=Settings(strict=False, xml_huge_tree=True),
            )
            return client.create_service(binding, dmp.sandbox.settings.url("dmp", f"{BASE}/{endpoint}"))

        yield opened


def _security(dmp: Dmp, token: Token) -> etree._Element:
    header = etree.Element(f"{{{WSSE}}}Security")
    header.append(dmp.signed(token))
    return header


def _criteria(status: str) -> dict[str, Any]:
    def slot(name: str, value: str) -> dict[str, Any]:
        return {"name": name, "ValueList": {"_value_1": [{"Value": value}]}}

    return {
        "id": "urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d",
        "Slot": [
            slot("$XDSDocumentEntryPatientId", f"'{READ.patient}'"),
            slot("$XDSDocumentEntryStatus", f"('{status}')"),
        ],
    }


def test_zeep_finds_the_document_with_the_official_wsdl(dmp: Dmp, service: Callable[[str, str, str], Any]) -> None:
    paper = Paper()
    dmp.feed(paper)
    registry = service(
        "XDS.b_DocumentRegistry.wsdl", "{urn:ihe:iti:xds-b:2007}DocumentRegistry_Binding_Soap12", "registry"
    )
    answer = registry.DocumentRegistry_RegistryStoredQuery(
        ResponseOption={"returnType": "LeafClass", "returnComposedObjects": True},
        AdhocQuery=_criteria("urn:oasis:names:tc:ebxml-regrep:StatusType:Approved"),
        _soapheaders=[_security(dmp, SSIAD_READS)],
    )
    assert answer.status.endswith(":Success")
    assert answer.totalResultCount == 1
    # zeep hands over as XML what the schema declares by substitution (ExtrinsicObject for Identifiable).
    found = answer.RegistryObjectList["_raw_elements"][0]
    assert found.find("rim:Name/rim:LocalizedString", NS).get("value") == "Ordonnance"
    assert {one.get("value") for one in found.findall("rim:ExternalIdentifier", NS)} >= {paper.unique_id}


def test_zeep_reads_our_faults(dmp: Dmp, service: Callable[[str, str, str], Any]) -> None:
    registry = service(
        "XDS.b_DocumentRegistry.wsdl", "{urn:ihe:iti:xds-b:2007}DocumentRegistry_Binding_Soap12", "registry"
    )
    with pytest.raises(Fault, match="Aucune assertion") as refused:
        registry.DocumentRegistry_RegistryStoredQuery(
            ResponseOption={"returnType": "LeafClass"}, AdhocQuery=_criteria("urn:x"), _soapheaders=[]
        )
    assert refused.value.subcodes[0].localname == "DMPInvalidVIHF"


def test_zeep_authorises_with_the_official_wsdl(dmp: Dmp, service: Callable[[str, str, str], Any]) -> None:
    binding = "{urn:si-dmp-habilitations}HabilitationsEndPointImplServiceSoapBinding"
    habilitations = service("Habilitations.wsdl", binding, "habilitations")
    answer = habilitations.setAuthorization(action="AJOUT", _soapheaders=[_security(dmp, SSIAD_READS)])
    assert (answer.status, answer.context) == ("DMPOk", "Autorisation ajoutée")


def test_zeep_asks_whether_the_dmp_exists(dmp: Dmp, service: Callable[[str, str, str], Any]) -> None:
    patients = service("GestionDossierPatientPartage.wsdl", "{asip:ci-sis:gdp:2010}GDP_Binding_Soap12", "patients")

    def oid(root: str, extension: str | None = None) -> dict[str, str | None]:
        return {"root": root, "extension": extension}

    device = {"classCode": "DEV", "determinerCode": "INSTANCE", "id": [oid("1.2.250.1.999")]}
    answer = patients.PatientGetDemographics_PRPA_IN201307UV02(
        ITSVersion="XML_1.0",
        id=oid("1.2.250.1.999.1", "e1"),
        creationTime={"value": "20261123100000"},
        interactionId=oid("2.16.840.1.113883.1.6", "PRPA_IN201307UV02"),
        processingCode={"code": "D"},
        processingModeCode={"code": "T"},
        acceptAckCode={"code": "AL"},
        receiver=[{"typeCode": "RCV", "device": device}],
        sender={"typeCode": "SND", "device": device},
        controlActProcess={
            "classCode": "CACT",
            "moodCode": "EVN",
            "reasonCode": [{"code": "TEST_EXST", "codeSystem": "1.2.250.1.213.1.1.4.11"}],
            "queryByParameter": {
                "queryId": oid("1.2.250.1.999.2", "q1"),
                "statusCode": {"code": "new"},
                "parameterList": {
                    "patientIdentifier": [
                        {"value": [oid("1.2.250.1.213.1.4.10", "238033523800188")], "semanticsText": {}}
                    ]
                },
            },
        },
        _soapheaders=[_security(dmp, SSIAD_READS)],
    )
    subject = answer.controlActProcess.subject[0].registrationEvent.subject1.patient
    assert subject.statusCode.code == "active"
    assert answer.attentionLine[0].keyWordText.code == "AUTORISATION"


def _schema(kits: Path, *path: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(kits.joinpath("ihe", "dmp-wsdl", "schema", *path))))


def _body(answer: etree._Element) -> etree._Element:
    return answer.find("s:Body", NS)[0]


def test_our_answers_are_valid_against_the_official_schemas(dmp: Dmp, kits: Path) -> None:
    paper = Paper(marks=("INVISIBLE_PATIENT",))
    fed = xml(dmp.feed(paper))
    _schema(kits, "ebRS", "rs.xsd").assertValid(_body(fed))
    query, v3 = (
        _schema(kits, "ebRS", "query.xsd"),
        _schema(kits, "HL7V3", "NE2009", "multicacheschemas", "PRPA_IN201308UV02.xsd"),
    )
    for token in (FEED_MARTIN, READ):
        found = dmp.query("GetDocuments", token, XDSDocumentEntryUniqueId=f"('{paper.unique_id}')")
        query.assertValid(_body(xml(found)))
    query.assertValid(_body(xml(dmp.query("GetDocuments", READ))))
    for patient in (READ.patient, "133072207000910^^^&1.2.250.1.213.1.4.10&ISO^NH"):
        v3.assertValid(_body(xml(ask_existence(dmp, Token(mode=READ.mode, decl=READ.decl, patient=patient)))))
