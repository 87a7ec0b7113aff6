"""The traits of a person's identity, and what differs between two sources.

Source: RNIV 2.0 (strict traits, EXI ID 10), CI-SIS «Structuration minimale» §patient.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .names import normalise

STRICT_TRAITS = ("birth_name", "given_names", "first_given_name", "birth_date", "sex", "birth_place")
UNKNOWN_PLACE = "99999"


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """Traits of identity, as a source gave them; an empty text means the source is silent.

    given_names     whole list of the birth record, one text, separated by spaces
    birth_date      YYYY-MM-DD, kept as text: a «lunar» date (day or month 00, month above 12) is legitimate
    sex             F or M (I, U when a source says so)
    birth_place     INSEE code (COG) of the commune or country in force at birth, 5 characters; 99999 unknown
    """

    birth_name: str
    given_names: str = ""
    first_given_name: str = ""
    birth_date: str = ""
    sex: str = ""
    birth_place: str = ""
    used_name: str = ""
    used_given_name: str = ""

    def __post_init__(self) -> None:
        if self.birth_date and not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", self.birth_date):
            raise ValueError("birth_date is written YYYY-MM-DD")

    @property
    def date_is_lunar(self) -> bool:
        """Whether the birth date is no day of a calendar: never parse it, never show it as certain."""
        if len(self.birth_date) < 10:
            return bool(self.birth_date)
        month, day = int(self.birth_date[5:7]), int(self.birth_date[8:])
        return not (1 <= month <= 12 and 1 <= day <= 31)

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the strict traits the source is silent about."""
        return tuple(name for name in STRICT_TRAITS if not _value(self, name))


def disagreements(a: Traits, b: Traits, *, tolerate_absent: bool = False) -> tuple[str, ...]:
    """Names of the strict traits that differ between two sources, in the order of `STRICT_TRAITS`.

    Names are compared after `normalise`. The first given name agrees when it begins the other's list: PIERRE-ALAIN and
    the list PIERRE ALAIN MURIEL are coherent (RNIV EXI ID 10). A trait absent on one side differs, for nothing is
    proved equal to a void, unless `tolerate_absent`; the first given name alone may be deduced from the list.
    """
    return tuple(name for name in STRICT_TRAITS if not _agree(a, b, name, tolerate_absent))


def _agree(a: Traits, b: Traits, name: str, tolerate_absent: bool) -> bool:
    if name == "first_given_name":
        return _first_names_agree(a, b, tolerate_absent)
    left, right = _value(a, name), _value(b, name)
    if not left or not right:
        return tolerate_absent or left == right
    return left == right


def _first_names_agree(a: Traits, b: Traits, tolerate_absent: bool) -> bool:
    left, right = normalise(a.first_given_name), normalise(b.first_given_name)
    return left == right or (_coherent(left, b, tolerate_absent) and _coherent(right, a, tolerate_absent))


def _coherent(first: str, other: Traits, tolerate_absent: bool) -> bool:
    """Whether a first given name begins the other source's list, at the end of a word."""
    names = normalise(other.given_names) or normalise(other.first_given_name)
    if not first or not names:
        return not first or tolerate_absent
    return f"{names} ".startswith(f"{first} ")


def _value(traits: Traits, name: str) -> str:
    value: str = getattr(traits, name)
    if name == "birth_place":
        return "" if value == UNKNOWN_PLACE else value.upper()
    return value if name == "birth_date" else normalise(value)
