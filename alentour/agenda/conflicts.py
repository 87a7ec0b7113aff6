"""What does not go together: the same professional, person, room or vehicle twice, a person away, a post outside its dates.

Conflicts are told, never forbidden: whoever plans may keep them, and that is written. A sentence names nobody whom the reader
would not meet: the other entry is told by its hours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, Q

from alentour.accounts.models import Post
from alentour.agenda.halves import slots_between
from alentour.agenda.models import Entry, Place
from alentour.agenda.recurrence import Rule, local, moved
from alentour.agenda.selectors.entries import Occurrence, assigned_to, between, inviting
from alentour.agenda.selectors.presences import Facts, facts_of
from alentour.identity.models import Usager
from alentour.record.access import visible_usagers
from alentour.ui.words import day, hour

Times = tuple[datetime, datetime]
FORWARD = timedelta(days=92)
MOST_TIMES = 40
MOST_SHOWN = 8


@dataclass(frozen=True, slots=True, order=True)
class Conflict:
    """``nature``: professionnel, personne, lieu, absence, dates, places."""

    at: datetime
    nature: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What one would like to plan. ``but`` are the entries it takes the place of."""

    times: Sequence[Times]
    usagers: Sequence[Usager] = ()
    posts: Sequence[Post] = ()
    place: Place | None = None
    vehicle: Place | None = None
    but: frozenset[UUID] = frozenset()

    @property
    def booked(self) -> list[Place]:
        return [one for one in (self.place, self.vehicle) if one is not None and one.is_booked]


def times_of(starts_at: datetime, ends_at: datetime, rule: Rule | None) -> list[Times]:
    """The times to check: one, or those of the next three months."""
    if rule is None:
        return [(starts_at, ends_at)]
    first = local(starts_at).date()
    days = rule.days(first, first, first + FORWARD)
    return [moved(starts_at, ends_at, one) for _, one in zip(range(MOST_TIMES), days, strict=False)]


def conflicts_of(by: Post, wanted: Wanted) -> list[Conflict]:
    """What this would meet, the first ones first, at most eight: nine queries."""
    if not wanted.times:
        return []
    names = _names(by, wanted)
    found = [*_overlaps(by, wanted, names), *_absences(wanted, names), *_dates(wanted), *_seats(wanted)]
    return sorted(set(found))[:MOST_SHOWN]


def _names(by: Post, wanted: Wanted) -> dict[UUID, str]:
    """How each person is called in a sentence."""
    ids = [one.id for one in wanted.usagers]
    met = set(visible_usagers(by).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return {
        one.id: one.display_name if one.id in met else "Une personne hors de votre équipe" for one in wanted.usagers
    }


def _overlaps(by: Post, wanted: Wanted, names: dict[UUID, str]) -> list[Conflict]:
    touched = Q()
    if wanted.posts:
        touched |= Q(Exists(assigned_to(*wanted.posts)))
    if wanted.usagers:
        touched |= Q(Exists(inviting(wanted.usagers)))
    if booked := wanted.booked:
        touched |= Q(place__in=booked) | Q(vehicle__in=booked)
    if not touched:
        return []
    rows = Entry.objects.for_post(by).filter(touched).exclude(status="annule").exclude(pk__in=wanted.but)
    start, end = min(one for one, _ in wanted.times), max(one for _, one in wanted.times)
    others = [one for one in between(rows, start, end) if one.entry.series_id not in wanted.but]
    return [
        conflict
        for starts_at, ends_at in wanted.times
        for other in others
        if other.meets(starts_at, ends_at)
        for conflict in _shared(wanted, names, starts_at, other)
    ]


def _shared(wanted: Wanted, names: dict[UUID, str], at: datetime, other: Occurrence) -> Iterable[Conflict]:
    when = f"{day(local(other.starts_at).date())} de {hour(other.starts_at)} à {hour(other.ends_at)}"
    if other.entry.all_day:
        when = f"{day(local(other.starts_at).date())}, toute la journée"
    posts = {one.id for one in wanted.posts}
    for post in other.posts:
        if post.id in posts:
            yield Conflict(at, "professionnel", f"{post.professional} n'est pas libre le {when}.")
    for person in other.usagers:
        if person.id in names:
            yield Conflict(at, "personne", f"{names[person.id]} a déjà quelque chose le {when}.")
    for place in wanted.booked:
        if place.id in (other.entry.place_id, other.entry.vehicle_id):
            yield Conflict(at, "lieu", f"{place.name} est déjà réservé le {when}.")


def _absences(wanted: Wanted, names: dict[UUID, str]) -> list[Conflict]:
    if not wanted.usagers:
        return []
    start, end = min(one for one, _ in wanted.times), max(one for _, one in wanted.times)
    known = facts_of(wanted.usagers, local(start).date(), local(end).date(), expected=False)
    made = [
        away_sentence(names[person.id], known[person.id], starts_at, ends_at)
        for person in wanted.usagers
        for starts_at, ends_at in wanted.times
    ]
    return [one for one in made if one is not None]


def away_sentence(name: str, facts: Facts, starts_at: datetime, ends_at: datetime) -> Conflict | None:
    """``name`` is announced away, or was seen away, during this time."""
    for slot in slots_between(starts_at, ends_at):
        cell = facts.cell(*slot)
        if cell.here is False:
            why = f" ({cell.reason.label})" if cell.reason else ""
            return Conflict(starts_at, "absence", f"{name} : absence{why} {day(slot[0])}, {slot[1].label}.")
    return None


def _dates(wanted: Wanted) -> Iterable[Conflict]:
    for post in wanted.posts:
        for starts_at, _ in wanted.times:
            on = local(starts_at).date()
            if on < post.starts_on or (post.ends_on is not None and on > post.ends_on):
                yield Conflict(starts_at, "dates", f"{post.professional} n'est pas en poste le {day(on)}.")
                break


def _seats(wanted: Wanted) -> Iterable[Conflict]:
    for place in (wanted.place, wanted.vehicle):
        count = len(wanted.usagers) + len(wanted.posts)
        if place is not None and place.capacity and count > place.capacity:
            words = f"{place.name} a {place.capacity} places, {count} personnes sont prévues."
            yield Conflict(wanted.times[0][0], "places", words)


def among(occurrences: Sequence[Occurrence]) -> dict[int, list[str]]:
    """In a list on the screen, who is twice at the same time: index of the line → words. No query."""
    told: dict[int, list[str]] = {}
    live = [(index, one) for index, one in enumerate(occurrences) if not one.entry.is_cancelled]
    for place, (index, one) in enumerate(live):
        for other_index, other in live[place + 1 :]:
            for words in _twice(one, other) if one.meets(other.starts_at, other.ends_at) else ():
                told.setdefault(index, []).append(words)
                told.setdefault(other_index, []).append(words)
    return {index: list(dict.fromkeys(words)) for index, words in told.items()}


def _twice(one: Occurrence, other: Occurrence) -> Iterable[str]:
    posts = {post.id for post in other.posts}
    for post in one.posts:
        if post.id in posts:
            yield f"{post.professional} est à deux endroits à la fois"
    usagers = {person.id for person in other.usagers}
    if any(person.id in usagers for person in one.usagers):
        yield "une personne est attendue à deux endroits"
    spots = {other.entry.place_id, other.entry.vehicle_id} - {None}
    for spot in (one.entry.place, one.entry.vehicle):
        if spot is not None and spot.is_booked and spot.id in spots:
            yield f"{spot.name} est réservé deux fois"
