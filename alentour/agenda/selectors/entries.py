"""Reads of the entries: which ones a post sees, and their occurrences between two instants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.agenda import rules
from alentour.agenda.models import Entry, EntryPost, EntryUsager, Place
from alentour.agenda.recurrence import local, midnight, moved
from alentour.core import trace
from alentour.core.gather import Asks, alone, every
from alentour.identity.models import Usager
from alentour.record.access import meets, running, visible_usagers

LONGEST = timedelta(days=31)
WIDEST = timedelta(days=370)
SOON = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """An entry at one time. ``day`` is the day of its series while it has no row of its own."""

    entry: Entry
    starts_at: datetime
    ends_at: datetime
    day: date | None = None

    @property
    def posts(self) -> list[Post]:
        return [one.post for one in self.entry.assigned.all()]

    @property
    def usagers(self) -> list[Usager]:
        return [one.usager for one in self.entry.invited.all()]

    def meets(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether the two times overlap."""
        return self.starts_at < ends_at and starts_at < self.ends_at


def entries(post: Post) -> QuerySet[Entry]:
    """The entries ``post`` sees: its own, those of the persons it meets, and those that are about nobody."""
    invited = EntryUsager.objects.for_post(post).filter(entry=OuterRef("pk"))
    seen = Q(Exists(assigned_to(post))) | ~Q(Exists(invited))
    if rules.may_read(post):
        seen |= Q(Exists(invited.filter(usager__in=visible_usagers(post))))
    return Entry.objects.for_post(post).filter(seen)


def assigned_to(*posts: Post) -> QuerySet[EntryPost]:
    return EntryPost.objects.for_post(posts[0]).filter(entry=OuterRef("pk"), post__in=posts)


def inviting(usagers: Iterable[Usager]) -> QuerySet[EntryUsager]:
    people = list(usagers)
    rows = EntryUsager.objects.filter(entry=OuterRef("pk"), usager__in=people)
    return rows.filter(structure_id=people[0].structure_id) if people else rows.none()


def brought(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """``rows`` with what a line shows (two more queries, whatever the length)."""
    posts = EntryPost.objects.select_related("post__professional").order_by("post__professional__family_name")
    people = EntryUsager.objects.select_related("usager").order_by("usager__nom_n", "usager__prenom_n")
    return rows.select_related("place", "vehicle", "series").prefetch_related(
        Prefetch("assigned", posts), Prefetch("invited", people)
    )


def between(rows: QuerySet[Entry], start: datetime, end: datetime) -> list[Occurrence]:
    """The occurrences of ``rows`` that touch the time from ``start`` to ``end`` (a year at most), in order: four queries."""
    return alone(ask_between(rows, start, end))


def ask_between(rows: QuerySet[Entry], start: datetime, end: datetime) -> Asks[list[Occurrence]]:
    """:func:`between`, in one trip with what else a page reads."""
    end = min(end, start + WIDEST)
    single = Q(frequency="", starts_at__lt=end, starts_at__gt=start - LONGEST, ends_at__gt=start)
    series = ~Q(frequency="") & Q(starts_at__lt=end)
    series &= Q(until=None) | Q(until__gte=(local(start) - LONGEST).date())
    found = yield from every(brought(rows.filter(single | series)))
    gone = changed([one for one in found if one.frequency])
    made = [Occurrence(entry=one, starts_at=one.starts_at, ends_at=one.ends_at) for one in found if not one.frequency]
    for one in found:
        made += expand(one, start, end, gone.get(one.id, frozenset())) if one.frequency else []
    return sorted(
        made, key=lambda one: (local(one.starts_at).date(), not one.entry.all_day, one.starts_at, str(one.entry.id))
    )


def changed(series: Iterable[Entry]) -> dict[UUID, frozenset[date]]:
    """The days of each series that have a row of their own."""
    rows = list(series)
    if not rows:
        return {}
    days: dict[UUID, set[date]] = {}
    own = Entry.objects.filter(structure_id=rows[0].structure_id, series__in=rows)
    for series_id, day in own.values_list("series_id", "occurs_on"):
        days.setdefault(series_id, set()).add(day)
    return {key: frozenset(value) for key, value in days.items()}


def expand(entry: Entry, start: datetime, end: datetime, without: frozenset[date] = frozenset()) -> list[Occurrence]:
    """The occurrences of one series that touch this time, but for the days in ``without``."""
    rule = entry.rule
    assert rule is not None
    first = (local(start) - (entry.ends_at - entry.starts_at)).date() - timedelta(1)
    made = []
    for day in rule.days(entry.first_day, first, local(end).date()):
        starts_at, ends_at = moved(entry.starts_at, entry.ends_at, day)
        if day not in without and starts_at < end and start < ends_at:
            made.append(Occurrence(entry=entry, starts_at=starts_at, ends_at=ends_at, day=day))
    return made


def find(post: Post, entry_id: UUID, day: date | None = None) -> Occurrence:
    """One occurrence that ``post`` sees; a series without ``day`` gives its next one. Raises ``Http404``."""
    entry = brought(entries(post)).filter(pk=entry_id).first() or _in_emergency(post, entry_id)
    if entry is None:
        trace.record("agenda.hidden", by=post, result="refused", entry=str(entry_id))
        raise Http404("no such entry for this post")
    if not entry.frequency:
        return Occurrence(entry=entry, starts_at=entry.starts_at, ends_at=entry.ends_at)
    day = day or next_day(entry)
    own = Entry.objects.for_post(post).filter(series=entry, occurs_on=day).values_list("pk", flat=True).first()
    if own is not None:
        return find(post, own)
    rule = entry.rule
    if rule is None or not rule.falls_on(day, entry.first_day):
        raise Http404("no occurrence that day")
    starts_at, ends_at = moved(entry.starts_at, entry.ends_at, day)
    return Occurrence(entry=entry, starts_at=starts_at, ends_at=ends_at, day=day)


def _in_emergency(post: Post, entry_id: UUID) -> Entry | None:
    """An entry of the person whose record an emergency access opens to this post at this very moment, to be read."""
    row: Entry | None = brought(Entry.objects.for_post(post)).filter(pk=entry_id).first()
    people = list(row.invited.all()) if row is not None else []
    if len(people) == 1 and running(post, people[0].usager_id) and meets(post, people[0].usager_id):
        return row
    return None


def next_day(entry: Entry) -> date:
    """The next day of a series, or its first when none is left within a year."""
    today, rule = timezone.localdate(), entry.rule
    assert rule is not None
    return next(rule.days(entry.first_day, today, today + WIDEST), entry.first_day)


def of_post(post: Post, start: datetime, end: datetime, *, whose: Post | None = None) -> list[Occurrence]:
    """What ``whose`` (``post`` itself by default) is in, as ``post`` sees it."""
    return between(entries(post).filter(Exists(assigned_to(whose or post))), start, end)


def of_posts(post: Post, whose: list[Post], start: datetime, end: datetime) -> list[Occurrence]:
    return between(entries(post).filter(Exists(assigned_to(*whose))), start, end) if whose else []


def day_of(post: Post, day: date) -> list[Occurrence]:
    """The day of a post."""
    return of_post(post, midnight(day), midnight(day + timedelta(1)))


def of_usager(post: Post, usager: Usager, start: date, end: date) -> list[Occurrence]:
    """What is planned for a person from ``start`` to ``end``, both included; her door was passed before."""
    return alone(ask_of_usager(post, usager, start, end))


def ask_of_usager(post: Post, usager: Usager, start: date, end: date) -> Asks[list[Occurrence]]:
    rows = Entry.objects.for_post(post).filter(Exists(inviting([usager])))
    return (yield from ask_between(rows, midnight(start), midnight(end + timedelta(1))))


def of_place(post: Post, place: Place, start: datetime, end: datetime) -> list[Occurrence]:
    """What happens in a room or with a vehicle. Every entry of the structure counts: who may not see one is told « occupé »."""
    rows = Entry.objects.for_post(post).filter(Q(place=place) | Q(vehicle=place))
    return between(rows, start, end)


def next_for(post: Post, limit: int = SOON) -> list[Occurrence]:
    """What is left of the day and of tomorrow for a post (« Ma journée »): four queries."""
    now = timezone.now()
    end = midnight(timezone.localdate() + timedelta(2))
    return [one for one in of_post(post, now, end) if not one.entry.is_cancelled][:limit]


def next_of(post: Post, usager: Usager, limit: int = 3) -> list[Occurrence]:
    """The next entries of a person within sixty days (Synthèse)."""
    return alone(ask_next_of(post, usager, limit))


def ask_next_of(post: Post, usager: Usager, limit: int = 3) -> Asks[list[Occurrence]]:
    today = timezone.localdate()
    now = timezone.now()
    found = yield from ask_of_usager(post, usager, today, today + timedelta(60))
    return [one for one in found if not one.entry.is_cancelled and one.ends_at > now][:limit]


def seen_by(post: Post, occurrences: Iterable[Occurrence]) -> frozenset[UUID]:
    """The entries among these that ``post`` sees: one query."""
    ids = {one.entry.id for one in occurrences}
    return frozenset(entries(post).filter(pk__in=ids).values_list("pk", flat=True)) if ids else frozenset()


def colleagues(post: Post) -> QuerySet[Post]:
    """The posts of the structure, whom one may invite."""
    rows = Post.objects.filter(Post.current(), structure_id=post.structure_id, professional__is_active=True)
    return rows.select_related("professional").order_by("professional__family_name", "professional__given_name")


def places(post: Post) -> QuerySet[Any]:
    return Place.objects.for_post(post).filter(is_active=True)
