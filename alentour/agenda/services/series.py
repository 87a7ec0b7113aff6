"""A series and its exceptions: one occurrence gets its own row, the following ones get their own series."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from alentour.accounts.models import Post
from alentour.agenda.enums import Status
from alentour.agenda.models import Entry, EntryPost, EntryUsager
from alentour.agenda.recurrence import moved

COPIED = (
    "kind",
    "all_day",
    "title",
    "note",
    "outside_pro",
    "where",
    "place_id",
    "vehicle_id",
    "status",
    "structure_id",
)


def own_row(series: Entry, day: date, by: Post) -> Entry:
    """The row of one occurrence, made when it has none. The series is locked by the caller."""
    already = Entry.objects.filter(structure_id=series.structure_id, series=series, occurs_on=day).first()
    return already or _copy(series, day, by, series=series, occurs_on=day)


def split(series: Entry, day: date, by: Post) -> Entry:
    """The series that goes on from ``day``; the former one ends the day before, its past stays as it was.

    The occurrences that were changed one by one follow the new series and keep what was decided for them.
    """
    if day <= series.first_day:
        return series
    new = _copy(series, day, by, follows=series)
    new.rule = series.rule
    new.save()
    Entry.objects.filter(structure_id=series.structure_id, series=series, occurs_on__gte=day).update(series=new)
    stop_before(series, day)
    return new


def stop_before(series: Entry, day: date, *, by: Post | None = None, reason: str = "") -> None:
    """End a series the day before ``day``; with ``by``, what was planned one by one from then on is cancelled too."""
    if day > series.first_day:
        series.until = day - timedelta(1)
        series.sequence += 1
        series.save()
    if by is None:
        return
    later = Entry.objects.filter(structure_id=series.structure_id, series=series, occurs_on__gte=day)
    for one in later.filter(status__in=(Status.PREVU, Status.CONFIRME)):
        one.status, one.status_reason, one.status_by, one.status_at = Status.ANNULE, reason, by, timezone.now()
        one.sequence += 1
        one.save()


def _copy(source: Entry, day: date, by: Post, **links: object) -> Entry:
    starts_at, ends_at = moved(source.starts_at, source.ends_at, day)
    same = {name: getattr(source, name) for name in COPIED}
    made: Entry = Entry.objects.create(**same, **links, starts_at=starts_at, ends_at=ends_at, created_by=by)
    here = {"entry": made, "structure_id": made.structure_id}
    EntryPost.objects.bulk_create(EntryPost(post_id=one.post_id, **here) for one in source.assigned.all())
    EntryUsager.objects.bulk_create(EntryUsager(usager_id=one.usager_id, **here) for one in source.invited.all())
    return made
