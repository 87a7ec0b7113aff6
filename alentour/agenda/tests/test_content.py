"""What another software receives, and the half-days that come from the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.agenda import selectors, services
from alentour.agenda.content import content_of
from alentour.agenda.enums import Attendance, Frequency, Half, Here, Kind, Reason, Status
from alentour.agenda.models import Presence
from alentour.agenda.recurrence import Rule, at
from alentour.agenda.tests.conftest import Planner
from alentour.core.doors import ClosedDoor, Refused
from alentour.identity.models import Usager
from alentour.record.enums import EndKind, MovementKind, StayKind
from alentour.record.models import Movement
from alentour.record.services import admit


@pytest.fixture
def lodged(irene: Usager, ines: Post) -> Usager:
    admit(usager=irene, by=ines, kind=StayKind.PERMANENT, starts_on=timezone.localdate() - timedelta(60))
    return irene


def moves(usager: Usager, kind: MovementKind, start: date, end: date | None = None, **more: Any) -> Movement:
    hour = time(10)
    movement: Movement = Movement.objects.create(
        structure_id=usager.structure_id, usager=usager, stay=usager.stays.get(), kind=kind, at=at(start, hour),
        back_at=at(end, hour) if end else None, **more,
    )  # fmt: skip
    return movement


def here(usager: Usager, day: date) -> list[bool | None]:
    return [cell.here for cell in selectors.presences_of(usager, day, day)]


def test_who_lives_here_is_expected_until_something_says_otherwise(lodged: Usager, ines: Post) -> None:
    today = timezone.localdate()
    assert here(lodged, today) == [True, True]
    assert here(lodged, today - timedelta(90)) == [None, None]
    services.announce_absence(
        usager=lodged,
        by=ines,
        reason=Reason.FAMILLE,
        first=(today, Half.APRES_MIDI),
        last=(today + timedelta(1), Half.MATIN),
    )
    assert here(lodged, today) == [True, False]
    assert here(lodged, today + timedelta(1)) == [False, True]


def test_a_day_centre_expects_on_the_days_of_the_rhythm(irene: Usager, ines: Post, monday: date) -> None:
    services.set_rhythm(usager=irene, by=ines, halves="10" + "00" * 6, starts_on=monday)
    assert here(irene, monday) == [True, None]
    assert here(irene, monday + timedelta(1)) == [None, None]
    services.set_rhythm(usager=irene, by=ines, halves="11" * 7, starts_on=monday + timedelta(7))
    assert here(irene, monday) == [True, None]
    assert here(irene, monday + timedelta(8)) == [True, True]


def test_what_was_seen_goes_before_what_was_announced(lodged: Usager, ines: Post) -> None:
    yesterday = timezone.localdate() - timedelta(1)
    services.announce_absence(usager=lodged, by=ines, reason=Reason.FAMILLE, first=(yesterday, Half.MATIN))
    services.call(usager=lodged, by=ines, day=yesterday, half=Half.MATIN, here=Here.PRESENT)
    services.call(usager=lodged, by=ines, day=yesterday, half=Half.MATIN, here=Here.PRESENT)
    assert Presence.objects.count() == 1
    morning, afternoon = selectors.presences_of(lodged, yesterday, yesterday)
    assert (morning.here, morning.seen, morning.by) == (True, True, "Inès MOREAU")
    assert (afternoon.here, afternoon.seen) == (False, False)


def test_a_hospital_stay_of_the_record_is_an_absence_here(lodged: Usager) -> None:
    today = timezone.localdate()
    moves(lodged, MovementKind.HOSPITALISATION, today - timedelta(4), today - timedelta(1))
    assert here(lodged, today - timedelta(4)) == [False, False]
    assert here(lodged, today - timedelta(2)) == [False, False]
    assert here(lodged, today - timedelta(1)) == [True, True]
    cell = selectors.presences_of(lodged, today - timedelta(3), today - timedelta(3))[0]
    assert cell.reason == Reason.HOSPITALISATION


def test_a_hospital_stay_of_the_record_is_told_in_the_tab(
    lodged: Usager, ines: Post, client: Client, login: Callable[[Client, Post], Client]
) -> None:
    moves(lodged, MovementKind.HOSPITALISATION, timezone.localdate() - timedelta(1))
    page = login(client, ines).get(reverse("agenda:person", args=[lodged.id])).content.decode()
    assert "écrite dans les mouvements du dossier" in page


def test_a_change_of_room_or_a_movement_written_by_mistake_is_no_absence(lodged: Usager) -> None:
    today = timezone.localdate()
    moves(lodged, MovementKind.CHAMBRE, today - timedelta(3))
    moves(lodged, MovementKind.FAMILLE, today - timedelta(3), ended_at=timezone.now(), end_kind=EndKind.values[0])
    assert here(lodged, today) == [True, True]


def test_an_expected_return_is_believed_until_its_day(lodged: Usager) -> None:
    today = timezone.localdate()
    moves(lodged, MovementKind.VACANCES, today - timedelta(1), expected_on=today + timedelta(2))
    assert here(lodged, today + timedelta(1)) == [False, False]
    assert here(lodged, today + timedelta(2)) == [False, True]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((0, Half.APRES_MIDI), (0, Half.MATIN), "précéder"),
        ((0, Half.MATIN), (-3, Half.MATIN), "précéder"),
        ((900, Half.MATIN), None, "deux ans"),
        ((0, Half.MATIN), (900, Half.MATIN), "deux ans"),
    ],
)
def test_an_absence_that_makes_no_sense_is_told(
    irene: Usager, ines: Post, first: tuple[int, Half], last: tuple[int, Half] | None, words: str
) -> None:
    today = timezone.localdate()
    slots = [(today + timedelta(one[0]), one[1]) if one else None for one in (first, last)]
    with pytest.raises(Refused) as refusal:
        services.announce_absence(usager=irene, by=ines, reason=Reason.FAMILLE, first=slots[0], last=slots[1])  # type: ignore[arg-type]
    assert words in refusal.value.sentence


def test_a_return_ends_the_absence_and_a_withdrawn_one_counts_no_more(lodged: Usager, ines: Post) -> None:
    today = timezone.localdate()
    absence = services.announce_absence(
        usager=lodged, by=ines, reason=Reason.FAMILLE, first=(today - timedelta(3), Half.MATIN)
    )
    services.end_absence(absence=absence, by=ines, last=(today - timedelta(2), Half.APRES_MIDI))
    assert here(lodged, today) == [True, True]
    services.withdraw_absence(absence=absence, by=ines)
    services.withdraw_absence(absence=absence, by=ines)
    assert here(lodged, today - timedelta(3)) == [True, True]


def test_the_director_does_not_call_the_roll(irene: Usager, helene: Post) -> None:
    with pytest.raises(ClosedDoor):
        services.call(usager=irene, by=helene, day=timezone.localdate(), half=Half.MATIN, here=Here.PRESENT)


def test_the_whole_agenda_of_a_person_leaves_once(planned: Planner, lodged: Usager, ines: Post, monday: date) -> None:
    past = timezone.localdate() - timedelta(700)
    series = planned(
        kind=Kind.GROUPE, title="Chorale", usagers=[lodged], keep=True, day=timezone.localdate() - timedelta(21),
        rule=Rule(frequency=Frequency.WEEK, until=timezone.localdate()),
    )  # fmt: skip
    first = selectors.find(ines, series.id, series.first_day)
    services.note_attendance(occurrence=first, by=ines, usager=lodged, attendance=Attendance.PRESENT, note="A chanté")
    done = selectors.find(ines, series.id, series.first_day)
    services.say(occurrence=done, by=ines, status=Status.REALISE)
    planned(kind=Kind.TRANSPORT, usagers=[lodged], start="14:00", end="15:00")
    services.announce_absence(usager=lodged, by=ines, reason=Reason.VACANCES, first=(monday, Half.MATIN), note="Mer")
    services.call(usager=lodged, by=ines, day=timezone.localdate() - timedelta(1), half=Half.MATIN, here=Here.PRESENT)
    told = content_of(lodged)
    assert [one.status for one in told.entries] == ["TERMINE", "PLANIFIE", "PLANIFIE", "PLANIFIE", "PLANIFIE"]
    assert (told.entries[0].came, told.entries[0].came_note, told.entries[0].title) == (True, "A chanté", "Chorale")
    assert len({one.number for one in told.entries}) == 5
    assert [one.is_transport for one in told.entries].count(True) == 1
    assert [(one.present, one.reason, one.note) for one in told.presences] == [
        (False, "vacances", "Mer"),
        (True, "", ""),
    ]
    assert told == content_of(lodged)
    assert all(one.starts_at.date() > past for one in told.entries)


def test_one_answer_a_half_day_is_held_by_the_database(irene: Usager, ines: Post) -> None:
    row = {"structure": ines.structure, "usager": irene, "day": date(2026, 1, 5), "half": Half.MATIN, "by": ines}
    Presence.objects.create(**row, here=Here.PRESENT)
    with pytest.raises(IntegrityError):
        Presence.objects.create(**row, here=Here.ABSENT)
