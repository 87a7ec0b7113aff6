"""Each resource against the profile it claims: what must be there, once, coded, and pointing at the right thing."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from esante.fhirkit.reading import objects, text
from esante.tddui.checks.report import GUIDE, Findings
from esante.tddui.checks.structure import Entry, Known
from esante.tddui.identifiers import KINDS, system_of
from esante.tddui.paths import has, reach

_R4 = "FHIR R4"
_PEOPLE = ("Practitioner", "PractitionerRole", "Patient", "RelatedPerson", "Organization")
_TASKS = (
    "draft requested received accepted rejected ready cancelled in-progress on-hold failed completed entered-in-error"
)
# FHIR type -> (element, codes): the required bindings of R4.
_STATUSES: Final = {
    "Encounter": (
        "status",
        "planned arrived triaged in-progress onleave finished cancelled entered-in-error unknown",
    ),
    "CarePlan": ("status", "draft active on-hold revoked completed entered-in-error unknown"),
    "ServiceRequest": ("status", "draft active on-hold revoked completed entered-in-error unknown"),
    "Consent": ("status", "draft proposed active rejected inactive entered-in-error"),
    "Goal": (
        "lifecycleStatus",
        "proposed planned accepted active on-hold completed cancelled entered-in-error rejected",
    ),
    "Task": ("status", _TASKS),
    "QuestionnaireResponse": ("status", "in-progress completed amended entered-in-error stopped"),
    "DocumentReference": ("status", "current superseded entered-in-error"),
    "Slot": ("status", "busy free busy-unavailable busy-tentative entered-in-error"),
    "Observation": (
        "status",
        "registered preliminary final amended corrected cancelled entered-in-error unknown",
    ),
    "Patient": ("gender", "male female other unknown"),
}
# JDV_J281: the four statuses of an event, as the guide maps them.
_EVENTS = "planned triaged finished cancelled"
_TARGETS: Final = {
    "subject": ("Patient",),
    "patient": ("Patient",),
    "for": ("Patient", "Practitioner"),
    "actor": ("Patient",),
    "serviceProvider": ("Organization",),
    "basedOn": ("CarePlan",),
    "addresses": ("ServiceRequest",),
    "schedule": ("Schedule",),
    "performer": _PEOPLE,
    "expressedBy": _PEOPLE,
    "author": _PEOPLE,
    "practitioner": ("Practitioner",),
    "partOf": ("Encounter", "Task", "Organization"),
    "encounter": ("Encounter",),
}
_MDPH = re.compile(r"[^/\s]+/[^/\s]+")


@dataclass(frozen=True, slots=True)
class Profile:
    """One line of `profiles.csv`."""

    name: str
    kind: str
    identifier: str
    required: tuple[str, ...]
    wanted: tuple[str, ...]


def check_profile(entry: Entry, known: Known, findings: Findings) -> None:
    """Judge one resource by its profile, or by the only one its type has."""
    profile = _profile(entry, findings)
    _status(entry, findings)
    _targets(entry, known, findings)
    if profile is None:
        return
    source = f"{GUIDE}, {profile.name}"
    for path in profile.required:
        if not has(entry.resource, path):
            sentence = f"Un élément obligatoire manque ({entry.kind} : {path})."
            findings.error("element.missing", f"{entry.location}.{path}", sentence, source)
    for path in profile.wanted:
        if not has(entry.resource, path):
            sentence = f"Un élément attendu manque ({entry.kind} : {path})."
            findings.warning("element.wanted", f"{entry.location}.{path}", sentence, source)
    if profile.identifier:
        _identifiers(entry, profile.identifier, source, findings)
    if profile.name == "tddui-service-request-demande-orientation":
        _mdph(entry, source, findings)


def _profile(entry: Entry, findings: Findings) -> Profile | None:
    table, defaults = _profiles()
    where = f"{entry.location}.meta.profile"
    if not entry.profile:
        if entry.kind not in defaults:
            sentence = "Une ressource n'annonce pas son profil : elle sera gardée telle quelle."
            findings.warning("profile.missing", where, sentence, GUIDE)
        return defaults.get(entry.kind)
    profile = table.get(entry.profile)
    if profile is None:
        findings.warning("profile.unknown", where, "Une ressource annonce un profil inconnu de ce guide.", GUIDE)
    elif profile.kind != entry.kind:
        findings.error("profile.type", where, "Une ressource annonce le profil d'un autre type.", GUIDE)
        return None
    return profile


def _status(entry: Entry, findings: Findings) -> None:
    element, codes = _STATUSES.get(entry.kind, ("", ""))
    value = entry.resource.get(element) if element else None
    if entry.profile == "tddui-encounter-evenement":
        codes = _EVENTS
    if value is not None and (not isinstance(value, str) or value not in codes.split()):
        source = f"{GUIDE}, JDV_J281" if codes is _EVENTS else f"{_R4}, {entry.kind}.{element}"
        sentence = f"Ce code n'est pas permis ({entry.kind} : {element})."
        findings.error("code.status", f"{entry.location}.{element}", sentence, source)
    if entry.profile == "tddui-careplan-projet-personnalise" and entry.resource.get("intent") not in (None, "plan"):
        sentence = "Un projet personnalisé a pour intention « plan »."
        findings.error("code.intent", f"{entry.location}.intent", sentence, f"{GUIDE}, {entry.profile}")


def _targets(entry: Entry, known: Known, findings: Findings) -> None:
    for name, kinds in _TARGETS.items():
        # A decision is about the request it answers; everything else is about the person.
        allowed = (*kinds, "ServiceRequest") if entry.kind == "Basic" else kinds
        for held, reference in reach(entry.resource, name):
            target = known.find(reference) if isinstance(reference, dict) else None
            if target is not None and target.kind not in allowed:
                sentence = f"Un élément désigne une ressource d'une autre nature ({entry.kind} : {name})."
                findings.error("reference.type", f"{entry.location}{held}", sentence, f"{GUIDE}, {entry.profile}")


def _identifiers(entry: Entry, kind: str, source: str, findings: Findings) -> None:
    held = objects(entry.resource.get("identifier"))
    named = [one for one in held if one.get("system") == system_of(kind)]
    ours = [one for one in named if "NUMDOSS" not in str(one.get("type"))] or (held[:1] if not named else [])
    where = f"{entry.location}.identifier"
    if held and not named:
        findings.warning("identifier.system", where, "Le système de l'identifiant n'est pas celui du guide.", source)
    if len(ours) > 1:
        findings.error("identifier.repeated", where, "Un élément porte deux identifiants de même nature.", source)
    for one in ours:
        value = text(one.get("value"))
        if value and not re.fullmatch(rf"3[0-9AB]{{9}}/[^/\s]+-{KINDS[kind]}-[^/\s]+", value):
            sentence = f"L'identifiant ne suit pas la forme 3 + FINESS/usager-{KINDS[kind]}-numéro."
            findings.error("identifier.shape", f"{where}.value", sentence, source)


def _mdph(entry: Entry, source: str, findings: Findings) -> None:
    for where, value in reach(entry.resource, "identifier.value"):
        if not isinstance(value, str) or not _MDPH.fullmatch(value):
            sentence = "L'identifiant d'une demande d'orientation s'écrit numéro/MDPH."
            findings.error("identifier.shape", f"{entry.location}{where}", sentence, source)


@cache
def _profiles() -> tuple[dict[str, Profile], dict[str, Profile]]:
    lines = files(__package__).joinpath("profiles.csv").read_text("utf-8").splitlines()
    table, defaults = {}, {}
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        required, wanted = tuple(row["required"].split()), tuple((row["wanted"] or "").split())
        held = Profile(row["profile"], row["kind"], row["identifier"], required, wanted)
        table[held.name] = held
        if row["default"]:
            defaults[held.kind] = held
    return table, defaults
