"""TD0.2: does the DMP exist, is it active, may this actor consult it (PRPA_IN201307 / 201308, dmp-ins §2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from lxml import etree

from esante.cisis import BadTime, Ins, InvalidIns, times
from esante.dmp.errors import UnreadableAnswer
from esante.dmp.hl7 import (
    DMP_OID,
    Wrapper,
    attribute,
    child,
    encode_wrapper,
    hl7,
    interaction,
    nil,
    typed,
)
from esante.soap import Payload

ACTION: Final = "urn:hl7-org:v3:PRPA_IN201307UV02"
RESPONSE_ACTION: Final = "urn:hl7-org:v3:PRPA_IN201308UV02"
_REQUEST: Final = "PRPA_IN201307UV02"
_RESPONSE: Final = "PRPA_IN201308UV02"
_REASON: Final = {
    "code": "TEST_EXST",
    "codeSystem": "1.2.250.1.213.1.1.4.11",
    "displayName": "Test d'existence de dossier",
}
_DMP: Final = (DMP_OID, "DMP")
_QUERY: Final = "controlActProcess/queryByParameter"
_REGISTRATION: Final = "controlActProcess/subject/registrationEvent/subject1/patient"


class DmpStatus(StrEnum):
    """State of a DMP."""

    ACTIVE = "active"
    CLOSED = "terminated"
    ABSENT = "absent"


class Authorization(StrEnum):
    """Authorisation of the actor to consult. Only ``VALIDE`` is published; the others are our reading (§6)."""

    VALID = "VALIDE"
    EXPIRED = "EXPIREE"
    NONE = "INEXISTANTE"
    FORBIDDEN = "INTERDITE"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Whose DMP, and the identifiers of the interaction and of its query (root, extension)."""

    wrapper: Wrapper
    ins: Ins
    query_id: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a DMP says of itself. Traits it returns are not kept: they must not be shown (RG_0320).

    ``authorization_code`` is the raw code. ``error`` is the code of an ``AE`` or ``AR`` acknowledgement.
    """

    status: DmpStatus
    authorization: Authorization = Authorization.UNKNOWN
    authorization_code: str = ""
    treating_physician: bool = False
    attached_to_ens: bool = False
    internet_account: bool = False
    ins: tuple[Ins, ...] = ()
    error: str = ""

    @property
    def may_be_consulted(self) -> bool:
        """Active, and the actor is authorised. Feeding does not need the authorisation."""
        return self.status is DmpStatus.ACTIVE and self.authorization is Authorization.VALID


def encode_request(request: Request) -> Payload:
    """Body of the request."""
    root = interaction(_REQUEST)
    encode_wrapper(root, request.wrapper, _DMP, "AL")
    nil(root, "attentionLine")
    control = child(root, "controlActProcess", classCode="CACT", moodCode="EVN")
    child(control, "reasonCode", **_REASON)
    query = child(control, "queryByParameter")
    query_root, query_extension = request.query_id
    child(query, "queryId", root=query_root, extension=query_extension)
    child(query, "statusCode", code="new")
    parameters = child(query, "parameterList")
    nil(parameters, "dataSource")
    identifier = child(parameters, "patientIdentifier")
    child(identifier, "value", root=request.ins.oid, extension=request.ins.matricule)
    child(identifier, "semanticsText").text = "Patient.id"
    return Payload(element=root)


def decode_request(payload: Payload) -> Request:
    """Read whose DMP is asked for. Raises :class:`UnreadableAnswer`."""
    root = payload.element
    if root.tag != hl7(_REQUEST):
        raise UnreadableAnswer(f"Un {_REQUEST} était attendu.")
    value = f"{_QUERY}/parameterList/patientIdentifier/value"
    try:
        ins = Ins(matricule=attribute(root, value, "extension"), oid=attribute(root, value, "root"))
    except InvalidIns as error:
        raise UnreadableAnswer("L'INS de la demande est mal formée.") from error
    query_id = (attribute(root, f"{_QUERY}/queryId", "root"), attribute(root, f"{_QUERY}/queryId", "extension"))
    return Request(wrapper=_decode_wrapper(root), ins=ins, query_id=query_id)


def _decode_wrapper(root: etree._Element) -> Wrapper:
    try:
        created = times.parse_hl7(attribute(root, "creationTime", "value"))
    except BadTime:
        created = datetime.min.replace(tzinfo=UTC)
    name = root.findtext("/".join(map(hl7, ("sender", "device", "softwareName"))))
    return Wrapper(
        id_root=attribute(root, "id", "root"),
        id_extension=attribute(root, "id", "extension"),
        created_at=created,
        sender_oid=attribute(root, "sender/device/id", "root"),
        sender_name=(name or "").strip(),
        processing=attribute(root, "processingCode", "code"),
    )


def encode_answer(response: Response, request: Request, wrapper: Wrapper) -> Payload:
    """Body of the answer to ``request``; ``wrapper`` is the server's."""
    root = interaction(_RESPONSE)
    encode_wrapper(root, wrapper, (request.wrapper.sender_oid, request.wrapper.sender_name), "NE")
    _encode_attention(root, response)
    acknowledgement = child(root, "acknowledgement", typeCode="AE" if response.error else "AA")
    target = child(acknowledgement, "targetMessage")
    child(target, "id", root=request.wrapper.id_root, extension=request.wrapper.id_extension)
    if response.error:
        child(child(acknowledgement, "acknowledgementDetail"), "code", code=response.error)
    control = child(root, "controlActProcess", classCode="CACT", moodCode="EVN")
    child(control, "reasonCode", **_REASON)
    if response.status is not DmpStatus.ABSENT:
        _encode_registration(control, response)
    acknowledged = child(control, "queryAck")
    child(acknowledged, "queryId", root=request.query_id[0], extension=request.query_id[1])
    code = "AE" if response.error else "NF" if response.status is DmpStatus.ABSENT else "OK"
    child(acknowledged, "queryResponseCode", code=code)
    return Payload(element=root)


def _encode_attention(root: etree._Element, response: Response) -> None:
    code = response.authorization_code or response.authorization.value
    if code:
        line = child(root, "attentionLine")
        child(line, "keyWordText", code="AUTORISATION", codeSystem="1.2.250.1.213.4.1.2.6.1")
        typed(line, "CV", code=code, codeSystem="1.2.250.1.213.4.1.2.6.2")
    if response.status is not DmpStatus.ABSENT:
        line = child(root, "attentionLine")
        child(line, "keyWordText", code="STATUT_MT", codeSystem="1.2.250.1.213.4.1.2.6.3")
        typed(line, "BL", value=_boolean(response.treating_physician))


def _encode_registration(control: etree._Element, response: Response) -> None:
    subject = child(control, "subject", typeCode="SUBJ")
    subject.set("contextConductionInd", "false")
    event = child(subject, "registrationEvent", classCode="REG", moodCode="EVN")
    child(event, "statusCode", code="completed")
    patient = child(child(event, "subject1", typeCode="SBJ"), "patient", classCode="PAT")
    for ins in response.ins:
        child(patient, "id", root=ins.oid, extension=ins.matricule)
    child(patient, "statusCode", code=response.status.value)
    person = child(patient, "patientPerson", classCode="PSN", determinerCode="INSTANCE")
    child(person, "name", nullFlavor="NASK")
    for code, system, value in (
        ("COMPTE_INTERNET_OUVERT", "1.2.250.1.213.4.1.2.9", response.internet_account),
        ("RATTACHEMENT_ENS", "1.2.250.1.213.4.1.2.3", response.attached_to_ens),
    ):
        holder = child(patient, "subjectOf", typeCode="SBJ")
        observation = child(holder, "administrativeObservation", classCode="OBS", moodCode="EVN")
        child(observation, "code", code=code, codeSystem=system)
        typed(observation, "BL", value=_boolean(value))
    custodian = child(child(event, "custodian", typeCode="CST"), "assignedEntity", classCode="ASSIGNED")
    child(custodian, "id", root=DMP_OID)


def decode_answer(payload: Payload) -> Response:
    """Read what a DMP says. Raises :class:`UnreadableAnswer`."""
    root = payload.element
    if root.tag != hl7(_RESPONSE):
        raise UnreadableAnswer(f"Un {_RESPONSE} était attendu.")
    found = root.find("/".join(map(hl7, _REGISTRATION.split("/"))))
    attention = _attention(root)
    raw = attention.get("AUTORISATION", "")
    accepted = attribute(root, "acknowledgement", "typeCode") in ("AA", "CA", "")
    error = "" if accepted else attribute(root, "acknowledgement/acknowledgementDetail/code", "code") or "AE"
    observations = {} if found is None else _observations(found)
    return Response(
        status=_status(found, error),
        authorization=next((each for each in Authorization if each.value == raw), Authorization.UNKNOWN),
        authorization_code=raw,
        treating_physician=attention.get("STATUT_MT") == "true",
        attached_to_ens=observations.get("RATTACHEMENT_ENS") == "true",
        internet_account=observations.get("COMPTE_INTERNET_OUVERT") == "true",
        ins=() if found is None else tuple(_identifiers(found)),
        error=error,
    )


def _status(found: etree._Element | None, error: str) -> DmpStatus:
    if found is None:
        return DmpStatus.CLOSED if error == "DMPClosed" else DmpStatus.ABSENT
    return DmpStatus.ACTIVE if attribute(found, "statusCode", "code") == "active" else DmpStatus.CLOSED


def _attention(root: etree._Element) -> dict[str, str]:
    """Code or boolean of each attention line, by keyword."""
    return {
        attribute(line, "keyWordText", "code"): attribute(line, "value", "code") or attribute(line, "value", "value")
        for line in root.iterchildren(hl7("attentionLine"))
    }


def _observations(patient: etree._Element) -> dict[str, str]:
    found = patient.iterfind(f"{hl7('subjectOf')}/{hl7('administrativeObservation')}")
    return {attribute(each, "code", "code"): attribute(each, "value", "value") for each in found}


def _identifiers(patient: etree._Element) -> list[Ins]:
    """The INS among the identifiers; an abandoned INS-C is not one."""
    held = []
    for element in patient.iterchildren(hl7("id")):
        try:
            held.append(Ins(matricule=element.get("extension", ""), oid=element.get("root", "")))
        except InvalidIns:
            continue
    return held


def _boolean(value: bool) -> str:
    return "true" if value else "false"
