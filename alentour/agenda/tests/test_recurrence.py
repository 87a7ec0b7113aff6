"""Rules of repetition, with no database: days, hours of the clock, and the words that say them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from alentour.agenda.enums import Frequency, Half
from alentour.agenda.halves import slots_between
from alentour.agenda.recurrence import Rule, at, local, moved

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def days(rule: Rule, first: date) -> list[date]:
    return list(rule.days(first, *YEAR))


def test_one_week_in_two_on_monday_and_thursday() -> None:
    rule = Rule(frequency=Frequency.WEEK, every=2, weekdays=frozenset({0, 3}), until=date(2026, 2, 5))
    found = days(rule, date(2026, 1, 8))
    assert [(one.month, one.day) for one in found] == [(1, 8), (1, 19), (1, 22), (2, 2), (2, 5)]


def test_working_days_leave_the_week_end() -> None:
    rule = Rule(frequency=Frequency.WORKDAYS, until=date(2026, 1, 12))
    assert [one.day for one in days(rule, date(2026, 1, 8))] == [8, 9, 12]


def test_every_third_day() -> None:
    rule = Rule(frequency=Frequency.DAY, every=3, until=date(2026, 1, 10))
    assert [one.day for one in days(rule, date(2026, 1, 1))] == [1, 4, 7, 10]


def test_the_thirty_first_is_skipped_in_the_months_that_have_none() -> None:
    found = days(Rule(frequency=Frequency.MONTH), date(2026, 1, 31))
    assert [one.month for one in found] == [1, 3, 5, 7, 8, 10, 12]


def test_the_second_tuesday_of_each_month() -> None:
    found = days(Rule(frequency=Frequency.MONTH_RANK, until=date(2026, 4, 30)), date(2026, 1, 13))
    assert found == [date(2026, 1, 13), date(2026, 2, 10), date(2026, 3, 10), date(2026, 4, 14)]


def test_a_window_far_from_the_beginning_gives_the_same_days() -> None:
    rule = Rule(frequency=Frequency.WEEK, every=3)
    first = date(2016, 1, 4)
    near = list(rule.days(first, date(2026, 6, 1), date(2026, 7, 31)))
    assert near == [one for one in rule.days(first, first, date(2026, 7, 31)) if one >= date(2026, 6, 1)]


@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)])
def test_nine_o_clock_stays_nine_o_clock_when_the_hour_changes(day: date) -> None:
    start = at(date(2026, 1, 5), time(9))
    begins, stops = moved(start, at(date(2026, 1, 5), time(10, 30)), day)
    assert (local(begins).time(), local(stops).time()) == (time(9), time(10, 30))


def test_the_offset_to_utc_follows_the_season() -> None:
    assert at(date(2026, 3, 28), time(9)) == datetime(2026, 3, 28, 8, tzinfo=UTC)
    assert at(date(2026, 3, 29), time(9)) == datetime(2026, 3, 29, 7, tzinfo=UTC)
    assert at(date(2026, 10, 25), time(9)) == datetime(2026, 10, 25, 8, tzinfo=UTC)


def test_an_hour_that_the_clock_skips_keeps_its_length() -> None:
    """On 29 March 2026 there is no 2 h 30: the round begins at 3 h 30 and lasts what it lasts."""
    start, end = at(date(2026, 3, 27), time(2, 30)), at(date(2026, 3, 27), time(3, 15))
    begins, stops = moved(start, end, date(2026, 3, 29))
    assert local(begins).time() == time(3, 30)
    assert (stops - begins).total_seconds() == 45 * 60


def test_a_night_that_loses_an_hour_still_ends_at_seven() -> None:
    start, end = at(date(2026, 3, 27), time(22)), at(date(2026, 3, 28), time(7))
    begins, stops = moved(start, end, date(2026, 3, 28))
    assert local(stops) == local(at(date(2026, 3, 29), time(7)))
    assert (stops - begins).total_seconds() == 8 * 3600


def test_half_days_touched_by_a_meal_over_noon() -> None:
    day = date(2026, 11, 23)
    assert list(slots_between(at(day, time(12)), at(day, time(14)))) == [(day, Half.MATIN), (day, Half.APRES_MIDI)]
    assert list(slots_between(at(day, time(9)), at(day, time(13)))) == [(day, Half.MATIN)]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule(frequency=Frequency.WEEK, every=2, weekdays=frozenset({0, 3})), "une semaine sur 2, lundi et jeudi"),
        (Rule(frequency=Frequency.MONTH_RANK), "chaque mois, le 2e mardi"),
        (Rule(frequency=Frequency.MONTH), "chaque mois, le 13"),
        (Rule(frequency=Frequency.DAY, until=date(2026, 2, 1)), "chaque jour, jusqu'au 01/02/2026"),
    ],
)
def test_a_rule_is_said_in_words(rule: Rule, words: str) -> None:
    assert rule.sentence(date(2026, 1, 13)) == words
