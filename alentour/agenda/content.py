"""All the agenda of a person in neutral words, to be given to another software (TDDUI Evenement and PresenceAbsence, specs/fhir §1a)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists
from django.utils import timezone

from alentour.agenda.enums import TDDUI, Half, Here, Kind, Reason, Status
from alentour.agenda.halves import begins, ends
from alentour.agenda.models import Absence, Entry, Presence, Rhythm
from alentour.agenda.recurrence import midnight
from alentour.agenda.selectors.entries import Occurrence, between, inviting
from alentour.identity.models import Usager

FORWARD = timedelta(days=92)
STEP = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryContent:
    """One time of one entry. ``number`` is stable and unique (EVN); ``status`` a word of JDV_J281; ``came`` None when unsaid."""

    number: str
    kind: str
    label: str
    title: str
    note: str
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    place: str
    vehicle: str
    outside_pro: str
    posts: tuple[UUID, ...]
    status: str
    status_reason: str
    status_at: datetime | None
    came: bool | None
    came_note: str
    is_transport: bool
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceContent:
    """A time here or away (PA). ``ends_at`` None while the return is not known; ``reason`` of :class:`Reason`, for an absence."""

    number: str
    present: bool
    starts_at: datetime
    ends_at: datetime | None
    reason: str
    planned: bool
    note: str
    seen_by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RhythmContent:
    """The half-days she is expected: fourteen marks, Monday morning first."""

    halves: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaContent:
    entries: tuple[EntryContent, ...]
    presences: tuple[PresenceContent, ...]
    rhythms: tuple[RhythmContent, ...]


def content_of(usager: Usager, *, until: date | None = None) -> AgendaContent:
    """Everything written about her, a series being told time after time until ``until`` (three months ahead by default).

    The caller has passed her door and traced the reading.
    """
    return AgendaContent(
        entries=tuple(_entry(one, usager) for one in _occurrences(usager, until)),
        presences=(*_absences(usager), *_seen(usager)),
        rhythms=tuple(
            RhythmContent(halves=one.halves, starts_on=one.starts_on, ends_on=one.ends_on)
            for one in Rhythm.objects.filter(structure_id=usager.structure_id, usager=usager)
        ),
    )


def _occurrences(usager: Usager, until: date | None) -> Iterator[Occurrence]:
    rows = Entry.objects.filter(Exists(inviting([usager])), structure_id=usager.structure_id)
    first = rows.order_by("starts_at").values_list("starts_at", flat=True).first()
    if first is None:
        return
    start, told = first, set()
    last = midnight((until or timezone.localdate() + FORWARD) + timedelta(1))
    ahead = rows.filter(frequency="").order_by("-ends_at").values_list("ends_at", flat=True).first()
    last = max(last, ahead or last)
    while start < last:
        for one in between(rows, start, min(start + STEP, last)):
            key = (one.entry.id, one.day)
            if key not in told:
                told.add(key)
                yield one
        start += STEP


def _entry(one: Occurrence, usager: Usager) -> EntryContent:
    row, status = one.entry, Status(one.entry.status)
    link = next(link for link in row.invited.all() if link.usager_id == usager.id)
    return EntryContent(
        number=row.id.hex + (f"-{one.day:%Y%m%d}" if one.day else ""),
        kind=row.kind,
        label=Kind(row.kind).label,
        title=row.title,
        note=row.note,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        all_day=row.all_day,
        place=" · ".join(filter(None, (row.place.name if row.place else "", row.where))),
        vehicle=row.vehicle.name if row.vehicle else "",
        outside_pro=row.outside_pro,
        posts=tuple(post.id for post in one.posts),
        status=TDDUI[status],
        status_reason=row.status_reason,
        status_at=row.status_at,
        came={"present": True, "absent": False, "excuse": False}.get(link.attendance),
        came_note=link.note,
        is_transport=row.kind == Kind.TRANSPORT,
        updated_at=row.updated_at,
    )


def _absences(usager: Usager) -> Iterator[PresenceContent]:
    rows = Absence.objects.filter(structure_id=usager.structure_id, usager=usager, cancelled_at=None)
    for one in rows.order_by("starts_on"):
        yield PresenceContent(
            number=one.id.hex,
            present=False,
            starts_at=begins((one.starts_on, Half(one.starts_half))),
            ends_at=ends((one.ends_on, Half(one.ends_half))) if one.ends_on else None,
            reason=Reason(one.reason).value,
            planned=one.planned,
            note=one.note,
            seen_by=one.by_id,
        )


def _seen(usager: Usager) -> Iterator[PresenceContent]:
    rows = Presence.objects.filter(structure_id=usager.structure_id, usager=usager)
    for one in rows.order_by("day", "-half"):
        slot = (one.day, Half(one.half))
        yield PresenceContent(
            number=one.id.hex,
            present=one.here == Here.PRESENT,
            starts_at=begins(slot),
            ends_at=ends(slot),
            reason="",
            planned=False,
            note="",
            seen_by=one.by_id,
        )
