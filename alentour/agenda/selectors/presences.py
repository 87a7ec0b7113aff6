"""Reads of the presences: what each half-day of a person is, from what was seen, announced, or expected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.agenda.enums import Half, Here, Reason
from alentour.agenda.halves import Slot, order, slots_from
from alentour.agenda.models import Absence, Presence, Rhythm
from alentour.agenda.selectors.movements import away
from alentour.core import gather
from alentour.core.gather import Asks, alone
from alentour.identity.models import Usager
from alentour.record.access import visible_usagers
from alentour.record.enums import StayKind
from alentour.record.models import Stay

HOUSED = (StayKind.PERMANENT, StayKind.TEMPORAIRE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One half-day of one person. ``here`` None: not expected. ``seen`` when it is a fact, not a forecast."""

    day: date
    half: Half
    here: bool | None = None
    seen: bool = False
    reason: Reason | None = None
    by: str = ""

    @property
    def slot(self) -> Slot:
        return self.day, self.half


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """A time away, written here or by the movements of the record."""

    reason: Reason
    first: Slot
    last: Slot | None
    planned: bool = True
    from_record: bool = False

    def covers(self, slot: Slot) -> bool:
        return order(self.first) <= order(slot) and (self.last is None or order(slot) <= order(self.last))


@dataclass(slots=True)
class Facts:
    """All that is known of one person for a time."""

    seen: dict[Slot, Presence] = field(default_factory=dict)
    away: list[Away] = field(default_factory=list)
    rhythms: list[Rhythm] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)

    def cell(self, day: date, half: Half) -> Cell:
        """What was seen, else the absence announced, else what her rhythm or her stay lets expect."""
        slot = (day, half)
        absence = next((one for one in self.away if one.covers(slot)), None)
        reason = absence.reason if absence else None
        if (said := self.seen.get(slot)) is not None:
            here = said.here == Here.PRESENT
            who = str(said.by.professional)
            return Cell(day=day, half=half, here=here, seen=True, reason=None if here else reason, by=who)
        if absence is not None:
            return Cell(day=day, half=half, here=False, reason=reason)
        return Cell(day=day, half=half, here=True if self.expects(day, half) else None)

    def expects(self, day: date, half: Half) -> bool:
        rhythm = next((one for one in self.rhythms if one.runs_on(day)), None)
        if rhythm is not None:
            return rhythm.expects(day, half)
        lives = (one for one in self.stays if one.kind in HOUSED)
        return any(one.starts_on <= day and (one.ends_on is None or day <= one.ends_on) for one in lives)


def facts_of(people: Sequence[Usager], start: date, end: date, *, expected: bool = True) -> dict[UUID, Facts]:
    """Everything known of these persons between two days: two trips, whatever their number.

    With ``expected`` False, only what was seen and announced, to know who is away.
    """
    known = {one.id: Facts() for one in people}
    if not people:
        return known
    mine = {"structure_id": people[0].structure_id, "usager__in": list(known)}
    over = Q(ends_on=None) | Q(ends_on__gte=start)
    presences = Presence.objects.filter(**mine, day__range=(start, end)).select_related("by__professional")
    absences = Absence.objects.filter(over, **mine, cancelled_at=None, starts_on__lte=end)
    rhythms = Rhythm.objects.filter(over, **mine, starts_on__lte=end)
    stays = Stay.objects.filter(over, **mine, starts_on__lte=end)
    gather.read(presences, absences, *((rhythms, stays) if expected else ()))
    for seen in presences:
        known[seen.usager_id].seen[(seen.day, Half(seen.half))] = seen
    for absence in absences:
        known[absence.usager_id].away.append(_away(absence))
    for usager_id, reason, first, last in away(people, start, end):
        known[usager_id].away.append(Away(reason=reason, first=first, last=last, from_record=True))
    if not expected:
        return known
    for rhythm in rhythms:
        known[rhythm.usager_id].rhythms.append(rhythm)
    for stay in stays:
        known[stay.usager_id].stays.append(stay)
    return known


def _away(row: Absence) -> Away:
    last = (row.ends_on, Half(row.ends_half)) if row.ends_on else None
    first = (row.starts_on, Half(row.starts_half))
    return Away(reason=Reason(row.reason), first=first, last=last, planned=row.planned)


def cells(facts: Facts, start: date, end: date) -> list[Cell]:
    return [facts.cell(day, half) for day, half in slots_from((start, Half.MATIN), (end, Half.APRES_MIDI))]


def presences_of(usager: Usager, start: date, end: date) -> list[Cell]:
    """Each half-day of a person from ``start`` to ``end``, both included."""
    return cells(facts_of([usager], start, end)[usager.id], start, end)


def absences_of(usager: Usager, *, past: bool = False) -> QuerySet[Absence]:
    rows = Absence.objects.filter(structure_id=usager.structure_id, usager=usager, cancelled_at=None)
    today = timezone.localdate()
    rows = rows.filter(ends_on__lt=today) if past else rows.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    return rows.select_related("by__professional")


def rhythm_of(usager: Usager, day: date | None = None) -> Rhythm | None:
    """The rhythm in force that day."""
    return alone(ask_rhythm(usager, day))


def ask_rhythm(usager: Usager, day: date | None = None) -> Asks[Rhythm | None]:
    day = day or timezone.localdate()
    rows = Rhythm.objects.filter(structure_id=usager.structure_id, usager=usager, starts_on__lte=day)
    return (yield from gather.first(rows.filter(Q(ends_on=None) | Q(ends_on__gte=day))))


def units(post: Post) -> list[str]:
    """The units where somebody lives today."""
    rows = Stay.objects.for_post(post).filter(Stay.current()).exclude(unit="")
    return list(rows.order_by("unit").values_list("unit", flat=True).distinct())


def people(post: Post, unit: str = "") -> QuerySet[Usager]:
    """The persons this post meets and who are followed today, of one unit when it is given."""
    rows = visible_usagers(post).filter(is_active=True)
    if unit:
        rows = rows.filter(pk__in=Stay.objects.for_post(post).filter(Stay.current(), unit=unit).values("usager"))
    return rows.order_by("nom_n", "prenom_n")


def called(post: Post, day: date, unit: str = "", *, everyone: bool = False) -> QuerySet[Usager]:
    """Those whom the roll-call of ``day`` may be about: expected by their stay or their rhythm, or already told about."""
    rows = people(post, unit)
    if everyone:
        return rows
    on = Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))
    told = Q(pk__in=Presence.objects.for_post(post).filter(day=day).values("usager"))
    told |= Q(pk__in=Rhythm.objects.for_post(post).filter(on).values("usager"))
    told |= Q(pk__in=Stay.objects.for_post(post).filter(on, kind__in=HOUSED).values("usager"))
    told |= Q(pk__in=Absence.objects.for_post(post).filter(on, cancelled_at=None).values("usager"))
    return rows.filter(told)


def sheet(rows: Iterable[Usager], day: date, half: Half, *, everyone: bool = False) -> list[tuple[Usager, Cell]]:
    """The lines of the roll-call: who is expected, announced away or already seen for this half-day."""
    found = list(rows)
    known = facts_of(found, day, day)
    made = [(one, known[one.id].cell(day, half)) for one in found]
    return made if everyone else [(one, cell) for one, cell in made if cell.here is not None]


def month(post: Post, everyone: Iterable[Usager], first: date) -> list[tuple[Usager, list[tuple[date, Cell, Cell]]]]:
    """A grid persons × days (morning, afternoon) for the month that begins on ``first``."""
    last = (first.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
    rows = list(everyone)
    known = facts_of(rows, first, last)
    days = [first + timedelta(count) for count in range((last - first).days + 1)]
    return [
        (one, [(day, known[one.id].cell(day, Half.MATIN), known[one.id].cell(day, Half.APRES_MIDI)) for day in days])
        for one in rows
    ]
