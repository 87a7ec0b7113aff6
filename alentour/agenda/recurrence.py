"""How an entry comes back: simple rules over days, and wall-clock hours that hold when summer time begins or ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from alentour.agenda.enums import Frequency

PARIS = ZoneInfo("Europe/Paris")
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NAMES = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """``every`` 2 with ``WEEK`` is one week in two; ``weekdays`` 0 (Monday) to 6; ``until`` is included."""

    frequency: Frequency
    every: int = 1
    weekdays: frozenset[int] = frozenset()
    until: date | None = None

    def falls_on(self, day: date, first: date) -> bool:
        """Whether a series begun on ``first`` has an occurrence on ``day``."""
        if day < first or (self.until is not None and day > self.until):
            return False
        match self.frequency:
            case Frequency.DAY:
                return (day - first).days % self.every == 0
            case Frequency.WORKDAYS:
                return day.weekday() < 5
            case Frequency.WEEK:
                weeks = ((day - timedelta(day.weekday())) - (first - timedelta(first.weekday()))).days // 7
                return day.weekday() in (self.weekdays or {first.weekday()}) and weeks % self.every == 0
            case Frequency.MONTH:
                return day.day == first.day and self._months(day, first) % self.every == 0
            case Frequency.MONTH_RANK:
                same = (day.weekday(), rank(day)) == (first.weekday(), rank(first))
                return same and self._months(day, first) % self.every == 0
        return day == first

    @staticmethod
    def _months(day: date, first: date) -> int:
        return (day.year - first.year) * 12 + day.month - first.month

    def days(self, first: date, start: date, end: date) -> Iterator[date]:
        """The days of the series from ``start`` to ``end``, both included."""
        day, last = max(first, start), min(end, self.until) if self.until else end
        while day <= last:
            if self.falls_on(day, first):
                yield day
            day += timedelta(1)

    def rrule(self, first: date, *, all_day: bool) -> dict[str, object]:
        """The RECUR value of RFC 5545 §3.3.10 that says the same; UNTIL is in UTC unless the days are whole (§3.3.10)."""
        rule: dict[str, object] = {"freq": "MONTHLY"}
        if self.frequency == Frequency.DAY:
            rule = {"freq": "DAILY"}
        elif self.frequency == Frequency.WORKDAYS:
            rule = {"freq": "WEEKLY", "byday": list(CODES[:5])}
        elif self.frequency == Frequency.WEEK:
            rule = {"freq": "WEEKLY", "byday": [CODES[one] for one in sorted(self.weekdays or {first.weekday()})]}
        elif self.frequency == Frequency.MONTH_RANK:
            rule["byday"] = [f"{rank(first)}{CODES[first.weekday()]}"]
        if self.every > 1:
            rule["interval"] = self.every
        if self.until is not None:
            end = datetime.combine(self.until, time(23, 59, 59), tzinfo=PARIS).astimezone(UTC)
            rule["until"] = self.until if all_day else end
        return rule

    def sentence(self, first: date) -> str:
        """« une semaine sur 2, lundi et jeudi, jusqu'au 18/12/2026 »"""
        words = {
            Frequency.DAY: "chaque jour" if self.every == 1 else f"tous les {self.every} jours",
            Frequency.WORKDAYS: "du lundi au vendredi",
            Frequency.WEEK: "chaque semaine" if self.every == 1 else f"une semaine sur {self.every}",
        }.get(self.frequency, "chaque mois" if self.every == 1 else f"un mois sur {self.every}")
        if self.frequency == Frequency.WEEK:
            words += ", " + " et ".join(NAMES[one] for one in sorted(self.weekdays or {first.weekday()}))
        elif self.frequency == Frequency.MONTH:
            words += f", le {first.day}"
        elif self.frequency == Frequency.MONTH_RANK:
            words += f", le {rank(first)}{'er' if rank(first) == 1 else 'e'} {NAMES[first.weekday()]}"
        return words + (f", jusqu'au {self.until:%d/%m/%Y}" if self.until else "")


def rank(day: date) -> int:
    """2 for the second Tuesday of its month."""
    return (day.day - 1) // 7 + 1


def local(moment: datetime) -> datetime:
    return moment.astimezone(PARIS)


def at(day: date, hour: time) -> datetime:
    """This hour on the clock of that day, as an instant: an hour that the clock skips is the one it jumps to."""
    return datetime.combine(day, hour, tzinfo=PARIS).astimezone(UTC)


def midnight(day: date) -> datetime:
    return at(day, time())


def moved(starts_at: datetime, ends_at: datetime, day: date) -> tuple[datetime, datetime]:
    """The same hours of the clock on another day; where the change of hour would leave nothing, the length is kept."""
    start, end = local(starts_at), local(ends_at)
    begins = at(day, start.time())
    stops = at(day + (end.date() - start.date()), end.time())
    return begins, stops if stops > begins else begins + (ends_at - starts_at)
