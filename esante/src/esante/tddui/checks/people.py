"""The person and those around: INS, local and national identifiers, dates of birth and death (RNIV 2.0, TDDUI 2.3.0)."""

from __future__ import annotations

import re
from datetime import date

from esante.cisis import Ins, InvalidIdentifier, InvalidIns, PsId, StructId, oids
from esante.fhirkit import extension
from esante.fhirkit.reading import objects, text
from esante.tddui import names
from esante.tddui.checks.report import GUIDE, Findings
from esante.tddui.checks.structure import Entry, Known
from esante.tddui.checks.times import after_day, before
from esante.tddui.names import local_system
from esante.tddui.paths import reach
from esante.tddui.people import decode_usager

_RNIV = "RNIV 2.0"
_INS = f"{GUIDE}, tddui-patient-ins"
_LOCAL = re.compile(r"3[0-9AB]{9}/\S+")
_GENDERS = {"M": "male", "F": "female"}


def check_person(entry: Entry, today: date, findings: Findings) -> None:
    """A Patient."""
    _ins(entry, findings)
    _local(entry, findings)
    _dates(entry, today, findings)


def check_professional(entry: Entry, findings: Findings) -> None:
    """PS_IdNat of a Practitioner, Struct_IdNat of an Organization."""
    system, kind = (names.IDNPS, PsId) if entry.kind == "Practitioner" else (names.IDNST, StructId)
    source = f"{GUIDE}, {entry.profile or entry.kind}"
    for at, one in enumerate(objects(entry.resource.get("identifier"))):
        if one.get("system") != system:
            continue
        where = f"{entry.location}.identifier[{at}].value"
        try:
            right = kind.parse(text(one.get("value"))).key_is_right
        except InvalidIdentifier:
            sentence = "Un identifiant national (professionnel ou structure) est mal formé."
            findings.error("identifier.national", where, sentence, source)
            continue
        if not right:
            findings.warning("identifier.key", where, "La clé d'un identifiant national est fausse.", source)


def check_duplicates(known: Known, findings: Findings) -> None:
    """The same business identifier twice among resources of one type."""
    seen: set[tuple[str, str, str]] = set()
    for entry in known.entries:
        mine = {
            (entry.kind, text(one.get("system")), text(one.get("value")))
            for name in ("identifier", "masterIdentifier")
            for one in objects(entry.resource.get(name))
            if isinstance(one.get("value"), str)
        }
        # A right and the decision that gave it share the number of the allocataire.
        if entry.kind != "Basic" and mine & seen:
            sentence = f"Deux ressources de même type portent le même identifiant ({entry.kind})."
            findings.error("identifier.duplicate", f"{entry.location}.identifier", sentence, GUIDE)
        seen |= mine


def check_whose(known: Known, findings: Findings) -> None:
    """The identifiers of a person's objects begin with that person's own."""
    locals_ = {
        text(one.get("value"))
        for entry in known.entries
        if entry.kind == "Patient"
        for one in objects(entry.resource.get("identifier"))
        if one.get("system") == local_system("localusager")
    }
    if len(locals_) != 1:
        return
    own = f"{locals_.pop()}-"
    for entry in known.entries:
        for at, one in enumerate(objects(entry.resource.get("identifier"))):
            value = text(one.get("value"))
            if re.fullmatch(r"3[0-9AB]{9}/\S+-[A-Za-z]+-\S+", value) and not value.startswith(own):
                sentence = "L'identifiant d'un élément n'est pas construit sur celui de l'usager."
                findings.warning("identifier.whose", f"{entry.location}.identifier[{at}].value", sentence, GUIDE)


def _ins(entry: Entry, findings: Findings) -> None:
    found = [
        (at, one)
        for at, one in enumerate(objects(entry.resource.get("identifier")))
        if text(one.get("system")).removeprefix("urn:oid:") in oids.INS_OIDS
    ]
    if not found:
        if entry.profile == "tddui-patient-ins":
            sentence = "Le profil annonce une identité INS, mais le matricule manque."
            findings.error("ins.missing", f"{entry.location}.identifier", sentence, _INS)
        return
    if len(found) > 1:
        findings.error("ins.repeated", f"{entry.location}.identifier", "Deux matricules INS sont donnés.", _INS)
    at, one = found[0]
    where = f"{entry.location}.identifier[{at}].value"
    try:
        ins = Ins(matricule=text(one.get("value")), oid=text(one.get("system")).removeprefix("urn:oid:"))
    except InvalidIns:
        findings.error("ins.shape", where, "Le matricule INS n'a pas la forme attendue.", _RNIV)
        return
    if not ins.key_is_right:
        findings.error("ins.key", where, "La clé du matricule INS est fausse.", _RNIV)
    _traits(entry, ins, findings)


def _traits(entry: Entry, ins: Ins, findings: Findings) -> None:
    traits = decode_usager(entry.resource).traits
    for name in traits.missing:
        sentence = f"Un trait obligatoire manque alors que l'INS est donné ({name})."
        findings.error("ins.traits", entry.location, sentence, _INS)
    gender = entry.resource.get("gender")
    if ins.sex and gender in _GENDERS.values() and gender != _GENDERS[ins.sex]:
        sentence = "Le sexe n'est pas celui que porte le matricule INS."
        findings.warning("ins.sex", f"{entry.location}.gender", sentence, _RNIV)
    if traits.birth_date and not ins.is_nia and traits.birth_date[2:4] != ins.matricule[1:3]:
        sentence = "L'année de naissance n'est pas celle que porte le matricule INS."
        findings.warning("ins.birth", f"{entry.location}.birthDate", sentence, _RNIV)


def _local(entry: Entry, findings: Findings) -> None:
    for at, one in enumerate(objects(entry.resource.get("identifier"))):
        if one.get("system") == local_system("localusager") and not _LOCAL.fullmatch(text(one.get("value"))):
            sentence = "L'identifiant local de l'usager s'écrit 3 + FINESS/numéro."
            where = f"{entry.location}.identifier[{at}].value"
            findings.error("identifier.shape", where, sentence, GUIDE)


def _dates(entry: Entry, today: date, findings: Findings) -> None:
    born, died = entry.resource.get("birthDate"), entry.resource.get("deceasedDateTime")
    if after_day(born, today):
        findings.error("date.future", f"{entry.location}.birthDate", "La date de naissance est à venir.", GUIDE)
    if before(born, "1850"):
        findings.warning("date.old", f"{entry.location}.birthDate", "La date de naissance est très ancienne.", GUIDE)
    if after_day(died, today):
        findings.error("date.future", f"{entry.location}.deceasedDateTime", "La date de décès est à venir.", GUIDE)
    if before(died, born):
        sentence = "Le décès précède la naissance."
        findings.error("date.order", f"{entry.location}.deceasedDateTime", sentence, GUIDE)
    order = extension({"extension": [one for _, one in reach(entry.resource, "_birthDate.extension")]}, _ORDER)
    value = (order or {}).get("valuePositiveInt")
    if order is not None and not (isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 999):
        sentence = "L'ordre de naissance à l'état civil va de 1 à 999."
        findings.error("value.birth-order", f"{entry.location}._birthDate", sentence, f"{GUIDE}, tddui-birth-order")


_ORDER = names.profile("tddui-birth-order")
