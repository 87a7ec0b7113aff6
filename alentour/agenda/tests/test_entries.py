"""Entries and series: written once, changed one by one or from now on, never blocked by a conflict."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.agenda import selectors, services
from alentour.agenda.enums import Attendance, Extent, Frequency, Half, Kind, Reason, Status
from alentour.agenda.models import Entry, Place
from alentour.agenda.recurrence import Rule, at, local
from alentour.agenda.selectors.entries import Occurrence
from alentour.agenda.services import Conflicting, Plan
from alentour.agenda.tests.conftest import Planner, again, hours
from alentour.audit.models import TraceEvent
from alentour.core.doors import ClosedDoor, Refused
from alentour.identity.models import Usager

WEEKLY = Rule(frequency=Frequency.WEEK)


def weeks(post: Post, usager: Usager, monday: date, count: int = 4) -> list[Occurrence]:
    return selectors.of_usager(post, usager, monday, monday + timedelta(7 * count - 1))


def on(post: Post, entry: Entry, day: date) -> Occurrence:
    return selectors.find(post, entry.id, day)


# --- written


def test_a_form_sent_twice_writes_one_entry(ines: Post, irene: Usager, monday: date) -> None:
    wanted = Plan(kind=Kind.VISITE, usagers=(irene,), posts=(ines,), **hours(monday))
    assert services.plan(by=ines, plan=wanted, key="k") == services.plan(by=ines, plan=wanted, key="k")
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends_at": at(date(2026, 1, 1), time(8))}, "fin"),
        ({"ends_at": timezone.now() + timedelta(days=90)}, "31 jours"),
        ({"starts_at": timezone.now() + timedelta(days=4000), "ends_at": timezone.now() + timedelta(days=4001)}, "cinq ans"),
        ({"starts_at": timezone.now() - timedelta(days=900), "ends_at": timezone.now() - timedelta(days=899)}, "passé"),
        ({"title": "a" * 1_000_000}, "trop long"),
        ({"note": "a" * 1_000_000}, "trop long"),
        ({"usagers": (), "posts": ()}, "pour qui"),
        ({"kind": Kind.GROUPE, "usagers": ()}, "qui participe"),
        ({"rule": Rule(frequency=Frequency.WEEK, every=0)}, "1 à 52"),
        ({"rule": Rule(frequency=Frequency.WEEK, weekdays=frozenset({2}))}, "mercredi"),
        ({"rule": Rule(frequency=Frequency.DAY, until=date(2020, 1, 1))}, "avant de commencer"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_told_and_nothing_is_written(
    ines: Post, irene: Usager, monday: date, changes: dict[str, Any], words: str
) -> None:
    good = Plan(kind=Kind.VISITE, usagers=(irene,), posts=(ines,), **hours(monday))
    with pytest.raises(Refused) as refusal:
        services.plan(by=ines, plan=replace(good, **changes))
    assert words in refusal.value.sentence
    assert not Entry.objects.exists()


def test_nobody_of_another_structure_enters(karim: Post, ines: Post, irene: Usager, monday: date) -> None:
    with pytest.raises(Refused):
        services.plan(by=karim, plan=Plan(kind=Kind.VISITE, usagers=(irene,), **hours(monday)))


def test_a_director_calls_a_meeting_but_plans_for_nobody(helene: Post, ines: Post, irene: Usager, monday: date) -> None:
    meeting = Plan(kind=Kind.REUNION, posts=(helene, ines), **hours(monday))
    assert services.plan(by=helene, plan=meeting).pk
    with pytest.raises(ClosedDoor):
        services.plan(by=helene, plan=Plan(kind=Kind.VISITE, usagers=(irene,), **hours(monday)))


# --- series


def test_a_series_is_read_week_after_week_at_the_same_hour_of_the_clock(
    planned: Planner, ines: Post, irene: Usager
) -> None:
    """From January to the end of the year: 9 h is 9 h before and after both changes of hour."""
    first = timezone.localdate()
    planned(usagers=[irene], day=first, start="09:00", end="09:30", rule=WEEKLY)
    year = selectors.of_usager(ines, irene, first, first + timedelta(364))
    assert len(year) == 53 - (first.weekday() != (first + timedelta(364)).weekday())
    assert {local(one.starts_at).time() for one in year} == {time(9)}
    assert len({one.starts_at.utcoffset() for one in year}) == 1
    assert len({one.starts_at.time() for one in year}) == 2


def test_one_occurrence_moves_alone(planned: Planner, ines: Post, irene: Usager, monday: date) -> None:
    series = planned(usagers=[irene], rule=WEEKLY)
    second = on(ines, series, monday + timedelta(7))
    moved = again(series, **hours(monday + timedelta(8), "15:00", "16:00"))
    services.change(occurrence=second, by=ines, plan=moved, based_on=series.sequence)
    starts = [local(one.starts_at) for one in weeks(ines, irene, monday)]
    assert [one.date() - monday for one in starts] == [timedelta(0), timedelta(8), timedelta(14), timedelta(21)]
    assert starts[1].hour == 15
    assert on(ines, series, monday + timedelta(7)).entry.series_id == series.id


def test_this_one_and_the_following_leave_the_past_as_it_was(
    planned: Planner, ines: Post, irene: Usager, monday: date
) -> None:
    series = planned(usagers=[irene], rule=WEEKLY)
    third = on(ines, series, monday + timedelta(14))
    later = again(series, **hours(monday + timedelta(14), "17:00", "18:00"), title="Goûter")
    services.change(occurrence=third, by=ines, plan=later, extent=Extent.FOLLOWING)
    found = weeks(ines, irene, monday)
    assert [local(one.starts_at).hour for one in found] == [10, 10, 17, 17]
    assert [one.entry.title for one in found] == ["", "", "Goûter", "Goûter"]
    series.refresh_from_db()
    assert series.until == monday + timedelta(13)


def test_what_was_decided_for_one_survives_a_change_of_the_following(
    planned: Planner, ines: Post, irene: Usager, monday: date
) -> None:
    series = planned(usagers=[irene], rule=WEEKLY)
    services.say(occurrence=on(ines, series, monday + timedelta(21)), by=ines, status=Status.ANNULE, reason="Férié")
    second = on(ines, series, monday + timedelta(7))
    later = again(series, **hours(monday + timedelta(7), "17:00", "18:00"))
    services.change(occurrence=second, by=ines, plan=later, extent=Extent.FOLLOWING)
    found = weeks(ines, irene, monday)
    assert [(local(one.starts_at).hour, one.entry.is_cancelled) for one in found] == [
        (10, False), (17, False), (17, False), (10, True),
    ]  # fmt: skip


def test_cancelling_one_says_why_and_the_others_stay(planned: Planner, ines: Post, irene: Usager, monday: date) -> None:
    series = planned(usagers=[irene], rule=WEEKLY)
    with pytest.raises(Refused):
        services.say(occurrence=on(ines, series, monday), by=ines, status=Status.ANNULE)
    services.say(occurrence=on(ines, series, monday), by=ines, status=Status.ANNULE, reason="Souffrante")
    found = weeks(ines, irene, monday)
    assert [one.entry.is_cancelled for one in found] == [True, False, False, False]
    assert found[0].entry.status_reason == "Souffrante"


def test_cancelling_the_following_ends_the_series(planned: Planner, ines: Post, irene: Usager, monday: date) -> None:
    series = planned(usagers=[irene], rule=WEEKLY)
    third = on(ines, series, monday + timedelta(14))
    services.say(occurrence=third, by=ines, status=Status.ANNULE, reason="Fin de l'atelier", extent=Extent.FOLLOWING)
    assert len(weeks(ines, irene, monday)) == 2


def test_cancelling_all_from_the_first_keeps_the_line_struck_out(
    planned: Planner, ines: Post, irene: Usager, monday: date
) -> None:
    series = planned(usagers=[irene], rule=WEEKLY)
    first = on(ines, series, monday)
    services.say(occurrence=first, by=ines, status=Status.ANNULE, reason="Annulé", extent=Extent.FOLLOWING)
    assert {one.entry.is_cancelled for one in weeks(ines, irene, monday)} == {True}


def test_two_tabs_the_second_is_told(planned: Planner, ines: Post, irene: Usager, monday: date) -> None:
    entry = planned(usagers=[irene])
    read = entry.sequence
    services.change(occurrence=on(ines, entry, monday), by=ines, plan=again(entry, title="Coiffeur"), based_on=read)
    with pytest.raises(Refused) as refusal:
        services.change(occurrence=on(ines, entry, monday), by=ines, plan=again(entry, title="Dentiste"), based_on=read)
    assert "collègue" in refusal.value.sentence
    entry.refresh_from_db()
    assert entry.title == "Coiffeur"


def test_what_is_to_come_is_not_done_yet(planned: Planner, ines: Post, irene: Usager, monday: date) -> None:
    entry = planned(usagers=[irene])
    with pytest.raises(Refused):
        services.say(occurrence=on(ines, entry, monday), by=ines, status=Status.REALISE)


def test_a_day_out_of_the_series_does_not_exist(planned: Planner, ines: Post, irene: Usager, monday: date) -> None:
    series = planned(usagers=[irene], rule=WEEKLY)
    with pytest.raises(Http404):
        on(ines, series, monday + timedelta(3))


# --- conflicts


@pytest.fixture
def busy(planned: Planner, irene: Usager, salle: Place) -> Entry:
    return planned(usagers=[irene], place=salle)


@pytest.mark.parametrize(
    ("shared", "words"),
    [("post", "Inès MOREAU"), ("usager", "Irène DUPONT"), ("place", "Salle des Camélias")],
)
def test_the_same_one_twice_is_told_and_never_forbidden(
    busy: Entry, planned: Planner, nadia: Post, ines: Post, irene: Usager, salle: Place, shared: str, words: str
) -> None:
    given: dict[str, Any] = {"posts": [nadia]}
    given |= {"post": {"posts": [ines]}, "usager": {"usagers": [irene]}, "place": {"place": salle}}[shared]
    with pytest.raises(Conflicting) as met:
        planned(by=nadia, start="10:30", end="11:30", **given)
    assert any(words in one.sentence for one in met.value.conflicts)
    kept = planned(by=nadia, start="10:30", end="11:30", keep=True, **given)
    assert words in kept.kept_conflicts
    assert kept.kept_by == nadia
    assert TraceEvent.objects.filter(action="agenda.conflict_kept", target_id=str(kept.id)).exists()


def test_one_after_the_other_is_no_conflict(busy: Entry, planned: Planner, irene: Usager) -> None:
    assert planned(usagers=[irene], start="11:00", end="12:00").pk


def test_a_cancelled_entry_leaves_the_room_free(busy: Entry, planned: Planner, ines: Post, irene: Usager, monday: date) -> None:  # fmt: skip
    services.say(occurrence=on(ines, busy, monday), by=ines, status=Status.ANNULE, reason="Reporté")
    assert planned(usagers=[irene], place=busy.place).pk


def test_a_series_meets_what_comes_in_three_weeks(planned: Planner, irene: Usager, monday: date) -> None:
    planned(usagers=[irene], day=monday + timedelta(21))
    with pytest.raises(Conflicting):
        planned(usagers=[irene], rule=WEEKLY)


def test_changing_an_entry_is_no_conflict_with_itself(
    planned: Planner, ines: Post, irene: Usager, monday: date
) -> None:
    series = planned(usagers=[irene], rule=WEEKLY)
    second = on(ines, series, monday + timedelta(7))
    later = again(series, **hours(monday + timedelta(7), "10:15", "11:15"))
    services.change(occurrence=second, by=ines, plan=later)
    again_there = on(ines, series, monday + timedelta(7))
    services.change(occurrence=again_there, by=ines, plan=replace(later, title="Encore"))
    assert len(weeks(ines, irene, monday)) == 4


def test_who_is_in_hospital_is_told_as_away(planned: Planner, ines: Post, irene: Usager, monday: date) -> None:
    services.announce_absence(
        usager=irene, by=ines, reason=Reason.HOSPITALISATION, first=(monday, Half.MATIN), last=(monday, Half.MATIN)
    )
    with pytest.raises(Conflicting) as met:
        planned(usagers=[irene])
    assert "hospitalisation" in met.value.conflicts[0].sentence
    assert planned(usagers=[irene], start="14:00", end="15:00").pk


def test_a_post_outside_its_dates_is_told(planned: Planner, aicha: Post, irene: Usager, monday: date) -> None:
    aicha.ends_on = monday - timedelta(1)
    aicha.save()
    with pytest.raises(Conflicting) as met:
        planned(usagers=[irene], posts=[aicha])
    assert "Aïcha BENALI n'est pas en poste" in met.value.conflicts[0].sentence


def test_a_car_with_three_seats_does_not_take_four(
    planned: Planner, ines: Post, nadia: Post, irene: Usager, marcel: Usager, kangoo: Place
) -> None:
    with pytest.raises(Conflicting) as met:
        planned(usagers=[irene, marcel], posts=[ines, nadia], vehicle=kangoo, kind=Kind.TRANSPORT)
    assert "3 places" in met.value.conflicts[0].sentence


# --- who came


def test_who_came_to_the_activity_is_said_for_that_day_only(
    planned: Planner, ines: Post, irene: Usager, marcel: Usager
) -> None:
    first = timezone.localdate() - timedelta(7)
    group = planned(kind=Kind.GROUPE, day=first, usagers=[irene, marcel], rule=WEEKLY, keep=True)
    for _ in range(2):
        services.note_attendance(
            occurrence=on(ines, group, first), by=ines, usager=irene, attendance=Attendance.PRESENT, note="A chanté"
        )
    row = on(ines, group, first).entry.invited.get(usager=irene)
    assert (row.attendance, row.note, row.said_by) == ("present", "A chanté", ines)
    assert not group.invited.exclude(attendance="").exists()


def test_nobody_is_present_before_the_hour(planned: Planner, ines: Post, irene: Usager, monday: date) -> None:
    group = planned(kind=Kind.GROUPE, usagers=[irene])
    seen = on(ines, group, monday)
    with pytest.raises(Refused):
        services.note_attendance(occurrence=seen, by=ines, usager=irene, attendance=Attendance.PRESENT)
    assert services.note_attendance(occurrence=seen, by=ines, usager=irene, attendance=Attendance.EXCUSED).pk


# --- who sees


def test_who_meets_nobody_of_it_does_not_see_it(
    planned: Planner, aicha: Post, ines: Post, sophie: Post, marcel: Usager, monday: date
) -> None:
    entry = planned(usagers=[marcel])
    assert on(sophie, entry, monday).entry == entry
    with pytest.raises(Http404):
        on(aicha, entry, monday)


def test_a_meeting_is_seen_by_the_structure_and_by_no_other(
    planned: Planner, nadia: Post, aicha: Post, karim: Post, monday: date
) -> None:
    meeting = planned(by=nadia, kind=Kind.REUNION)
    assert on(aicha, meeting, monday).entry == meeting
    with pytest.raises(Http404):
        on(karim, meeting, monday)


def test_the_day_and_what_is_next_cost_the_same_for_one_and_for_thirty(
    planned: Planner, ines: Post, irene: Usager, monday: date, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        planned(usagers=[irene], keep=True, rule=WEEKLY)
    with django_assert_max_num_queries(5):
        assert len(selectors.day_of(ines, monday)) == 30
    with django_assert_max_num_queries(5):
        selectors.next_for(ines)
