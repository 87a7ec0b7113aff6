"""Birth dates as people type them (RNIV EXI ID 11 and 12): whole, lunar, or partly unknown and then marked uncertain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

NOT_A_DATE = "Écrivez la date comme 12/03/1938 (ou 03/1938, ou 1938, si vous n'en savez pas plus)."
FUTURE = "Cette date de naissance n'est pas encore arrivée."
_SHAPES = (
    re.compile(r"(?P<day>\d{1,2})[/. -](?P<month>\d{1,2})[/. -](?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"),
    re.compile(r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})"),
    re.compile(r"(?P<month>\d{1,2})[/.-](?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})"),
)


@dataclass(frozen=True, slots=True)
class BirthDate:
    """``text`` is YYYY-MM-DD; ``uncertain`` when a part of it was filled by the rule, not by the person."""

    text: str
    uncertain: bool = False


def read(typed: str) -> BirthDate:
    """Understand a typed birth date; raises ``ValueError`` with a French sentence.

    Day unknown: the 1st of the month. Day and month unknown: 31 December. Zeros are kept: a lunar date is legitimate.
    """
    typed = typed.strip()
    found = next((match for shape in _SHAPES if (match := shape.fullmatch(typed))), None)
    if found is None:
        raise ValueError(NOT_A_DATE)
    parts = found.groupdict()
    year, month, day = parts["year"], parts.get("month"), parts.get("day")
    if month is None:
        text, uncertain = f"{year}-12-31", True
    elif day is None:
        text, uncertain = f"{year}-{int(month):02d}-01", True
    else:
        text, uncertain = f"{year}-{int(month):02d}-{int(day):02d}", False
    _check(text)
    return BirthDate(text, uncertain)


def _check(text: str) -> None:
    """A day that the calendar does not have is refused, unless it is lunar (day 00, month 00 or above 12)."""
    year, month, day = (int(part) for part in text.split("-"))
    lunar = day == 0 or month == 0 or month > 12
    if not 1870 <= year <= timezone.localdate().year:
        raise ValueError(FUTURE if year > timezone.localdate().year else NOT_A_DATE)
    if lunar:
        return
    try:
        born = date(year, month, day)
    except ValueError:
        raise ValueError(NOT_A_DATE) from None
    if born > timezone.localdate():
        raise ValueError(FUTURE)
