"""Decisions in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from alentour.accounts.models import Post
from alentour.record import rules
from alentour.record.enums import ConsentObject, Decision
from alentour.record.models import Consent
from alentour.ui import words


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """A decision in words. ``ended`` says why it does not hold any more; ``may_withdraw`` offers the gesture."""

    consent: Consent
    said: str
    agreed: bool
    in_force: bool
    ended: str
    may_withdraw: bool


def consent_lines(post: Post, consents: Iterable[Consent]) -> list[ConsentLine]:
    """The decisions, the last first; a later one on the same object takes the place of the former."""
    seen: set[str] = set()
    lines = []
    for consent in consents:
        replaced = consent.object in seen
        seen.add(consent.object)
        lines.append(_consent_line(post, consent, replaced=replaced))
    return lines


def _consent_line(post: Post, consent: Consent, *, replaced: bool) -> ConsentLine:
    object = ConsentObject(consent.object)
    in_force = consent.is_in_force and not replaced
    who = consent.get_given_by_display() + (f" ({consent.given_by_name})" if consent.given_by_name else "")
    if consent.withdrawn_at:
        ended = f"retirée le {words.full(consent.withdrawn_at)}"
    elif replaced:
        ended = "remplacée par une décision plus récente"
    else:
        ended = "" if in_force else f"terminée le {words.day(consent.until)}" if consent.until else ""
    return ConsentLine(
        consent=consent,
        said=f"{consent.get_means_display()}, par {who}",
        agreed=consent.decision == Decision.ACCORD,
        in_force=in_force,
        ended=ended,
        may_withdraw=in_force and rules.may_collect(post, object),
    )
