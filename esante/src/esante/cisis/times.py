"""Times of HL7 (TS) and of XDS metadata (DTM).

Source: HL7 v3 datatypes TS; ITI TF-3 §4.2.3.1.7 (UTC, `YYYYMMDDhhmmss`). The clock is always the caller's.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from .errors import BadTime

_HL7 = re.compile(r"(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\.\d+)?(Z|[+-]\d{2,4})?", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)


def hl7(moment: datetime) -> str:
    """`YYYYMMDDhhmmss+zzzz` in the zone the moment carries; raises `BadTime` when it carries none."""
    if moment.tzinfo is None:
        raise BadTime("a moment without time zone cannot be written")
    return moment.strftime("%Y%m%d%H%M%S%z")[:19]


def utc14(moment: datetime) -> str:
    """`YYYYMMDDhhmmss` in UTC, the precision XDS metadata ask for."""
    if moment.tzinfo is None:
        raise BadTime("a moment without time zone cannot be written")
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def hl7_day(day: date) -> str:
    """`YYYYMMDD`."""
    return day.strftime("%Y%m%d")


def parse_hl7(text: str, *, default_zone: timezone = UTC) -> datetime:
    """An aware moment from an HL7 TS or, leniently, an ISO 8601 date; missing parts are the first of their kind.

    A text without zone is taken in `default_zone`. Raises `BadTime`. Birth dates are not read here: see `traits`.
    """
    found = _HL7.fullmatch(text.strip()) or _ISO.fullmatch(text.strip())
    if found is None:
        raise BadTime("this text is not an HL7 time")
    year, month, day, hour, minute, second, _fraction, zone = found.groups()
    try:
        return datetime(
            int(year),
            int(month or 1),
            int(day or 1),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            tzinfo=_zone(zone, default_zone),
        )
    except ValueError as error:
        raise BadTime("this text is not an HL7 time") from error


def has_zone(text: str) -> bool:
    """Whether an HL7 time says its zone."""
    return bool(re.search(r"(Z|[+-]\d{2}:?\d{1,2})$", text)) and len(text) > 10


def _zone(text: str | None, default: timezone) -> timezone:
    if not text:
        return default
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    if len(digits) == 3:  # «+100», met in official examples
        digits = f"0{digits}"
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0)))
