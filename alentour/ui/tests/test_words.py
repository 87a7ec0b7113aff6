"""Dates, ages and sizes as the screens write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from alentour.ui import words

TODAY = date(2026, 11, 23)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_moment_is_told_in_the_hour_of_the_reader() -> None:
    noon_in_utc = datetime(timezone.localdate().year, 7, 1, 12, 5, tzinfo=UTC)
    assert plain(words.full(noon_in_utc)).endswith("1er juil. 14 h 05")


def test_another_year_is_written() -> None:
    assert words.day(date(2025, 10, 19), today=TODAY) == "dim. 19 oct. 2025"
    assert words.day(date(2026, 11, 23), today=TODAY) == "lun. 23 nov."


def test_the_short_form_gets_shorter_with_time() -> None:
    noon = timezone.localtime().replace(hour=12, minute=0)
    assert plain(words.short(noon)) == "12 h 00"
    assert words.short(noon - timedelta(days=1)) == "hier"
    assert words.short(noon - timedelta(days=3)) in words.DAYS
    assert words.short(noon - timedelta(days=9)).split(" ")[1].rstrip(".") in {m.rstrip(".") for m in words.MONTHS}


def test_irene_is_88() -> None:
    assert plain(words.years("1938-03-12", today=TODAY)) == "88 ans"
    assert words.birth("1938-03-12") == "12/03/1938"


def test_a_birthday_tomorrow_is_not_yet_a_year() -> None:
    assert words.age(date(1938, 11, 24), today=TODAY) == 87


def test_a_baby_is_counted_in_months() -> None:
    assert plain(words.years("2026-04-24", today=TODAY)) == "6 mois"


def test_a_lunar_date_keeps_its_zeros_and_has_no_age() -> None:
    assert words.birth("1952-02-00") == "00/02/1952"
    assert words.years("1952-02-00", today=TODAY) == ""


@pytest.mark.parametrize(("size", "said"), [(12, "1 ko"), (480_000, "480 ko"), (1_840_000, "1,8 Mo")])
def test_a_size_is_rounded(size: int, said: str) -> None:
    assert plain(words.weight(size)) == said


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Irène DUPONT", "ID"), ("Dr Paul Martin", "PM"), ("Jean-Marie TREMEL", "JT"), ("Équipe", "É")],
)
def test_initials_leave_titles_out(name: str, letters: str) -> None:
    assert words.initials(name) == letters
