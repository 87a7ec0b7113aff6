"""Whose document is this? Certain, or a person decides: never filed on a doubt (specs/mss §2.8)."""

from __future__ import annotations

from dataclasses import dataclass

from alentour.accounts.models import Structure
from alentour.identity import rules, selectors
from alentour.identity.enums import MatchReason
from alentour.identity.mapping import FOUR, Ins, Traits, differing, traits_of
from alentour.identity.models import InsMatricule, Usager

LIMIT = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody it could be. ``differing``: names of the strict traits that differ (see ``presenters.side_by_side``)."""

    usager: Usager
    differing: tuple[str, ...]
    same_ins: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """``certain`` when nothing can be doubted; otherwise ``candidates``, the likeliest first, and the reason."""

    certain: Usager | None
    candidates: tuple[Candidate, ...]
    reason: MatchReason

    @property
    def sentence(self) -> str:
        return self.reason.label


def match(*, structure: Structure, traits: Traits | None, ins: Ins | None) -> Match:
    """Find the person of ``structure`` that a received identity names.

    Certain only if: same matricule and authority, that authority accepted here, the four traits equal, our identity qualifiée.
    Name and birth date alone never attach: they rank the candidates. Bounded to five of them.
    """
    if ins is None:
        return _by_hand(structure, traits, MatchReason.NO_INS)
    holders = list(Usager.objects.for_structure(structure).filter(matricule=ins.matricule, ins_oid=ins.oid)[:LIMIT])
    if not holders:
        return _unknown_here(structure, traits, ins)
    if len(holders) > 1:
        return _among(holders, traits, MatchReason.SEVERAL)
    return _held_by(holders[0], structure, traits, ins)


def _held_by(holder: Usager, structure: Structure, traits: Traits | None, ins: Ins) -> Match:
    if ins.oid not in rules.accepted_oids():
        return _among([holder], traits, MatchReason.OTHER_AUTHORITY)
    if traits is None or differing(traits_of(holder), traits, among=FOUR):
        return _among([holder], traits, MatchReason.TRAITS_DIFFER)
    if not holder.ins_is_usable:
        return _among([holder], traits, MatchReason.NOT_QUALIFIED)
    return Match(holder, (), MatchReason.CERTAIN)


def _unknown_here(structure: Structure, traits: Traits | None, ins: Ins) -> Match:
    former = InsMatricule.objects.for_structure(structure).filter(matricule=ins.matricule, oid=ins.oid)
    known = [line.usager for line in former.select_related("usager")[:LIMIT]]
    if known:
        return _among(known, traits, MatchReason.FORMER)
    accepted = ins.oid in rules.accepted_oids()
    return _by_hand(structure, traits, MatchReason.UNKNOWN if accepted else MatchReason.OTHER_AUTHORITY)


def _among(usagers: list[Usager], traits: Traits | None, reason: MatchReason) -> Match:
    return Match(None, tuple(_candidate(usager, traits, same_ins=True) for usager in usagers), reason)


def _by_hand(structure: Structure, traits: Traits | None, reason: MatchReason) -> Match:
    if traits is None:
        return Match(None, (), reason)
    near = [_candidate(usager, traits) for usager in selectors.near(structure=structure, traits=traits, limit=20)]
    near.sort(key=lambda candidate: (len(candidate.differing), candidate.usager.nom_n))
    return Match(None, tuple(near[:LIMIT]), reason)


def _candidate(usager: Usager, traits: Traits | None, *, same_ins: bool = False) -> Candidate:
    differences = differing(traits_of(usager), traits) if traits else ()
    return Candidate(usager, differences, same_ins)
