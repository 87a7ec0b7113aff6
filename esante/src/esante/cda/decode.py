"""From bytes to a document, leniently: a received document is shown whatever its faults, and `faults` tells them.

Source: CI-SIS «Structuration minimale»; the «auto-présentable» form wraps the document in an XSLT stylesheet.
"""

from __future__ import annotations

from typing import Any

from esante.cisis import Code, Professional, confidentiality, safe_xml

from .errors import NotADocument
from .model import Author, ClinicalDocument, Encounter, Header, Informant, Participant, Service
from .paths import HL7, every, local, one, value, words
from .reading import (
    read_actor,
    read_address,
    read_code,
    read_id,
    read_interval,
    read_names,
    read_professional,
    read_structure,
    read_telecoms,
    read_time,
)
from .reading_body import read_body
from .reading_patient import read_patient

# Above this size a document embeds a file of several megabytes, which libxml2 refuses without `huge`
_HUGE = 9_000_000
_NO_CODE = Code("", "")


def decode(data: bytes) -> ClinicalDocument:
    """Read a CDA document of any level.

    Raises `UnsafeXml`, `MalformedXml` (ground) or `NotADocument`; anything else that is missing or wrong is left empty.
    """
    root = safe_xml.parse(data, huge=len(data) > _HUGE)
    element = find_document(root)
    return ClinicalDocument(
        header=read_header(element),
        body=read_body(element),
        raw=data,
        template_ids=tuple(value(item, ".", "root") for item in every(element, "templateId")),
        self_presenting=element is not root,
        element=element,
    )


def find_document(root: Any) -> Any:
    """The ClinicalDocument element: the root itself, or the only one a stylesheet wraps."""
    name = f"{{{HL7}}}ClinicalDocument"
    if root.tag == name:
        return root
    if local(root) in ("stylesheet", "transform"):
        wrapped = list(root.iter(name))
        if len(wrapped) == 1:
            return wrapped[0]
    if local(root) == "ClinicalDocument":
        raise NotADocument("Ce document n'est pas dans l'espace de noms HL7 v3 (urn:hl7-org:v3).")
    raise NotADocument()


def read_header(element: Any) -> Header:
    """The header of a ClinicalDocument element."""
    return Header(
        document_id=read_id(one(element, "id")),
        set_id=read_id(one(element, "setId")),
        version=_version(value(element, "versionNumber")),
        type_code=read_code(one(element, "code")) or _NO_CODE,
        title=words(one(element, "title")),
        effective_time=read_time(element, "effectiveTime"),
        confidentiality=read_code(one(element, "confidentialityCode")) or confidentiality("N"),
        language=value(element, "languageCode", "code"),
        patient=read_patient(one(element, "recordTarget/patientRole")),
        authors=tuple(
            Author(read_actor(one(a, "assignedAuthor")), read_time(a, "time")) for a in every(element, "author")
        ),
        legal_authenticator=_legal_authenticator(one(element, "legalAuthenticator")),
        custodian=read_structure(one(element, "custodian/assignedCustodian/representedCustodianOrganization")),
        services=tuple(_service(one(item, "serviceEvent")) for item in every(element, "documentationOf")),
        encounter=_encounter(one(element, "componentOf/encompassingEncounter")),
        replaces=_replaced(element),
        informants=tuple(_informant(item) for item in every(element, "informant/relatedEntity")),
        participants=tuple(_participant(item) for item in every(element, "participant")),
        recipients=tuple(_recipient(item) for item in every(element, "informationRecipient/intendedRecipient")),
        orders=tuple(read_id(item) for item in every(element, "inFulfillmentOf/order/id")),
    )


def _version(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _legal_authenticator(element: Any) -> Author | None:
    if element is None:
        return None
    return Author(read_actor(one(element, "assignedEntity")), read_time(element, "time"))


def _service(event: Any) -> Service:
    start, stop = read_interval(one(event, "effectiveTime"))
    performers = every(event, "performer/assignedEntity")
    return Service(
        start=start,
        stop=stop,
        code=read_code(one(event, "code")),
        performer=read_actor(performers[0]) if performers else None,
    )


def _encounter(element: Any) -> Encounter | None:
    if element is None:
        return None
    start, stop = read_interval(one(element, "effectiveTime"))
    facility = one(element, "location/healthCareFacility")
    return Encounter(
        sector=read_code(one(facility, "code")),
        start=start,
        stop=stop,
        type=read_code(one(element, "code")),
        structure=read_structure(one(facility, "serviceProviderOrganization")),
    )


def _replaced(element: Any) -> str | None:
    for related in every(element, "relatedDocument"):
        if related.get("typeCode") == "RPLC":
            return read_id(one(related, "parentDocument/id")) or None
    return None


def _informant(entity: Any) -> Informant:
    names = read_names(one(entity, "relatedPerson"))
    return Informant(
        kind=entity.get("classCode") or "",
        relation=read_code(one(entity, "code")),
        family=names["family"],
        given=names["given"],
        telecoms=read_telecoms(entity),
        address=read_address(one(entity, "addr")),
    )


def _participant(element: Any) -> Participant:
    start, stop = read_interval(one(element, "time"))
    entity = one(element, "associatedEntity")
    return Participant(
        type=element.get("typeCode") or "",
        function=read_code(one(element, "functionCode")),
        professional=read_professional(entity, "associatedPerson", "scopingOrganization"),
        time=start or stop,
    )


def _recipient(element: Any) -> Professional:
    return read_professional(element, "informationRecipient", "receivedOrganization")
