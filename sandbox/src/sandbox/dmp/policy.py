"""What the DMP asks of the metadata of a deposit, beyond what any registry asks (TD2.1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from esante.cisis import (
    UnknownCode,
    class_of,
    confidentiality,
    practice_setting,
    profession,
    sector,
    type_code,
)
from esante.xds.names import Entry, Set

from sandbox.dmp import rules
from sandbox.dmp.clinical import Clinical, instant
from sandbox.dmp.registry.problems import Problem
from sandbox.dmp.registry.rim import Coded, RimObject
from sandbox.rules import Rule

_ERROR = "XDSRepositoryMetadataError"
VISIBILITY = ("MASQUE_PS", "INVISIBLE_PATIENT", "INVISIBLE_REPRESENTANTS_LEGAUX")
VISIBILITY_SCHEME = "1.2.250.1.213.1.1.4.13"
_LEVELS = ("N", "R", "V")
_REFUSED_TYPES = ("EXPORT_DUI", "FICHE-CONTACTS")
_PERSON = re.compile(r"[^^]+\^[^^]+\^[^^]*\^.*&[0-9.]+&ISO\^(D|U|L)\^\^\^(IDNPS|EI|RRI|IDNST)")
_DEVICE = re.compile(r"[^^]+\^[^^]+\^.*")
_PLACE = re.compile(r"[^^]+\^\^\^\^\^&[0-9.]+&ISO\^IDNST\^\^\^[0-9AB]+")
_SPECIALTY = re.compile(r"[^^]+\^[^^]+\^[0-9.]+")
_SECONDS = re.compile(r"[0-9]{14}")


def is_signature(entry: RimObject) -> bool:
    """Whether an entry is the signature of the lot, which is no clinical document."""
    return any(coded.code == "E1762" for coded in entry.coded(Entry.TYPE))


def check_lot(lot: RimObject, structure: str) -> Iterator[Problem]:
    """The submission set: its author is at the structure of the VIHF, its time is UTC to the second."""
    institutions = lot.author_values(Set.AUTHOR, "authorInstitution")
    if structure not in {text.rpartition("^")[2] for text in institutions}:
        yield _problem(lot, f"L'auteur du lot n'est pas de la structure {structure}.", rules.DEPOSITOR)
    yield from _authors(lot, Set.AUTHOR)
    if not _SECONDS.fullmatch(lot.one("submissionTime")):
        yield _problem(lot, "submissionTime s'écrit AAAAMMJJhhmmss, en temps universel.", rules.UTC)


def check_entry(entry: RimObject) -> Iterator[Problem]:
    """A document entry, alone."""
    if entry.lid or entry.id.startswith("urn:uuid:"):
        yield _problem(entry, "entryUUID ou lid donné par le client.", rules.LOCAL_ID)
    for name in ("creationTime", "serviceStartTime", "languageCode", "legalAuthenticator", "sourcePatientInfo"):
        if not entry.one(name):
            yield _problem(entry, f"{name} absent.", rules.REQUIRED)
    if not entry.title:
        yield _problem(entry, "Titre absent.", rules.REQUIRED)
    if not _SECONDS.fullmatch(entry.one("creationTime")):
        yield _problem(entry, "creationTime s'écrit AAAAMMJJhhmmss, en temps universel.", rules.UTC)
    info = {text.partition("|")[0] for text in entry.slot("sourcePatientInfo")}
    if not {"PID-5", "PID-7", "PID-8"} <= info:
        yield _problem(entry, "sourcePatientInfo : PID-5, PID-7 et PID-8.", rules.REQUIRED)
    if entry.element.get("mimeType") != "text/xml":
        yield _problem(entry, "mimeType vaut text/xml.", rules.CDA)
    yield from _authors(entry, Entry.AUTHOR)
    yield from _codes(entry)


def _authors(one: RimObject, scheme: str) -> Iterator[Problem]:
    people = one.author_values(scheme, "authorPerson")
    places = one.author_values(scheme, "authorInstitution")
    if not people or not places:
        yield _problem(one, "authorPerson et authorInstitution sont obligatoires.", rules.AUTHOR)
    if any(not _PERSON.fullmatch(text) and not _DEVICE.fullmatch(text) for text in people):
        yield _problem(one, "authorPerson : id^NOM^Prénom^^^^^^&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS.", rules.AUTHOR)
    if any(not _PLACE.fullmatch(text) for text in places):
        yield _problem(one, "authorInstitution : NOM^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^identifiant.", rules.AUTHOR)
    for text in one.author_values(scheme, "authorSpecialty"):
        if not _SPECIALTY.fullmatch(text) or not _known(profession, text.partition("^")[0]):
            yield _problem(one, f"authorSpecialty inconnue : {text}.", rules.CODED)


def _codes(entry: RimObject) -> Iterator[Problem]:
    tables: tuple[tuple[str, str, Callable[[str], object]], ...] = (
        (Entry.TYPE, "typeCode", type_code),
        (Entry.FACILITY, "healthcareFacilityTypeCode", sector),
        (Entry.PRACTICE_SETTING, "practiceSettingCode", practice_setting),
        (Entry.CONFIDENTIALITY, "confidentialityCode", confidentiality),
    )
    for scheme, label, table in tables:
        for coded in entry.coded(scheme):
            if not _known(table, coded.code) or getattr(table(coded.code), "system", "") != coded.scheme:
                yield _problem(entry, f"{label} {coded} inconnu.", rules.CODED)
    yield from _class(entry)
    levels = [coded.code for coded in entry.coded(Entry.CONFIDENTIALITY) if coded.code in _LEVELS]
    if len(levels) != 1:
        yield _problem(entry, "Exactement une confidentialité parmi N, R et V.", rules.HEALTH)


def _class(entry: RimObject) -> Iterator[Problem]:
    types, classes = _codes_of(entry, Entry.TYPE), _codes_of(entry, Entry.CLASS)
    for code in types:
        if code in _REFUSED_TYPES:
            yield _problem(entry, f"Le DMP n'accueille pas {code}.", rules.FORBIDDEN_TYPE)
        elif _known(class_of, code) and class_of(code).code not in classes:
            yield _problem(entry, f"La classe de {code} est {class_of(code).code}.", rules.CLASS)


def check_content(entry: RimObject, document: Clinical) -> Iterator[Problem]:
    """The entry against the header of its document."""
    code = document.type_code
    agreements: tuple[tuple[str, bool], ...] = (
        ("uniqueId", entry.unique_id == document.unique_id),
        ("typeCode", _codes_of(entry, Entry.TYPE) == [code]),
        ("patientId", entry.patient in document.patients),
        ("confidentialityCode", document.confidentiality in _codes_of(entry, Entry.CONFIDENTIALITY)),
        ("languageCode", entry.one("languageCode") == document.language),
        ("title", " ".join(entry.title.split()) in {document.title, document.title[:128].strip()}),
        ("creationTime", instant(entry.one("creationTime")) == document.effective),
    )
    for name, agrees in agreements:
        if not agrees:
            yield _problem(entry, f"{name} n'est pas celui de l'en-tête du CDA.", rules.SAME)


def visibility(entry: RimObject) -> set[str]:
    """Visibility marks of an entry."""
    return {code for code in _codes_of(entry, Entry.CONFIDENTIALITY) if code in VISIBILITY}


def _codes_of(entry: RimObject, scheme: str) -> list[str]:
    return [coded.code for coded in entry.coded(scheme)]


def class_and_type(entry: RimObject) -> tuple[str, str]:
    """Class code and type code of an entry."""
    none = [Coded("", "")]
    return (entry.coded(Entry.CLASS) or none)[0].code, (entry.coded(Entry.TYPE) or none)[0].code


def _known(table: Callable[[str], object], code: str) -> bool:
    try:
        table(code)
    except UnknownCode:
        return False
    return True


def _problem(one: RimObject, context: str, rule: Rule) -> Problem:
    return Problem(_ERROR, f"{one.id} : {context}", rule, one.id)
