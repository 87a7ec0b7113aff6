"""What a registry checks of a lot before writing any of it (the order and the codes of IHE)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from esante.xds.names import AssociationType, Entry, Fold, Set

from sandbox.dmp.registry import rules
from sandbox.dmp.registry.problems import Problem
from sandbox.dmp.registry.rim import RimObject
from sandbox.dmp.registry.submission import Submission
from sandbox.rules import Rule

_METADATA = "XDSRegistryMetadataError"
_OID = re.compile(r"[0-2](?:\.(?:0|[1-9][0-9]*))+")
_HASH = re.compile(r"[0-9A-Fa-f]{40}")
_TIMES = ("creationTime", "serviceStartTime", "serviceStopTime", "submissionTime", "lastUpdateTime")
_CODES = {
    "document": (
        (Entry.CLASS, "classCode"),
        (Entry.TYPE, "typeCode"),
        (Entry.FORMAT, "formatCode"),
        (Entry.FACILITY, "healthcareFacilityTypeCode"),
        (Entry.PRACTICE_SETTING, "practiceSettingCode"),
        (Entry.CONFIDENTIALITY, "confidentialityCode"),
    ),
    "set": ((Set.CONTENT_TYPE, "contentTypeCode"),),
    "folder": (),
}


def check(submission: Submission) -> list[Problem]:
    """Every problem of a lot, in the order found; an empty list means it may be registered."""
    submission.lot  # noqa: B018 - refuses at once a lot that has none
    return [
        *_patients(submission),
        *_unique_ids(submission),
        *(problem for one in submission.objects for problem in _object(one)),
        *_members(submission),
        *_associations(submission),
    ]


def is_time(text: str) -> bool:
    """Whether a text is a DTM of any precision, and a real date."""
    if not re.fullmatch(r"[0-9]{4}([0-9]{2}){0,5}", text):
        return False
    try:
        datetime.strptime(full_time(text), "%Y%m%d%H%M%S")
    except ValueError:
        return False
    return True


def full_time(text: str) -> str:
    """A DTM completed to the second by its earliest instant: what comparisons are made on."""
    return text + "00000101000000"[len(text) :]


def _patients(submission: Submission) -> Iterator[Problem]:
    patients = {one.patient for one in submission.objects}
    if "" in patients:
        yield Problem(_METADATA, "Un objet du lot ne porte pas d'identifiant de personne.", rules.ATTRIBUTES)
    if len(patients) > 1:
        yield Problem("XDSPatientIdDoesNotMatch", "Le lot concerne plusieurs personnes.", rules.PATIENT)


def _unique_ids(submission: Submission) -> Iterator[Problem]:
    seen: set[str] = set()
    for one in submission.objects:
        unique = one.unique_id
        if not unique:
            yield _problem(one, "uniqueId absent.", rules.ATTRIBUTES)
        elif unique in seen:
            context = f"uniqueId {unique} en double dans le lot."
            yield Problem("XDSRegistryDuplicateUniqueIdInMessage", context, rules.UNIQUE, one.id)
        elif len(unique) > 128 or not _OID.fullmatch(unique.partition("^")[0]) or len(unique.partition("^")[0]) > 64:
            yield _problem(one, f"uniqueId {unique} mal formé.", rules.UNIQUE_FORM)
        seen.add(unique)


def _object(one: RimObject) -> Iterator[Problem]:
    if len(one.title) > 128:
        yield _problem(one, "Titre de plus de 128 signes.", rules.TITLE)
    for charset in (found.get("charset") for found in one.element.iter("{*}LocalizedString")):
        if charset and charset.upper().replace("-", "") != "UTF8":
            yield _problem(one, f"Texte annoncé en {charset}.", rules.TITLE)
    for name, value in one.slots():
        if len(value) > 256:
            yield _problem(one, f"Valeur de {name} de plus de 256 signes.", rules.VALUE)
        if name in _TIMES and not is_time(value):
            yield _problem(one, f"{name} vaut « {value} ».", rules.TIME)
    yield from _coded(one)
    if one.kind == "document":
        yield from _document(one)
    elif one.kind == "set":
        yield from _set(one)


def _coded(one: RimObject) -> Iterator[Problem]:
    for scheme, label in _CODES[one.kind]:
        codes = one.coded(scheme)
        if not codes:
            yield _problem(one, f"{label} absent.", rules.ATTRIBUTES)
        for coded in codes:
            if not coded.code or not coded.scheme:
                yield _problem(one, f"{label} sans code ou sans codingScheme.", rules.CODE)
    for scheme in (Entry.EVENT, Fold.CODE):
        if any(not coded.scheme for coded in one.coded(scheme)):
            yield _problem(one, "Code sans codingScheme.", rules.CODE)


def _document(one: RimObject) -> Iterator[Problem]:
    if not one.element.get("mimeType"):
        yield _problem(one, "mimeType absent.", rules.ATTRIBUTES)
    for name in ("creationTime", "languageCode", "sourcePatientId"):
        if not one.one(name):
            yield _problem(one, f"{name} absent.", rules.ATTRIBUTES)
    start, stop = one.one("serviceStartTime"), one.one("serviceStopTime")
    if start and stop and is_time(start) and is_time(stop) and full_time(start) > full_time(stop):
        yield _problem(one, "serviceStartTime suit serviceStopTime.", rules.ORDER)
    digest, size = one.one("hash"), one.one("size")
    if digest and not _HASH.fullmatch(digest):
        yield _problem(one, "hash n'est pas un SHA-1 en hexadécimal.", rules.HASH)
    if size and not size.isdigit():
        yield _problem(one, "size n'est pas un nombre.", rules.SIZE)


def _set(one: RimObject) -> Iterator[Problem]:
    if not one.one("submissionTime"):
        yield _problem(one, "submissionTime absent.", rules.ATTRIBUTES)
    source = one.external(Set.SOURCE_ID)
    if not _OID.fullmatch(source) or len(source) > 64:
        yield _problem(one, "sourceId absent, ou qui n'est pas un OID.", rules.ATTRIBUTES)


def _members(submission: Submission) -> Iterator[Problem]:
    for document in submission.documents:
        membership = submission.membership(document.id)
        if membership is None:
            yield _problem(document, "Document que le lot ne rattache pas.", rules.MEMBER)
        elif membership.one("SubmissionSetStatus") not in ("Original", "Reference"):
            yield _problem(document, "HasMember sans SubmissionSetStatus.", rules.MEMBER)


def _associations(submission: Submission) -> Iterator[Problem]:
    local = submission.identifiers
    for association in submission.associations:
        if association.source not in local and not association.source.startswith("urn:uuid:"):
            yield Problem(
                "UnresolvedReferenceException",
                f"L'association {association.id} part d'un objet absent.",
                rules.REFERENCE,
                association.id,
            )
        in_lot = association.target in local or association.target.startswith("urn:uuid:")
        if not in_lot:
            yield Problem(
                "UnresolvedReferenceException",
                f"L'association {association.id} mène à un objet absent.",
                rules.REFERENCE,
                association.id,
            )
        if association.type not in {known.value for known in AssociationType}:
            yield _problem(association, f"Type d'association inconnu : {association.type}.", rules.REFERENCE)


def _problem(one: RimObject, context: str, rule: Rule) -> Problem:
    return Problem(_METADATA, f"{one.id} : {context}", rule, one.id)
