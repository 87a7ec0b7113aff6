"""Shapes of a person: header, identity chip, alerts, avatar (display rules: RNIV, specs/dmp-ins.md §1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from alentour.ui.shapes.page import Tone

InsStatus = Literal["provisoire", "recuperee", "validee", "qualifiee"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InsChip:
    """Status of the identity and its attributes (identité douteuse, homonyme, fictive)."""

    status: InsStatus
    doubtful: bool = False
    homonym: bool = False
    fictive: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAlert:
    """One mention of the alert line: an allergy (danger), a legal measure (attention), a contact (neutral)."""

    text: str
    icon: str = "triangle-alert"
    tone: Tone = "danger"
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHeader:
    """The person, the same everywhere. ``birth_date`` is a date, or the text of a lunar one (« 1952-02-00 »).

    ``name`` is the usage « Irène DUPONT »; ``birth_name`` and ``birth_given_name`` are shown apart when they differ.
    """

    name: str
    birth_date: date | str
    sex: Literal["F", "M", "I"]
    ins: InsChip
    birth_name: str = ""
    birth_given_name: str = ""
    url: str = ""
    photo_url: str = ""
    place: str = ""
    age: int | None = None
    alerts: tuple[PersonAlert, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Avatar:
    """A face or two initials; ``detail`` is the métier."""

    name: str
    detail: str = ""
    photo_url: str = ""
    citizen: bool = False
