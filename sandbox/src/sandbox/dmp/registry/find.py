"""The Find queries: objects of one person, by criteria."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from esante.xds.names import STABLE, Entry, Fold, Set

from sandbox.dmp.registry.checks import full_time
from sandbox.dmp.registry.parameters import Parameters, missing
from sandbox.dmp.registry.rim import Coded, Kind, RimObject, patient_key
from sandbox.dmp.registry.store import Held, RegistryStore

_ENTRY = "$XDSDocumentEntry"
_LOT = "$XDSSubmissionSet"
_FOLDER = "$XDSFolder"
_REFERENCES = "urn:ihe:iti:xds:2013:referenceIdList"

_CODES: Sequence[tuple[str, str]] = (
    ("ClassCode", Entry.CLASS),
    ("TypeCode", Entry.TYPE),
    ("PracticeSettingCode", Entry.PRACTICE_SETTING),
    ("HealthcareFacilityTypeCode", Entry.FACILITY),
    ("FormatCode", Entry.FORMAT),
    ("EventCodeList", Entry.EVENT),
    ("ConfidentialityCode", Entry.CONFIDENTIALITY),
)
_TIMES = (
    ("CreationTime", "creationTime"),
    ("ServiceStartTime", "serviceStartTime"),
    ("ServiceStopTime", "serviceStopTime"),
)


def find_documents(store: RegistryStore, asked: Parameters) -> list[Held]:
    """FindDocuments, and FindDocumentsByReferenceId (the reference list is a criterion like another)."""
    held = _of_patient(store, "document", _ENTRY, asked)
    return [one for one in held if document_answers(one.object, asked)]


def document_answers(one: RimObject, asked: Parameters) -> bool:
    """Whether a document entry answers every criterion given; absent criteria hold."""
    return (
        _has_codes(one, asked)
        and _in_times(one, asked, _ENTRY, _TIMES)
        and _like(one.author_values(Entry.AUTHOR, "authorPerson"), asked.groups.get(f"{_ENTRY}AuthorPerson"))
        and _among(one.slot(_REFERENCES), asked.groups.get(f"{_ENTRY}ReferenceIdList"))
        and one.object_type in (asked.values(f"{_ENTRY}Type") or [STABLE])
        and _among(one.slot("documentAvailability"), asked.groups.get(f"{_ENTRY}DocumentAvailability"))
    )


def _has_codes(one: RimObject, asked: Parameters) -> bool:
    return all(_shares(group, one.coded(scheme)) for name, scheme in _CODES for group in asked.codes(f"{_ENTRY}{name}"))


def find_sets(store: RegistryStore, asked: Parameters) -> list[Held]:
    """FindSubmissionSets."""
    return [one for one in _of_patient(store, "set", _LOT, asked) if _set_answers(one.object, asked)]


def _set_answers(one: RimObject, asked: Parameters) -> bool:
    sources = asked.values(f"{_LOT}SourceId")
    content = asked.codes(f"{_LOT}ContentType")
    return (
        (not sources or one.external(Set.SOURCE_ID) in sources)
        and _in_times(one, asked, _LOT, [("SubmissionTime", "submissionTime")])
        and _like(one.author_values(Set.AUTHOR, "authorPerson"), asked.groups.get(f"{_LOT}AuthorPerson"))
        and all(_shares(group, one.coded(Set.CONTENT_TYPE)) for group in content)
    )


def find_folders(store: RegistryStore, asked: Parameters) -> list[Held]:
    """FindFolders."""
    codes = asked.codes(f"{_FOLDER}CodeList")
    return [
        one
        for one in _of_patient(store, "folder", _FOLDER, asked)
        if _in_times(one.object, asked, _FOLDER, [("LastUpdateTime", "lastUpdateTime")])
        and all(_shares(group, one.object.coded(Fold.CODE)) for group in codes)
    ]


def patient_of(asked: Parameters) -> str:
    """The person a query is about, in short form; empty for the queries by identifier."""
    names = (f"{_ENTRY}PatientId", f"{_LOT}PatientId", f"{_FOLDER}PatientId", "$patientId")
    return next((patient_key(asked.one(name)) for name in names if name in asked), "")


def _of_patient(store: RegistryStore, kind: Kind, prefix: str, asked: Parameters) -> list[Held]:
    for name in (f"{prefix}PatientId", f"{prefix}Status"):
        if not asked.values(name):
            raise missing(name)
    return store.of_patient(kind, patient_key(asked.one(f"{prefix}PatientId")), asked.values(f"{prefix}Status"))


def _shares(wanted: Iterable[Coded], held: Iterable[Coded]) -> bool:
    return bool(set(wanted) & set(held))


def _among(held: list[str], groups: list[list[str]] | None) -> bool:
    return all(set(group) & set(held) for group in groups or [])


def _like(held: list[str], groups: list[list[str]] | None) -> bool:
    """SQL's LIKE: `%` stands for anything, `_` for one sign."""
    return all(any(_matcher(pattern)(value) for pattern in group for value in held) for group in groups or [])


def _matcher(pattern: str) -> Callable[[str], object]:
    escaped = "".join({"%": ".*", "_": "."}.get(sign, re.escape(sign)) for sign in pattern)
    return re.compile(escaped, re.DOTALL).fullmatch


def _in_times(one: RimObject, asked: Parameters, prefix: str, times: Iterable[tuple[str, str]]) -> bool:
    """From is included, To is not; a document without the date answers only when it is not asked about."""
    for name, slot in times:
        start, end = asked.one(f"{prefix}{name}From"), asked.one(f"{prefix}{name}To")
        if not start and not end:
            continue
        held = one.one(slot)
        if not held or not (full_time(start) if start else "") <= full_time(held):
            return False
        if end and full_time(held) >= full_time(end):
            return False
    return True
