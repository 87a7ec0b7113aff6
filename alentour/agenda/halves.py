"""Half-days: how presence is counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from alentour.agenda.enums import Half
from alentour.agenda.recurrence import at, local

NOON = time(13)
Slot = tuple[date, Half]


def order(slot: Slot) -> tuple[date, int]:
    return slot[0], slot[1] == Half.APRES_MIDI


def half_of(moment: datetime) -> Slot:
    here = local(moment)
    return here.date(), Half.MATIN if here.time() < NOON else Half.APRES_MIDI


def slots_between(start: datetime, end: datetime) -> Iterator[Slot]:
    """The half-days touched by a time that ends before ``end``."""
    yield from slots_from(half_of(start), half_of(max(start, end - timedelta(seconds=1))))


def slots_from(first: Slot, last: Slot) -> Iterator[Slot]:
    """The half-days from ``first`` to ``last``, both included."""
    day, half = first[0], Half(first[1])
    while order((day, half)) <= order(last):
        yield day, half
        day, half = (day, Half.APRES_MIDI) if half == Half.MATIN else (day + timedelta(1), Half.MATIN)


def begins(slot: Slot) -> datetime:
    return at(slot[0], time() if slot[1] == Half.MATIN else NOON)


def ends(slot: Slot) -> datetime:
    return at(slot[0], NOON) if slot[1] == Half.MATIN else at(slot[0] + timedelta(1), time())
