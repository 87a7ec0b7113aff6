"""French words for what a header says in codes."""

from __future__ import annotations

from datetime import datetime

from esante.cda.model import Actor, Device
from esante.cisis import Structure, Telecom

# Not the locale's: the same words on every machine
_FIRST_HALF = ("janvier", "février", "mars", "avril", "mai", "juin")
_MONTHS = (*_FIRST_HALF, "juillet", "août", "septembre", "octobre", "novembre", "décembre")
RELATIVES = {
    "NOK": "Personne de confiance",
    "ECON": "Personne à prévenir en cas d'urgence",
    "CAREGIVER": "Aidant",
    "PAT": "Personne aidée",
    "CON": "Informateur",
}
PARTICIPATIONS = {
    "INF": "Informateur",
    "REF": "Adressé par",
    "REFB": "Adressé par",
    "RESP": "Responsable",
    "PRF": "Exécutant",
    "CON": "Consulté",
    "VRF": "Vérificateur",
}
CONFIDENTIALITIES = {"R": "Restreinte", "V": "Très restreinte"}


def moment(when: datetime | None) -> str:
    """«14 juillet 2026 à 09 h 30», in the document's own time zone."""
    if when is None:
        return ""
    return f"{day(when.year, when.month, when.day)} à {when:%H} h {when:%M}"


def day(year: int, month: int, number: int) -> str:
    return f"{'1er' if number == 1 else number} {_MONTHS[month - 1]} {year}"


def birth(date: str, *, lunar: bool) -> str:
    """A birth date as it is known; one that is no day of a calendar is shown as written, never as certain."""
    if not date:
        return "date inconnue"
    if lunar:
        return f"{'/'.join(reversed(date.split('-')))} (date incertaine)"
    year, month, number = map(int, date.split("-"))
    return day(year, month, number)


def actor(who: Actor) -> str:
    """Name, trade and structure of somebody who takes part, or the software."""
    if isinstance(who, Device):
        name = who.software or who.model
    else:
        name = " ".join(part for part in (_civil(who.civility, who.title), who.given, who.family) if part)
    trade = who.profession.label if who.profession else ""
    return ", ".join(part for part in (name, trade, structure(who.structure)) if part) or "non précisé"


def _civil(civility: str, title: str) -> str:
    titles = {"DR": "Dr", "PR": "Pr"}
    return titles.get(title) or {"M": "M.", "MME": "Mme"}.get(civility, civility)


def structure(which: Structure | None) -> str:
    return which.name if which else ""


def telecom(which: Telecom) -> str:
    """The number or address, without its prefix."""
    return which.value.partition(":")[2] or which.value
