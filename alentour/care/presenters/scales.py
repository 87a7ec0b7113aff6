"""Scales as the screens and the paper show them: the result in words, the answers, the history, the curve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone

from alentour.care.enums import EvaluationState
from alentour.care.mapping import GRID
from alentour.care.models import Evaluation
from alentour.care.presenters.measures import AlertLine
from alentour.care.scales import Band, Scale, current, find, score
from alentour.ui.shapes import Point, Series

GIR_LABEL = "GIR (AGGIR)"
STATES = {
    EvaluationState.DRAFT: ("draft", "pencil"),
    EvaluationState.COMPLETE: ("neutral", "check"),
    EvaluationState.VALIDATED: ("action", "badge-check"),
    EvaluationState.CORRECTED: ("draft", "history"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a filled sheet; ``points`` is empty for what does not count."""

    part: str
    label: str
    answer: str
    points: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """« 3 / 5 », what it says, and what is missing when there is no score."""

    value: str
    words: str
    tone: str
    icon: str
    parts: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One evaluation in a list. ``entered_at`` only when it was written well after."""

    url: str
    name: str
    at: datetime | date
    result: str
    words: str
    tone: str
    icon: str
    author: str
    entered_at: datetime | None
    state: str
    state_tone: str
    state_icon: str
    validated: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A scale that may be filled, with its last result when this post reads it."""

    slug: str
    label: str
    about: str
    icon: str
    last: Row | None


def result_of(evaluation: Evaluation) -> Result:
    scale = find(evaluation.grid, evaluation.grid_version)
    scored = score(scale, evaluation.answers)
    band = scale.band(scored.total) if scored.total is not None else None
    return Result(
        value=f"{scored.total} / {scale.high}" if scored.total is not None else "",
        words=band.label if band else "",
        tone=band.tone if band else "neutral",
        icon=band.icon if band else "circle",
        parts=tuple(f"{part} : {points}" for part, points in scored.parts),
        missing=scored.missing,
    )


def lines_of(evaluation: Evaluation) -> list[Line]:
    """Every answered line, and those not answered of a draft; of an alternative, the chosen one alone."""
    scale = find(evaluation.grid, evaluation.grid_version)
    given = evaluation.answers
    taken = {item.either for item in scale.items if item.either and given.get(item.key)}
    found = []
    for item in scale.items:
        key = given.get(item.key)
        if not key and (item.either in taken if item.either else not item.needed):
            continue
        answer = item.answer(key) if key else None
        points = "" if answer is None or answer.points is None else str(answer.points)
        found.append(
            Line(part=item.part, label=item.label, answer=answer.label if answer else "non renseigné", points=points)
        )
    return found


def row(evaluation: Evaluation) -> Row:
    band, words, result = _told(evaluation)
    tone, icon = STATES[EvaluationState(evaluation.state)]
    late = evaluation.done_at and (evaluation.entered_at - evaluation.done_at).total_seconds() > 1800
    return Row(
        url=url_of(evaluation), name=f"{name_of(evaluation)}, n° {evaluation.number}",
        at=evaluation.done_at or evaluation.done_on, result=result, words=words, tone=band.tone if band else "neutral",
        icon=band.icon if band else "", author=str(evaluation.author.professional),
        entered_at=evaluation.entered_at if late else None, state=evaluation.get_state_display(), state_tone=tone,
        state_icon=icon, validated=str(evaluation.validated_by.professional) if evaluation.validated_by else "",
    )  # fmt: skip


def _told(evaluation: Evaluation) -> tuple[Band | None, str, str]:
    """The band, its words, and the result as it is written."""
    if evaluation.grid == GRID:
        return None, evaluation.profile, f"GIR {evaluation.gir}" if evaluation.gir else ""
    scale = find(evaluation.grid, evaluation.grid_version)
    if evaluation.score is None:
        return None, "", ""
    band = scale.band(evaluation.score)
    return band, band.label, f"{evaluation.score} / {scale.high}"


def name_of(evaluation: Evaluation) -> str:
    return "AGGIR" if evaluation.grid == GRID else find(evaluation.grid, evaluation.grid_version).label


def url_of(evaluation: Evaluation) -> str:
    return reverse("care:evaluation" if evaluation.grid == GRID else "care:scale", args=[evaluation.id])


def alert_words(evaluation: Evaluation) -> str:
    """« Algoplus 3 / 5 (seuil : 2 ou plus) »"""
    scale = find(evaluation.grid, evaluation.grid_version)
    return f"{scale.label} {evaluation.score} / {scale.high} ({scale.limit_words})"


def scale_alert_lines(rows: Iterable[Evaluation]) -> list[AlertLine]:
    """The open alerts of the scales, with those of the constantes."""
    return [
        AlertLine(
            ident=str(one.id), text=alert_words(one), person="", url=url_of(one), at=one.done_at or one.entered_at,
            author=str(one.author.professional), handle_url=reverse("care:scale-alert", args=[one.id]),
        )
        for one in rows
    ]  # fmt: skip


def choices(scales: Sequence[Scale], latest: Mapping[str, Evaluation]) -> list[Choice]:
    return [
        Choice(
            slug=scale.slug, label=scale.label, about=scale.about, icon=scale.icon,
            last=row(latest[scale.slug]) if scale.slug in latest else None,
        )
        for scale in scales
    ]  # fmt: skip


def series(grid: str, points: Sequence[Evaluation]) -> Series | None:
    """The curve on the screen, from two values on; the good side of the limit is its band."""
    values = [(_moment(one), value_of(one)) for one in points if value_of(one) is not None]
    if len(values) < 2:
        return None
    drawn = tuple(Point(at=at, value=value) for at, value in values)
    if grid == GRID:
        return Series(label=GIR_LABEL, unit="GIR", points=drawn)
    scale = current()[grid]
    good_low = scale.low if scale.worse == "high" else scale.limit + 1
    good_high = scale.limit - 1 if scale.worse == "high" else scale.high
    return Series(label=scale.label, unit=f"/ {scale.high}", points=drawn, low=good_low, high=good_high)


def value_of(evaluation: Evaluation) -> int | None:
    return evaluation.gir if evaluation.grid == GRID else evaluation.score


def _moment(evaluation: Evaluation) -> datetime:
    return evaluation.done_at or timezone.make_aware(datetime.combine(evaluation.done_on, time(12)))
