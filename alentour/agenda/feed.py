"""The agenda of a post as iCalendar (RFC 5545). No identity leaves: the kind, the room, and a link back that asks who one is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, Q
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from alentour.agenda.enums import Kind, Status
from alentour.agenda.models import Entry, Feed
from alentour.agenda.recurrence import PARIS, at, local
from alentour.agenda.selectors.entries import Occurrence as Once
from alentour.agenda.selectors.entries import assigned_to, brought
from alentour.agenda.selectors.sight import sight

Change = tuple[UUID | None, date | None]
BACK = timedelta(days=30)
FORWARD = timedelta(days=366)
MOST = 2_000
STATUS = {
    Status.PREVU: "TENTATIVE",
    Status.CONFIRME: "CONFIRMED",
    Status.REALISE: "CONFIRMED",
    Status.ANNULE: "CANCELLED",
}


def calendar_of(feed: Feed) -> bytes:
    """What the post is in, from a month ago to a year ahead; times on the clock of Paris, with its VTIMEZONE."""
    rows = _rows(feed)
    own: set[Change] = {(one.series_id, one.occurs_on) for one in rows if one.series_id}
    names = _initials(feed, rows)
    calendar = Calendar()
    calendar.add("prodid", "-//Alentour//Agenda//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Alentour")
    calendar.add("x-wr-timezone", "Europe/Paris")
    calendar.add_component(_paris())
    series = {one.id: one for one in rows if one.frequency}
    gone = _elsewhere(series.values(), own)
    for one in rows:
        event = _event(one, names.get(str(one.id), ""))
        if one.frequency:
            _repeat(event, one, gone.get(str(one.id), []))
        elif one.series_id in series:
            _instead(event, one, series[one.series_id])
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _paris() -> Timezone:
    """The rule of the European Union since 1996 (directive 2000/84/EC), open-ended as the series are."""
    zone = Timezone()
    zone.add("tzid", "Europe/Paris")
    for part, name, month, hour, before, after in (
        (TimezoneDaylight(), "CEST", 3, datetime(1996, 3, 31, 2), 1, 2),
        (TimezoneStandard(), "CET", 10, datetime(1996, 10, 27, 3), 2, 1),
    ):
        part.add("tzname", name)
        part.add("dtstart", hour)
        part.add("rrule", {"freq": "YEARLY", "bymonth": month, "byday": "-1SU"})
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        zone.add_component(part)
    return zone


def _rows(feed: Feed) -> list[Entry]:
    now = timezone.now()
    near = Q(frequency="", ends_at__gt=now - BACK, starts_at__lt=now + FORWARD)
    series = ~Q(frequency="") & (Q(until=None) | Q(until__gte=(now - BACK).date()))
    mine = Entry.objects.for_post(feed.post).filter(Exists(assigned_to(feed.post)))
    return list(brought(mine.filter(near | series)).order_by("starts_at", "id")[:MOST])


def _initials(feed: Feed, rows: Iterable[Entry]) -> dict[str, str]:
    """« I. D. », for a post that asked for them, and only of persons it meets."""
    if not feed.with_initials:
        return {}
    once = [Once(entry=one, starts_at=one.starts_at, ends_at=one.ends_at) for one in rows]
    eyes = sight(feed.post, once)
    return {str(one.entry.id): ", ".join(_short(person.display_name) for person in eyes.people(one)) for one in once}


def _short(name: str) -> str:
    return " ".join(f"{word[0]}." for word in name.split())


def _elsewhere(series: Iterable[Entry], own: set[Change]) -> dict[str, list[datetime]]:
    """The occurrences that this post is no more in: they leave its calendar."""
    rows = list(series)
    if not rows:
        return {}
    changes = Entry.objects.filter(structure_id=rows[0].structure_id, series__in=rows).select_related("series")
    gone: dict[str, list[datetime]] = {}
    for one in changes:
        if (one.series_id, one.occurs_on) not in own and one.series is not None and one.occurs_on is not None:
            gone.setdefault(str(one.series_id), []).append(_original(one, one.series))
    return gone


def _original(change: Entry, series: Entry) -> datetime:
    assert change.occurs_on is not None
    return local(at(change.occurs_on, local(series.starts_at).time()))


def _event(entry: Entry, names: str) -> Event:
    kind = Kind(entry.kind)
    label = "Rendez-vous" if kind.detail else kind.label.capitalize()
    event = Event()
    event.add("uid", f"{entry.id}@alentour")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.updated_at.astimezone(UTC))
    event.add("last-modified", entry.updated_at.astimezone(UTC))
    event.add("summary", f"{label} · {names}" if names else label)
    event.add("dtstart", _clock(entry, entry.starts_at))
    event.add("dtend", _clock(entry, entry.ends_at))
    event.add("status", STATUS[Status(entry.status)])
    event.add("class", "CONFIDENTIAL")
    if entry.place is not None:
        event.add("location", ", ".join(filter(None, (entry.place.name, entry.place.address))))
    event.add("url", settings.PUBLIC_URL.rstrip("/") + reverse("agenda:entry", args=[entry.id]))
    return event


def _clock(entry: Entry, moment: datetime) -> object:
    here = moment.astimezone(PARIS)
    return here.date() if entry.all_day else here


def _repeat(event: Event, entry: Entry, gone: list[datetime]) -> None:
    rule = entry.rule
    assert rule is not None
    event.add("rrule", rule.rrule(entry.first_day, all_day=entry.all_day))
    for moment in gone:
        event.add("exdate", moment.date() if entry.all_day else moment)


def _instead(event: Event, entry: Entry, series: Entry) -> None:
    """This row stands for one occurrence of a series that is in the calendar too."""
    event["uid"] = f"{series.id}@alentour"
    moment = _original(entry, series)
    event.add("recurrence-id", moment.date() if series.all_day else moment)
