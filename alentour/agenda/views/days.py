"""Days of an address, and the links around them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest
from django.utils import timezone

from alentour.ui.words import day as day_words

FARTHEST = timedelta(days=5 * 366)


def day_of(text: str) -> date | None:
    """A day written in an address, within five years of today; anything else is nothing."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if abs(day - timezone.localdate()) < FARTHEST else None


def asked(request: HttpRequest, name: str = "du") -> date:
    return day_of(request.GET.get(name, "")) or timezone.localdate()


def monday(day: date) -> date:
    return day - timedelta(day.weekday())


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days on the screen, those before and after, and how they are said."""

    first: date
    count: int
    step: int

    @property
    def last(self) -> date:
        return self.first + timedelta(self.count - 1)

    @property
    def before(self) -> str:
        return (self.first - timedelta(self.step)).isoformat()

    @property
    def after(self) -> str:
        return (self.first + timedelta(self.step)).isoformat()

    @property
    def words(self) -> str:
        if self.count == 1:
            return day_words(self.first)
        return f"du {day_words(self.first)} au {day_words(self.last)}"

    @property
    def holds_today(self) -> bool:
        return self.first <= timezone.localdate() <= self.last


def week(request: HttpRequest) -> Span:
    return Span(first=monday(asked(request)), count=7, step=7)


def one_day(request: HttpRequest) -> Span:
    return Span(first=asked(request), count=1, step=1)


def span(request: HttpRequest) -> Span:
    """A day or a week, as the address says."""
    return one_day(request) if request.GET.get("vue") == "jour" else week(request)
