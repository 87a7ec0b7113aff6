"""From a header and a file to a document «niveau 1», strictly valid or refused.

Source: CI-SIS «Structuration minimale» 1.16; IHE ITI TF-1 XDS-SD (template 1.3.6.1.4.1.19376.1.2.20).
"""

from __future__ import annotations

import base64
from typing import Any

from esante.cisis import safe_xml

from .errors import RefusedDocument
from .model import Author, Encounter, Header, Informant, Participant, Service
from .rules import check
from .writing import (
    make,
    write_actor,
    write_address,
    write_code,
    write_id,
    write_interval,
    write_name,
    write_structure,
    write_telecoms,
    write_time,
)
from .writing_patient import write_patient

_TEMPLATES = ("2.16.840.1.113883.2.8.2.1", "1.2.250.1.213.1.1.1.1")
_LEVEL_1 = "1.3.6.1.4.1.19376.1.2.20"


def encode_level1(header: Header, body: bytes, media_type: str) -> bytes:
    """A document whose body is `body`: application/pdf, image/jpeg, image/tiff, text/plain or text/rtf (ASS_A12).

    Raises `RefusedDocument` with every fault, when header or file would make a document the CI-SIS forbids.
    """
    text = make("text", base64.b64encode(body).decode("ascii"), mediaType=media_type, representation="B64")
    element = encode_document(header, (*_TEMPLATES, _LEVEL_1), make("nonXMLBody", text))
    faults = tuple(fault for fault in check(element) if fault.severity == "error")
    if faults:
        raise RefusedDocument(faults)
    return safe_xml.serialize(element)


def encode_document(header: Header, templates: tuple[str, ...], body: Any) -> Any:
    """A ClinicalDocument element around `body` (nonXMLBody or structuredBody); not checked."""
    return make(
        "ClinicalDocument", *_opening(header, templates), *_people(header), *_acts(header), make("component", body)
    )


def _opening(header: Header, templates: tuple[str, ...]) -> list[Any]:
    return [
        make("realmCode", code="FR"),
        make("typeId", root="2.16.840.1.113883.1.3", extension="POCD_HD000040"),
        *(make("templateId", root=root) for root in templates),
        write_id(header.document_id),
        write_code(header.type_code),
        make("title", header.title) if header.title else None,
        write_time(header.effective_time, "effectiveTime"),
        write_code(header.confidentiality, "confidentialityCode"),
        make("languageCode", code=header.language),
        write_id(header.set_id, "setId"),
        make("versionNumber", value=str(header.version)),
    ]


def _people(header: Header) -> list[Any]:
    return [
        write_patient(header.patient),
        *(_author(author) for author in header.authors),
        *(_informant(informant) for informant in header.informants),
        _custodian(header),
        *(_recipient(recipient) for recipient in header.recipients),
        _legal_authenticator(header.legal_authenticator),
        *(_participant(participant) for participant in header.participants),
    ]


def _acts(header: Header) -> list[Any]:
    return [
        *(make("inFulfillmentOf", make("order", write_id(order))) for order in header.orders),
        *(_service(service) for service in header.services),
        _replaced(header.replaces),
        _encounter(header.encounter),
    ]


def _author(author: Author) -> Any:
    return make("author", write_time(author.time), write_actor(author.professional, "assignedAuthor"))


def _informant(informant: Informant) -> Any:
    entity = make(
        "relatedEntity",
        write_code(informant.relation),
        write_address(informant.address),
        *write_telecoms(informant.telecoms),
        make("relatedPerson", write_name(informant.family, informant.given)),
        classCode=informant.kind,
    )
    return make("informant", entity)


def _custodian(header: Header) -> Any:
    if header.custodian is None:
        return None
    organisation = write_structure(header.custodian, "representedCustodianOrganization", setting=False)
    return make("custodian", make("assignedCustodian", organisation))


def _recipient(recipient: Any) -> Any:
    return make(
        "informationRecipient",
        write_actor(recipient, "intendedRecipient", "informationRecipient", "receivedOrganization"),
    )


def _legal_authenticator(author: Author | None) -> Any:
    if author is None:
        return None
    signature = make("signatureCode", code="S")
    entity = write_actor(author.professional, "assignedEntity")
    return make("legalAuthenticator", write_time(author.time), signature, entity)


def _participant(participant: Participant) -> Any:
    entity = write_actor(participant.professional, "associatedEntity", "associatedPerson", "scopingOrganization")
    entity.set("classCode", "PROV")
    return make(
        "participant",
        write_code(participant.function, "functionCode"),
        write_time(participant.time) if participant.time else make("time", nullFlavor="NA"),
        entity,
        typeCode=participant.type,
    )


def _service(service: Service) -> Any:
    performer = service.performer
    event = make(
        "serviceEvent",
        write_code(service.code),
        write_interval(service.start, service.stop),
        make("performer", write_actor(performer, "assignedEntity"), typeCode="PRF") if performer else None,
    )
    return make("documentationOf", event)


def _replaced(identifier: str | None) -> Any:
    if not identifier:
        return None
    return make("relatedDocument", make("parentDocument", write_id(identifier)), typeCode="RPLC")


def _encounter(encounter: Encounter | None) -> Any:
    if encounter is None:
        return None
    organisation = write_structure(encounter.structure, "serviceProviderOrganization", setting=False)
    facility = make("healthCareFacility", write_code(encounter.sector), organisation)
    return make(
        "componentOf",
        make(
            "encompassingEncounter",
            write_code(encounter.type),
            write_interval(encounter.start, encounter.stop),
            make("location", facility),
        ),
    )
