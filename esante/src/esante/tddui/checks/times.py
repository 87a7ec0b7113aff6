"""FHIR dates: are they dates, and which comes first, at the precision both have."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})")


def is_date(value: object, *, moment: bool = True) -> bool:
    """Whether this is a FHIR date (year, month or day), or a moment with its zone when one is allowed."""
    if not isinstance(value, str) or len(value) > 40:
        return False
    if _DATE.fullmatch(value):
        return _day(value) is not None
    return moment and bool(_MOMENT.fullmatch(value)) and _moment(value) is not None


def before(first: object, second: object) -> bool:
    """Whether ``first`` is certainly before ``second``; False when either is no date or when they may be the same."""
    if not (is_date(first) and is_date(second)):
        return False
    one, other = str(first), str(second)
    if "T" in one and "T" in other:
        moments = _moment(one), _moment(other)
        return moments[0] is not None and moments[1] is not None and moments[0] < moments[1]
    length = min(len(one.partition("T")[0]), len(other.partition("T")[0]))
    return one[:length] < other[:length]


def after_day(value: object, day: date) -> bool:
    """Whether a date is certainly later than a day (one day of grace for the zones)."""
    if not is_date(value):
        return False
    held = str(value).partition("T")[0]
    return held > date.fromordinal(day.toordinal() + 1).isoformat()[: len(held)]


def _day(value: str) -> date | None:
    found = _DATE.fullmatch(value)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None


def _moment(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value.replace("Z", "+00:00")).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
