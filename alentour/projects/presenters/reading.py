"""A version as it is read: by the team, by the person, by her family."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from alentour.projects import serafin
from alentour.projects.content import (
    AccordContent,
    GoalContent,
    NeedContent,
    ProjetContent,
    SectionContent,
    fingerprint,
)
from alentour.projects.enums import Decision, ItemState, ProjetState, Result, Signatory
from alentour.ui.shapes import Tone

RESULTS: dict[Result, tuple[Tone, str]] = {
    Result.ATTEINT: ("action", "circle-check"),
    Result.PARTIEL: ("attention", "circle-dot"),
    Result.NON_ATTEINT: ("attention", "circle-x"),
    Result.RECONDUIT: ("neutral", "repeat"),
}
STATES: dict[ItemState, tuple[str, str]] = {
    ItemState.PREPARATION: ("draft", "hourglass"),
    ItemState.ACTIF: ("action", "play"),
    ItemState.TERMINE: ("neutral", "circle-check"),
    ItemState.ANNULE: ("neutral", "ban"),
}
PROJETS: dict[ProjetState, tuple[str, str]] = {
    ProjetState.PREPARATION: ("draft", "pencil"),
    ProjetState.EN_COURS: ("action", "circle-check"),
    ProjetState.EN_PAUSE: ("attention", "pause"),
    ProjetState.TERMINE: ("neutral", "archive"),
}
DECISIONS: dict[Decision, tuple[Tone, str]] = {
    Decision.ACCORD: ("action", "circle-check"),
    Decision.RESERVES: ("attention", "message-square-text"),
    Decision.REFUS: ("attention", "ban"),
    Decision.IMPOSSIBLE: ("neutral", "circle-question-mark"),
}
THEIRS = (Signatory.PERSONNE, Signatory.REPRESENTANT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    text: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalLine:
    """An objective and where it is. ``done`` of ``total`` actions; ``late`` past its date and still active."""

    goal: GoalContent
    state: Chip
    result: Chip | None
    done: int
    total: int
    late: bool
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """An agreement or a refusal. ``former``: a later one took its place; ``outdated``: the text changed since."""

    accord: AccordContent
    chip: Chip
    former: bool
    outdated: bool
    expired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A version, ready to be read. ``missing`` are the signatories who have not spoken yet."""

    content: ProjetContent
    state: Chip
    written: tuple[SectionContent, ...]
    unwritten: tuple[SectionContent, ...]
    needs: tuple[tuple[str, tuple[tuple[str, NeedContent], ...]], ...]
    goals: tuple[GoalLine, ...]
    signatures: tuple[Signature, ...]
    missing: tuple[str, ...]
    disagreement: Signature | None
    late: bool
    fingerprint: str

    @property
    def living(self) -> tuple[GoalLine, ...]:
        return tuple(one for one in self.goals if one.goal.state in {ItemState.PREPARATION, ItemState.ACTIF})

    @property
    def current(self) -> tuple[Signature, ...]:
        """The last word of each, the person first."""
        order = list(Signatory)
        last = (one for one in self.signatures if not one.former)
        return tuple(sorted(last, key=lambda one: order.index(one.accord.signatory)))


def state_chip(state: ProjetState) -> Chip:
    tone, icon = PROJETS[state]
    return Chip(text=str(state.label), tone=tone, icon=icon)


def reading(content: ProjetContent) -> Reading:
    mark = fingerprint(content)
    signed = signatures(content.accords, mark)
    spoke = {one.accord.signatory for one in signed}
    refused = [one for one in signed if not one.former and one.accord.decision == Decision.REFUS]
    return Reading(
        content=content,
        state=state_chip(content.state),
        written=tuple(one for one in content.sections if one.text),
        unwritten=tuple(one for one in content.sections if not one.text),
        needs=_by_domain(content.needs),
        goals=tuple(goal_line(goal, content.needs) for goal in content.goals),
        signatures=signed,
        missing=tuple(
            str(one.label) for one in (Signatory.PERSONNE, Signatory.REFERENT, Signatory.STRUCTURE) if one not in spoke
        ),
        disagreement=next((one for one in refused if one.accord.signatory in THEIRS), None),
        late=bool(content.review_on and content.review_on < timezone.localdate()),
        fingerprint=mark,
    )


def goal_line(goal: GoalContent, needs: Sequence[NeedContent]) -> GoalLine:
    tone, icon = STATES[goal.state]
    counted = [one for one in goal.actions if one.state != ItemState.ANNULE]
    last = goal.last_review
    return GoalLine(
        goal=goal,
        state=Chip(text=str(goal.state.label), tone=tone, icon=icon),
        result=result_chip(last.result) if last else None,
        done=sum(one.state == ItemState.TERMINE for one in counted),
        total=len(counted),
        late=_late(goal.due_on) and goal.state in {ItemState.PREPARATION, ItemState.ACTIF},
        needs=tuple(serafin.label(need.code) for need in needs if need.id in goal.need_ids),
    )


def result_chip(result: Result) -> Chip:
    tone, icon = RESULTS[result]
    return Chip(text=str(result.label), tone=tone, icon=icon)


def signatures(accords: Sequence[AccordContent], mark: str) -> tuple[Signature, ...]:
    """From the last; a later word of the same signatory (and name) replaces the former one."""
    seen: set[tuple[str, str]] = set()
    lines = []
    for accord in accords:
        place = (accord.signatory, accord.name)
        tone, icon = DECISIONS[accord.decision]
        lines.append(
            Signature(
                accord=accord, chip=Chip(text=str(accord.decision.label), tone=tone, icon=icon), former=place in seen,
                outdated=accord.fingerprint != mark, expired=_late(accord.valid_until),
            )
        )  # fmt: skip
        seen.add(place)
    return tuple(lines)


def _late(day: date | None) -> bool:
    return day is not None and day < timezone.localdate()


def _by_domain(needs: Sequence[NeedContent]) -> Any:
    found: dict[str, list[tuple[str, NeedContent]]] = {}
    for need in sorted(needs, key=lambda one: [int(part) for part in one.code.split(".") if part.isdigit()]):
        found.setdefault(serafin.domain(need.code), []).append((serafin.label(need.code), need))
    return tuple((domain, tuple(lines)) for domain, lines in found.items())
