"""DocumentEntry ⇄ ``rim:ExtrinsicObject`` (ITI TF-3 §4.2.3.2, dmp-ins §2.6 and §3.5)."""

from __future__ import annotations

from typing import Any, Final

from esante.xds import parts
from esante.xds.model import DocumentEntry, Slots
from esante.xds.names import Entry
from esante.xds.rim import Classification, Rim

REFERENCE_IDS: Final = "urn:ihe:iti:xds:2013:referenceIdList"
_KNOWN: Final = (
    "creationTime",
    "hash",
    "languageCode",
    "legalAuthenticator",
    "repositoryUniqueId",
    "serviceStartTime",
    "serviceStopTime",
    "size",
    "sourcePatientId",
    "sourcePatientInfo",
    "URI",
    "documentAvailability",
    REFERENCE_IDS,
)


def entry_to_rim(entry: DocumentEntry) -> Rim:
    """The registry object of an entry. Raises :class:`MetadataError` on a title too long."""
    item = parts.attributes(
        mimeType=entry.mime_type,
        objectType=entry.object_type,
        lid=entry.logical_id,
        status=entry.status,
        home=entry.home,
    )
    return Rim(
        tag="ExtrinsicObject",
        id=entry.id,
        attributes=item,
        slots=_slots(entry),
        name=parts.checked_title(entry.title),
        description=entry.comments,
        version=entry.version,
        classifications=_classifications(entry),
        identifiers=(
            (Entry.PATIENT_ID, entry.patient_id, "XDSDocumentEntry.patientId"),
            (Entry.UNIQUE_ID, entry.unique_id, "XDSDocumentEntry.uniqueId"),
        ),
    )


def _classifications(entry: DocumentEntry) -> tuple[Classification, ...]:
    return (
        *parts.author_classifications(Entry.AUTHOR, entry.authors),
        *parts.code_classifications(Entry.CLASS, entry.class_code),
        *parts.code_classifications(Entry.TYPE, entry.type_code),
        *parts.code_classifications(Entry.CONFIDENTIALITY, *entry.confidentiality),
        *parts.code_classifications(Entry.EVENT, *entry.event_codes),
        *parts.code_classifications(Entry.FORMAT, entry.format_code),
        *parts.code_classifications(Entry.FACILITY, entry.facility_type),
        *parts.code_classifications(Entry.PRACTICE_SETTING, entry.practice_setting),
    )


def _slots(entry: DocumentEntry) -> Slots:
    return {
        "creationTime": (entry.creation_time,),
        "hash": (entry.hash,),
        "languageCode": (entry.language,),
        "legalAuthenticator": (entry.legal_authenticator,),
        "repositoryUniqueId": (entry.repository_id,),
        "serviceStartTime": (entry.service_start,),
        "serviceStopTime": (entry.service_stop,),
        "size": ("" if entry.size is None else str(entry.size),),
        "sourcePatientId": (entry.source_patient_id,),
        "sourcePatientInfo": entry.source_patient_info,
        "URI": (entry.uri,),
        "documentAvailability": (entry.availability,),
        REFERENCE_IDS: entry.reference_ids,
        **entry.extra,
    }


def entry_from_rim(item: Rim) -> DocumentEntry:
    """Read an entry, whatever is missing."""
    size = item.slot("size")
    return DocumentEntry(
        id=item.id,
        unique_id=item.identifier(Entry.UNIQUE_ID),
        patient_id=item.identifier(Entry.PATIENT_ID),
        mime_type=item.attributes.get("mimeType", ""),
        object_type=item.attributes.get("objectType", ""),
        title=item.name,
        comments=item.description,
        confidentiality=parts.codes(item, Entry.CONFIDENTIALITY),
        event_codes=parts.codes(item, Entry.EVENT),
        authors=parts.authors(item, Entry.AUTHOR),
        legal_authenticator=item.slot("legalAuthenticator"),
        creation_time=item.slot("creationTime"),
        service_start=item.slot("serviceStartTime"),
        service_stop=item.slot("serviceStopTime"),
        language=item.slot("languageCode"),
        source_patient_id=item.slot("sourcePatientId"),
        source_patient_info=item.slots.get("sourcePatientInfo", ()),
        reference_ids=item.slots.get(REFERENCE_IDS, ()),
        hash=item.slot("hash"),
        size=int(size) if size.isdecimal() else None,
        uri=_uri(item.slots.get("URI", ())),
        version=item.version,
        **_registry(item),
        extra=parts.others(item.slots, _KNOWN),
        **_codes(item),
    )


def _registry(item: Rim) -> dict[str, Any]:
    return {
        "repository_id": item.slot("repositoryUniqueId"),
        "logical_id": item.attributes.get("lid", ""),
        "status": item.attributes.get("status", ""),
        "home": item.attributes.get("home", ""),
        "availability": item.slot("documentAvailability"),
    }


def _uri(values: tuple[str, ...]) -> str:
    """A URI longer than 128 characters is cut in values ``1|…``, ``2|…`` (ITI TF-3 §4.2.3.2.26)."""
    if len(values) < 2:
        return "".join(values)
    return "".join(value.partition("|")[2] for value in sorted(values))


def _codes(item: Rim) -> dict[str, Any]:
    return {
        "class_code": parts.code(item, Entry.CLASS),
        "type_code": parts.code(item, Entry.TYPE),
        "format_code": parts.code(item, Entry.FORMAT),
        "facility_type": parts.code(item, Entry.FACILITY),
        "practice_setting": parts.code(item, Entry.PRACTICE_SETTING),
    }
