"""The subscription: no identity leaves, times are right, a revoked address does not exist."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from alentour.accounts.models import Post
from alentour.agenda import selectors, services
from alentour.agenda.enums import Extent, Frequency, Kind, Status
from alentour.agenda.models import Feed, Place
from alentour.agenda.recurrence import PARIS, Rule, local
from alentour.agenda.tests.conftest import Planner, again, hours
from alentour.audit.models import TraceEvent
from alentour.identity.models import Usager

WEEKLY = Rule(frequency=Frequency.WEEK)


@pytest.fixture
def address(ines: Post) -> str:
    feed, secret = services.open_feed(by=ines)
    return reverse("agenda:feed", args=[feed.post_id, secret])


def read(url: str) -> Calendar:
    return Calendar.from_ical(Client().get(url).content)


def events(url: str) -> list[Any]:
    return list(read(url).walk("VEVENT"))


def test_nothing_in_the_feed_says_who(address: str, planned: Planner, ines: Post, irene: Usager, salle: Place) -> None:
    planned(
        kind=Kind.CONSULTATION, title="Cardiologue d'Irène", note="aspirine", where="Chez Mme Dupont", place=salle,
        outside_pro="Dr Martin", usagers=[irene],
    )  # fmt: skip
    answer = Client().get(address)
    sent = answer.content.decode()
    for word in (
        "Irène",
        "IRENE",
        "Irene",
        "DUPONT",
        "Dupont",
        "Cardiologue",
        "aspirine",
        "Martin",
        "médical",
        "I. D.",
    ):
        assert word not in sent
    (event,) = events(address)
    assert (event["summary"], event["location"], event["class"]) == (
        "Rendez-vous",
        "Salle des Camélias",
        "CONFIDENTIAL",
    )
    assert reverse("agenda:entry", args=[selectors.next_of(ines, irene)[0].entry.id]) in event["url"]
    assert answer["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer["Cache-Control"]


def test_initials_only_for_who_asked(ines: Post, planned: Planner, irene: Usager) -> None:
    planned(usagers=[irene])
    feed, secret = services.open_feed(by=ines, with_initials=True)
    (event,) = events(reverse("agenda:feed", args=[feed.post_id, secret]))
    assert event["summary"] == "Visite · I. D."


def test_a_revoked_renewed_or_wrong_address_does_not_exist(address: str, ines: Post, aicha: Post) -> None:
    assert Client().get(address).status_code == 200
    assert Client().get(address[:-6] + "x.ics").status_code == 404
    assert Client().get(address.replace(str(ines.id), str(aicha.id))).status_code == 404
    _, secret = services.open_feed(by=ines)
    assert Client().get(address).status_code == 404
    renewed = reverse("agenda:feed", args=[ines.id, secret])
    assert Client().get(renewed).status_code == 200
    services.revoke_feed(by=ines)
    assert Client().get(renewed).status_code == 404


def test_the_secret_is_kept_nowhere(address: str, ines: Post) -> None:
    secret = address.rsplit("/", 1)[1].removesuffix(".ics")
    feed = Feed.objects.get()
    assert secret not in str(feed.__dict__)
    assert not any(secret in str(one.__dict__) for one in TraceEvent.objects.all())
    assert TraceEvent.objects.filter(action="agenda.feed_opened").count() == 1


def test_a_post_that_ends_takes_its_feed_with_it(address: str, ines: Post) -> None:
    ines.starts_on = timezone.localdate() - timedelta(9)
    ines.ends_on = timezone.localdate() - timedelta(1)
    ines.save()
    assert Client().get(address).status_code == 404


def test_a_series_leaves_with_its_rule_and_its_exceptions(
    address: str, planned: Planner, ines: Post, irene: Usager, monday: date
) -> None:
    series = planned(usagers=[irene], rule=WEEKLY)
    second = selectors.find(ines, series.id, monday + timedelta(7))
    services.change(
        occurrence=second, by=ines, plan=again(series, **hours(monday + timedelta(8), "15:00", "16:00"))
    )  # fmt: skip
    third = selectors.find(ines, series.id, monday + timedelta(14))
    services.say(occurrence=third, by=ines, status=Status.ANNULE, reason="Férié")
    sent = events(address)
    assert len({str(one["uid"]) for one in sent}) == 1
    master = next(one for one in sent if "rrule" in one)
    assert master["rrule"]["FREQ"] == ["WEEKLY"]
    others = {
        one["recurrence-id"].dt.astimezone(local(timezone.now()).tzinfo).date(): one
        for one in sent
        if "recurrence-id" in one
    }
    assert others[monday + timedelta(7)]["dtstart"].dt.hour == 15
    assert others[monday + timedelta(14)]["status"] == "CANCELLED"


def test_an_occurrence_given_to_a_colleague_leaves_the_calendar(
    address: str, planned: Planner, ines: Post, aicha: Post, irene: Usager, monday: date
) -> None:
    series = planned(usagers=[irene], rule=WEEKLY)
    second = selectors.find(ines, series.id, monday + timedelta(7))
    given = again(series, **hours(monday + timedelta(7)), posts=(aicha,))
    services.change(occurrence=second, by=ines, plan=given)
    (event,) = events(address)
    assert event["exdate"].dts[0].dt.date() == monday + timedelta(7)


def test_the_same_entry_keeps_its_uid_and_counts_its_changes(
    address: str, planned: Planner, ines: Post, irene: Usager
) -> None:
    entry = planned(usagers=[irene])
    (before,) = events(address)
    services.change(occurrence=selectors.find(ines, entry.id), by=ines, plan=again(entry, title="Autre"))
    (after,) = events(address)
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)


def test_hours_are_those_of_paris_with_its_time_zone(
    address: str, planned: Planner, irene: Usager, monday: date
) -> None:
    planned(usagers=[irene], rule=WEEKLY, start="09:00", end="09:30")
    calendar = read(address)
    (zone,) = calendar.walk("VTIMEZONE")
    assert str(zone["tzid"]) == "Europe/Paris"
    summer = zone.to_tz()
    for month in range(1, 13):
        for day in (1, 15, 25, 31 if month in (3, 10) else 28):
            noon = datetime(2026, month, day, 12)
            assert summer.utcoffset(noon) == noon.replace(tzinfo=PARIS).utcoffset()
    start: datetime = calendar.walk("VEVENT")[0]["dtstart"].dt
    assert (start.hour, str(start.tzinfo)) == (9, "Europe/Paris")


def test_whole_days_leave_as_days(address: str, planned: Planner, irene: Usager, monday: date) -> None:
    tomorrow = hours(monday + timedelta(1), "00:00", "00:01")["starts_at"]
    planned(usagers=[irene], start="00:00", all_day=True, ends_at=tomorrow)
    (event,) = events(address)
    assert (event["dtstart"].dt, event["dtend"].dt) == (monday, monday + timedelta(1))


def test_the_end_of_a_series_is_said(address: str, planned: Planner, ines: Post, irene: Usager, monday: date) -> None:
    series = planned(usagers=[irene], rule=WEEKLY)
    fourth = selectors.find(ines, series.id, monday + timedelta(21))
    services.say(occurrence=fourth, by=ines, status=Status.ANNULE, reason="Fin", extent=Extent.FOLLOWING)
    (event,) = events(address)
    assert event["rrule"]["UNTIL"][0].date() == monday + timedelta(20)


def test_the_address_is_shown_once(client: Client, login: Callable[[Client, Post], Client], ines: Post) -> None:
    page = login(client, ines)
    shown = page.post(reverse("agenda:feed-open")).content.decode()
    assert "/agenda/flux/" in shown
    assert "/agenda/flux/" not in page.get(reverse("agenda:subscription")).content.decode()
