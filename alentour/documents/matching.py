"""Whose document is this? The verdict of ``identity.matching``, with the announced INS compared first (specs/mss §2.8)."""

from __future__ import annotations

from dataclasses import dataclass

from alentour.accounts.models import Structure
from alentour.documents.enums import FilingReason
from alentour.documents.received import Identity
from alentour.identity import matching
from alentour.identity.enums import MatchReason
from alentour.identity.mapping import Ins, Traits
from alentour.identity.matching import Candidate, Match
from alentour.identity.models import Usager

REASONS = {
    MatchReason.CERTAIN: FilingReason.NONE,
    MatchReason.NO_INS: FilingReason.NO_INS,
    MatchReason.OTHER_AUTHORITY: FilingReason.WRONG_DOMAIN,
    MatchReason.UNKNOWN: FilingReason.UNKNOWN_INS,
    MatchReason.FORMER: FilingReason.TRAITS_DIFFER,
    MatchReason.TRAITS_DIFFER: FilingReason.TRAITS_DIFFER,
    MatchReason.NOT_QUALIFIED: FilingReason.NOT_QUALIFIED,
    MatchReason.SEVERAL: FilingReason.TRAITS_DIFFER,
}
ANNOUNCED_DIFFERS = "L'enveloppe annonce une INS, le document en porte une autre : comparez avant de classer."


@dataclass(frozen=True, slots=True)
class Verdict:
    """``usager`` only when nothing can be doubted; otherwise why a person must decide."""

    usager: Usager | None
    reason: FilingReason
    sentence: str


def judge(structure: Structure, identity: Identity, *, announced_ins: str = "") -> Verdict:
    """File, or say why not. ``announced_ins`` is the patientId of the metadata, ``matricule^^^&oid&ISO^NH``."""
    if (
        announced_ins
        and identity.has_ins
        and not announced_ins.startswith(f"{identity.matricule}^^^&{identity.ins_oid}&")
    ):
        return Verdict(None, FilingReason.TRAITS_DIFFER, ANNOUNCED_DIFFERS)
    found = compare(structure, identity)
    return Verdict(found.certain, REASONS[found.reason], found.sentence)


def compare(structure: Structure, identity: Identity) -> Match:
    """The certain person, or the candidates side by side."""
    return matching.match(structure=structure, traits=traits_in(identity), ins=ins_in(identity))


def candidates(structure: Structure, identity: Identity) -> tuple[Candidate, ...]:
    found = compare(structure, identity)
    if found.certain is not None:
        return (Candidate(found.certain, (), same_ins=True),)
    return found.candidates


def traits_in(identity: Identity) -> Traits | None:
    """The traits the document names, or ``None`` when it is silent or its dates are nonsense."""
    if not identity.birth_name:
        return None
    try:
        return Traits(
            birth_name=identity.birth_name,
            given_names=identity.given_names,
            first_given_name=identity.first_given_name,
            birth_date=identity.birth_date,
            sex=identity.sex,
            birth_place=identity.birth_place,
            used_name=identity.used_name,
        )
    except ValueError:
        return None


def ins_in(identity: Identity) -> Ins | None:
    if not identity.has_ins:
        return None
    try:
        return Ins(matricule=identity.matricule, oid=identity.ins_oid)
    except ValueError:
        return None
