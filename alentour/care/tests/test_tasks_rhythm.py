"""When a soin is due: moments, days of the week, every n days, every n hours, until."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

import pytest

from alentour.care import tasks
from alentour.care.tasks import Rhythm, TaskMoment, catalogue, late_at, moment_of, pack, said, slots, unpack

MONDAY = date(2026, 11, 23)


@dataclass
class Plan:
    rhythm: str = "jours"
    moments: str = ",matin,soir,"
    weekdays: str = ""
    every: int | None = None
    at: time | None = None
    starts_on: date = MONDAY
    ends_on: date | None = None


def test_each_day_at_its_moments_in_the_order_of_the_day_and_not_before_nor_after() -> None:
    plan = Plan(moments=pack(["soir", "matin"]), ends_on=date(2026, 11, 25))
    assert slots(plan, MONDAY) == ["matin", "soir"]
    assert slots(plan, date(2026, 11, 25)) == ["matin", "soir"]
    assert slots(plan, date(2026, 11, 22)) == []
    assert slots(plan, date(2026, 11, 26)) == []


def test_without_a_moment_the_team_chooses_the_hour() -> None:
    assert slots(Plan(moments=""), MONDAY) == ["jour"]


def test_some_days_of_the_week() -> None:
    plan = Plan(rhythm="semaine", weekdays=",0,3,", moments=",matin,")
    due = [day for day in range(23, 30) if slots(plan, date(2026, 11, day))]
    assert due == [23, 26]
    assert said(plan) == "lundi, jeudi, matin"


def test_every_n_days_counts_from_the_first() -> None:
    plan = Plan(rhythm="intervalle", every=3, moments=",matin,")
    assert [day for day in range(23, 31) if slots(plan, date(2026, 11, day))] == [23, 26, 29]
    assert said(plan) == "tous les 3 jours, matin"


def test_once_is_once() -> None:
    plan = Plan(rhythm="une_fois", moments="")
    assert [day for day in range(23, 27) if slots(plan, date(2026, 11, day))] == [23]


@pytest.mark.parametrize(
    ("every", "at", "day", "wanted"),
    [
        (4, time(14), 23, ["14:00", "18:00", "22:00"]),
        (4, time(14), 24, ["02:00", "06:00", "10:00", "14:00", "18:00", "22:00"]),
        (5, time(20), 24, ["01:00", "06:00", "11:00", "16:00", "21:00"]),
        (36, time(8), 24, ["20:00"]),
        (36, time(8), 25, []),
        (24, time(8, 30), 29, ["08:30"]),
    ],
)
def test_every_n_hours_counts_from_the_first_hour(every: int, at: time, day: int, wanted: list[str]) -> None:
    assert slots(Plan(rhythm="heures", every=every, at=at), date(2026, 11, day)) == wanted


def test_a_passage_not_said_is_late_only_once_its_moment_is_over() -> None:
    assert late_at(MONDAY, "matin") == datetime(2026, 11, 23, 12)
    assert late_at(MONDAY, "nuit") == datetime(2026, 11, 24, 7)
    assert late_at(MONDAY, "jour") == datetime(2026, 11, 24, 0)
    assert late_at(MONDAY, "14:30") == datetime(2026, 11, 23, 15, 30)


@pytest.mark.parametrize(
    ("slot", "moment"),
    [("08:00", "matin"), ("11:00", "midi"), ("15:30", "apres_midi"), ("21:00", "soir"), ("22:00", "nuit"), ("03:00", "nuit")],
)  # fmt: skip
def test_an_hour_stands_in_its_moment(slot: str, moment: str) -> None:
    assert moment_of(slot) == TaskMoment(moment)
    assert moment_of(moment) == TaskMoment(moment)


def test_the_catalogue_says_only_known_words_and_each_line_can_be_planned() -> None:
    for kind in catalogue().values():
        assert kind.label
        assert (kind.every is not None) == (kind.rhythm in {Rhythm.HEURES, Rhythm.INTERVALLE}), kind.slug
        assert kind.after in {"", "chute", "malaise", "fugue"}
    assert {kind.slug for kind in catalogue().values() if kind.after == "chute"} >= {"chute_conscience"}


def test_a_small_set_is_packed_and_unpacked() -> None:
    assert pack(["a", "b"]) == ",a,b,"
    assert unpack(pack([])) == []
    assert tasks.slot_label("14:30") == "14 h 30"
    assert tasks.slot_label("08:00") == "8 h"
