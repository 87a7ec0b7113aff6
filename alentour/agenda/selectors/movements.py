"""Times away that the record already knows by its movements (a stay in hospital): read here, never written twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from alentour.agenda.enums import Half, Reason
from alentour.agenda.halves import Slot, half_of, order
from alentour.agenda.recurrence import midnight
from alentour.identity.models import Usager
from alentour.record.enums import MovementKind
from alentour.record.models import Movement

TimeAway = tuple[UUID, Reason, Slot, Slot | None]

WHY = {
    MovementKind.HOSPITALISATION: Reason.HOSPITALISATION,
    MovementKind.FAMILLE: Reason.FAMILLE,
    MovementKind.VACANCES: Reason.VACANCES,
    MovementKind.SANS_PREVENIR: Reason.IMPREVUE,
}


def away(people: Sequence[Usager], start: date, end: date) -> Iterator[TimeAway]:
    """One line a time away: the person, why, its first and its last half-day (``None`` while she is not back). One query."""
    rows = Movement.objects.filter(
        Q(back_at=None) | Q(back_at__gte=midnight(start)),
        structure_id=people[0].structure_id,
        usager__in=[one.id for one in people],
        ended_at=None,
        at__lt=midnight(end + timedelta(1)),
    ).exclude(kind=MovementKind.CHAMBRE)
    for row in rows.only("id", "usager_id", "kind", "at", "back_at", "expected_on"):
        first, last = half_of(row.at), _last(row)
        if last is None or order(last) >= order(first):
            yield row.usager_id, WHY.get(MovementKind(row.kind), Reason.AUTRE), first, last


def _last(row: Movement) -> Slot | None:
    """The half-day before her return; for one that is expected, the morning of that day."""
    if row.back_at is not None:
        day, half = half_of(row.back_at)
        return (day, Half.MATIN) if half == Half.APRES_MIDI else (day - timedelta(1), Half.APRES_MIDI)
    if row.expected_on is not None and row.expected_on > timezone.localdate():
        return row.expected_on, Half.MATIN
    return None
