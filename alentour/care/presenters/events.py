"""Events as the templates show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone

from alentour.care.events import SERIOUS, EventKind, Severity
from alentour.care.models import CareEvent
from alentour.care.presenters.transmissions import LATER
from alentour.ui.shapes import Event, Point, Series, Tone

ICONS = {
    EventKind.CHUTE: "person-standing",
    EventKind.MALAISE: "activity",
    EventKind.FUGUE: "footprints",
    EventKind.MEDICAMENT: "pill",
    EventKind.FAUSSE_ROUTE: "utensils",
    EventKind.VIOLENCE: "shield-alert",
    EventKind.HOSPITALISATION: "ambulance",
    EventKind.EIG: "siren",
    EventKind.AUTRE: "circle-alert",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One event in a list."""

    url: str
    title: str
    icon: str
    at: datetime
    written: datetime | None
    author: str
    severity: str
    tone: Tone
    state: str
    state_tone: Tone
    state_icon: str
    story: str
    person: str


def event_rows(found: Iterable[CareEvent], *, named: bool = False) -> list[EventRow]:
    """Rows annotated with ``waiting`` (steps not settled); ``named`` in a list across persons."""
    return [_row(event, named) for event in found]


def _row(event: CareEvent, named: bool) -> EventRow:
    state, state_tone, icon = state_of(event, getattr(event, "waiting", 0))
    return EventRow(
        url=reverse("care:event", args=[event.pk]),
        title=title_of(event),
        icon=ICONS[EventKind(event.kind)],
        at=event.happened_at,
        written=event.entered_at if event.entered_at - event.happened_at > LATER else None,
        author=f"{event.author.professional} ({event.author.metier_label})",
        severity=str(Severity(event.severity).label),
        tone=tone_of(event),
        state=state,
        state_tone=state_tone,
        state_icon=icon,
        story=event.story[:200],
        person=event.usager.display_name if named else "",
    )


def title_of(event: CareEvent) -> str:
    label = str(EventKind(event.kind).label)
    return label[:1].upper() + label[1:]


def tone_of(event: CareEvent) -> Tone:
    if event.severity in SERIOUS:
        return "danger"
    return "attention" if event.severity == Severity.MODERE else "neutral"


def state_of(event: CareEvent, waiting: int) -> tuple[str, Tone, str]:
    """In words: what the event waits for."""
    if event.closed_at is not None:
        return "clos", "action", "check"
    if event.to_declare:
        return "à déclarer", "danger", "siren"
    if waiting:
        return f"{waiting} suite{'s' if waiting > 1 else ''} à faire", "attention", "list-todo"
    return "à clore", "neutral", "circle-dot"


def happened(found: Iterable[CareEvent]) -> list[Event]:
    """For the Synthèse."""
    return [
        Event(
            title=title_of(event),
            at=event.happened_at,
            author=f"{event.author.professional} ({event.author.metier_label})",
            body=event.story[:200],
            icon=ICONS[EventKind(event.kind)],
            tone=tone_of(event),
            url=reverse("care:event", args=[event.pk]),
        )
        for event in found
    ]


def falls_curve(months: Sequence[tuple[date, int]]) -> Series:
    """One point a month, at its first day."""
    zone = timezone.get_current_timezone()
    points = [Point(at=datetime.combine(month, time(12), zone), value=number) for month, number in months]
    return Series(label="Chutes par mois", unit="", points=tuple(points))


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """One step of the follow-up."""

    ident: str
    kind: str
    text: str
    who: str
    due_on: date | None
    late: bool
    author: str
    at: datetime
    done: str
    result: str
    done_at: datetime | None


def step_rows(event: CareEvent) -> list[StepRow]:
    """The steps in their order; one query."""
    rows = event.steps.select_related("by__professional", "assigned__professional", "done_by__professional")
    today = timezone.localdate()
    return [
        StepRow(
            ident=str(step.pk),
            kind=step.get_kind_display(),
            text=step.text,
            who=str(step.assigned.professional) if step.assigned else "",
            due_on=step.due_on,
            late=step.done_at is None and step.due_on is not None and step.due_on < today,
            author=str(step.by.professional),
            at=step.at,
            done=str(step.done_by.professional) if step.done_by else "",
            result=step.result,
            done_at=step.done_at,
        )
        for step in rows
    ]
