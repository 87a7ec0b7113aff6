"""What a registry checks in a lot before it accepts it, each with the code of IHE to answer (dmp-ins §3.7).

The client runs the same checks before sending, so that a lot is refused here with a precise sentence rather than there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from esante.cisis.oids import is_oid
from esante.xds import iti41
from esante.xds.errors import RegistryError
from esante.xds.forms import same_patient
from esante.xds.model import DocumentEntry, Folder, Submission, SubmissionSet
from esante.xds.names import AssociationType

_TIME: Final = re.compile(r"\d{4}(?:\d{2}){0,5}")
_HASH: Final = re.compile(r"[0-9a-fA-F]{40}")
_METADATA: Final = "XDSRegistryMetadataError"


def check_deposit(request: iti41.Request) -> tuple[RegistryError, ...]:
    """Faults of an ITI-41 lot: its metadata, and the match between documents and entries."""
    return (*_documents(request), *check_submission(request.submission))


def check_submission(submission: Submission) -> tuple[RegistryError, ...]:
    """Faults of the metadata of a lot (ITI-41, ITI-42)."""
    return (
        *_one_set(submission),
        *_memberships(submission),
        *_sources(submission),
        *_patients(submission),
        *_identifiers(submission),
        *(fault for entry in submission.entries for fault in _entry(entry)),
    )


def check_update(submission: Submission) -> tuple[RegistryError, ...]:
    """Faults of an ITI-57 request: each new metadata version names its ``lid`` and the version it replaces."""
    found = [*_one_set(submission), *_patients(submission)]
    previous = {link.target: link.previous_version for link in submission.associations}
    for entry in submission.entries:
        if not entry.logical_id or entry.logical_id == entry.id:
            found.append(_error("XDSMetadataIdentifierError", "L'identifiant logique (lid) est absent.", entry.id))
        if not previous.get(entry.id, "").isdecimal():
            found.append(_error("XDSMetadataVersionError", "PreviousVersion est absent.", entry.id))
    return tuple(found)


def _error(code: str, context: str, location: str = "") -> RegistryError:
    return RegistryError(code=code, context=context, location=location)


def _items(submission: Submission) -> tuple[SubmissionSet | DocumentEntry | Folder, ...]:
    return (*submission.sets, *submission.entries, *submission.folders)


def _documents(request: iti41.Request) -> Iterator[RegistryError]:
    described = {entry.id for entry in request.submission.entries}
    for identifier in sorted(described - set(request.documents)):
        yield _error("XDSMissingDocument", f"Le document {identifier} n'est pas joint.", identifier)
    for identifier in sorted(set(request.documents) - described):
        yield _error("XDSMissingDocumentMetadata", f"Le document {identifier} n'est pas décrit.", identifier)


def _one_set(submission: Submission) -> Iterator[RegistryError]:
    if len(submission.sets) != 1:
        yield _error(_METADATA, "Un lot contient un SubmissionSet et un seul.", "SubmissionSet")
        return
    lot = submission.sets[0]
    mandatory = {"submissionTime": lot.submission_time, "sourceId": lot.source_id, "contentTypeCode": lot.content_type}
    for name, value in mandatory.items():
        if not value:
            yield _error(_METADATA, f"Le lot n'a pas de {name}.", f"SubmissionSet.{name}")
    if lot.source_id and not is_oid(lot.source_id):
        yield _error(_METADATA, "L'identifiant de la source n'est pas un OID.", "SubmissionSet.sourceId")


def _memberships(submission: Submission) -> Iterator[RegistryError]:
    sets = {lot.id for lot in submission.sets}
    links = [link for link in submission.associations if link.type == AssociationType.HAS_MEMBER]
    members = {link.target for link in links if link.source in sets and link.submission_set_status}
    for entry in submission.entries:
        if entry.id not in members:
            yield _error(_METADATA, f"Le document {entry.id} n'est pas rattaché au lot.", entry.id)


def _sources(submission: Submission) -> Iterator[RegistryError]:
    known = {item.id for item in _items(submission)}
    for link in submission.associations:
        if not link.source.startswith("urn:uuid:") and link.source not in known:
            yield _error("UnresolvedReferenceException", f"Le lien {link.id} part d'un élément absent du lot.", link.id)


def _patients(submission: Submission) -> Iterator[RegistryError]:
    if not submission.sets:
        return
    expected = submission.sets[0].patient_id
    for item in _items(submission):
        if not same_patient(item.patient_id, expected):
            yield _error("XDSPatientIdDoesNotMatch", "Le lot et le document désignent deux personnes.", item.id)


def _identifiers(submission: Submission) -> Iterator[RegistryError]:
    for unique_id, count in Counter(item.unique_id for item in _items(submission)).items():
        if not unique_id:
            yield _error(_METADATA, "Un élément du lot n'a pas de uniqueId.", "uniqueId")
        elif len(unique_id) > 128:
            yield _error(_METADATA, "Un uniqueId dépasse 128 caractères.", "uniqueId")
        elif count > 1:
            yield _error("XDSRegistryDuplicateUniqueIdInMessage", f"{unique_id} figure {count} fois.", "uniqueId")


def _entry(entry: DocumentEntry) -> Iterator[RegistryError]:
    mandatory = {
        "mimeType": entry.mime_type,
        "patientId": entry.patient_id,
        "creationTime": entry.creation_time,
        "languageCode": entry.language,
        "sourcePatientId": entry.source_patient_id,
        "classCode": entry.class_code,
        "typeCode": entry.type_code,
        "formatCode": entry.format_code,
        "healthcareFacilityTypeCode": entry.facility_type,
        "practiceSettingCode": entry.practice_setting,
        "confidentialityCode": entry.confidentiality,
    }
    for name, value in mandatory.items():
        if not value:
            yield _error(_METADATA, f"{name} est absent du document {entry.id}.", f"{entry.id}.{name}")
    for name, text in (
        ("creationTime", entry.creation_time),
        ("serviceStartTime", entry.service_start),
        ("serviceStopTime", entry.service_stop),
    ):
        if text and not _TIME.fullmatch(text):
            yield _error(_METADATA, f"{name} n'est pas une date : {text[:20]}", f"{entry.id}.{name}")
    if entry.service_start and entry.service_stop and entry.service_start > _upto(entry):
        yield _error(_METADATA, "Le début de l'acte suit sa fin.", f"{entry.id}.serviceStartTime")
    if entry.hash and not _HASH.fullmatch(entry.hash):
        yield _error(_METADATA, "L'empreinte n'est pas un SHA-1 hexadécimal.", f"{entry.id}.hash")
    if len(entry.title) > 128:
        yield _error(_METADATA, "Le titre dépasse 128 caractères.", f"{entry.id}.title")


def _upto(entry: DocumentEntry) -> str:
    """The end, as precise as the beginning: 2026 ends with 2026-12-31."""
    return entry.service_stop.ljust(14, "9")
