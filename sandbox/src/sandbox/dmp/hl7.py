"""HL7 V3 answers of TD0.2 and TD1.3a: PRPA_IN201308UV02. Shape: official sample, NE2009 schema."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from lxml import etree

from sandbox.cast import Citizen
from sandbox.dmp.people import Dmp

NS = "urn:hl7-org:v3"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
DMP_OID = "1.2.250.1.213.4.1.1.1"
REASONS = {"TEST_EXST": "Test d'existence de dossier", "CNSLT_DATA": "Consultation des données administratives"}
REASON_SYSTEM = "1.2.250.1.213.1.1.4.11"


def tag(name: str) -> str:
    """Clark name in HL7 V3."""
    return f"{{{NS}}}{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Existence:
    """What the answer says: the request it answers, the record or its absence, the actor's authorisation."""

    request: etree._Element
    reason: str
    citizen: Citizen | None
    dmp: Dmp | None
    authorisation: str
    treating: bool
    at: datetime


def answer(told: Existence) -> etree._Element:
    """PRPA_IN201308UV02."""
    # HL7 is the default namespace: the unprefixed names of xsi:type are resolved with it.
    spaces: dict[Any, str] = {None: NS, "xsi": _XSI}
    root = etree.Element(tag("PRPA_IN201308UV02"), {"ITSVersion": "XML_1.0"}, nsmap=spaces)
    _put(root, "id", root=str(uuid4()))
    _put(root, "creationTime", value=told.at.strftime("%Y%m%d%H%M%S"))
    _put(root, "interactionId", root="2.16.840.1.113883.1.6", extension="PRPA_IN201308UV02")
    _put(root, "processingCode", code="P")
    _put(root, "processingModeCode", code="T")
    _put(root, "acceptAckCode", code="NE")
    _device(root, "receiver", "RCV", _sender(told.request), "LPS")
    _device(root, "sender", "SND", DMP_OID, "DMP")
    if told.dmp:
        _attention(root, "AUTORISATION", "1", "CV", code=told.authorisation, codeSystem="1.2.250.1.213.4.1.2.6.2")
        _attention(root, "STATUT_MT", "3", "BL", value=str(told.treating).lower())
    _acknowledgement(root, told.request)
    _act(root, told)
    return root


def _put(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, tag(name), attributes)


def _sender(request: etree._Element) -> str:
    found = request.find(f"{tag('sender')}/{tag('device')}/{tag('id')}")
    return found.get("root", "") if found is not None else ""


def _device(root: etree._Element, role: str, code: str, identifier: str, software: str) -> None:
    device = _put(_put(root, role, typeCode=code), "device", classCode="DEV", determinerCode="INSTANCE")
    _put(device, "id", root=identifier)
    _put(device, "softwareName").text = software


def _attention(root: etree._Element, word: str, number: str, kind: str, **value: str) -> None:
    line = _put(root, "attentionLine")
    _put(line, "keyWordText", code=word, codeSystem=f"1.2.250.1.213.4.1.2.6.{number}")
    _put(line, "value", **value).set(f"{{{_XSI}}}type", kind)


def _acknowledgement(root: etree._Element, request: etree._Element) -> None:
    target = _put(_put(root, "acknowledgement", typeCode="AA"), "targetMessage")
    _copy_id(target, request.find(tag("id")))


def _copy_id(parent: etree._Element, found: etree._Element | None) -> None:
    attributes = (
        {} if found is None else {name: found.get(name, "") for name in ("root", "extension") if found.get(name)}
    )
    etree.SubElement(parent, tag("id"), attributes)


def _act(root: etree._Element, told: Existence) -> None:
    act = _put(root, "controlActProcess", classCode="CACT", moodCode="EVN")
    _put(act, "reasonCode", code=told.reason, codeSystem=REASON_SYSTEM, displayName=REASONS[told.reason])
    if told.dmp and told.citizen:
        _patient(act, told, told.dmp, told.citizen)
    query = told.request.find(f".//{tag('queryId')}")
    ack = _put(act, "queryAck")
    attributes = (
        {} if query is None else {name: query.get(name, "") for name in ("root", "extension") if query.get(name)}
    )
    etree.SubElement(ack, tag("queryId"), attributes)
    _put(ack, "queryResponseCode", code="OK" if told.dmp else "NF")


def _patient(act: etree._Element, told: Existence, dmp: Dmp, citizen: Citizen) -> None:
    subject = _put(act, "subject", typeCode="SUBJ", contextConductionInd="false")
    event = _put(subject, "registrationEvent", classCode="REG", moodCode="EVN")
    _put(event, "statusCode", code="completed")
    patient = _put(_put(event, "subject1", typeCode="SBJ"), "patient", classCode="PAT")
    _put(patient, "id", root=citizen.oid, extension=citizen.matricule)
    _put(patient, "statusCode", code=dmp.state)
    person = _put(patient, "patientPerson", classCode="PSN", determinerCode="INSTANCE")
    name = _put(person, "name")
    _put(name, "given").text = citizen.first_given_name
    _put(name, "family", qualifier="SP").text = citizen.birth_name
    _put(person, "administrativeGenderCode", code=citizen.sex)
    _put(person, "birthTime", value=citizen.birth_date.replace("-", ""))
    for code, system, value in _observations(told, dmp):
        observed = _put(_put(patient, "subjectOf", typeCode="SBJ"), "administrativeObservation", classCode="OBS")
        observed.set("moodCode", "EVN")
        _put(observed, "code", code=code, codeSystem=system)
        _put(observed, "value", value=str(value).lower()).set(f"{{{_XSI}}}type", "BL")
    custodian = _put(_put(event, "custodian", typeCode="CST"), "assignedEntity", classCode="ASSIGNED")
    _put(custodian, "id", root=DMP_OID)


def _observations(told: Existence, dmp: Dmp) -> list[tuple[str, str, bool]]:
    found = [
        ("COMPTE_INTERNET_OUVERT", "1.2.250.1.213.4.1.2.9", dmp.ens),
        ("RATTACHEMENT_ENS", "1.2.250.1.213.4.1.2.3", dmp.ens),
    ]
    if told.reason == "CNSLT_DATA":
        found.append(("OPPOSITION_BRIS_DE_GLACE", "1.2.250.1.213.4.1.2.3", dmp.glass_opposed))
        found.append(("OPPOSITION_ACCES_URGENCE", "1.2.250.1.213.4.1.2.3", False))
    return found
