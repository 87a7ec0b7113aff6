"""Shapes of a page: actions, tabs, events of a timeline, figures, curves, options of a search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

# neutral: ink · action: green-blue · attention: amber · danger: red · citizen: violet (Mon espace santé)
Tone = Literal["neutral", "action", "attention", "danger", "citizen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """The one next gesture of a line. ``post`` makes it a form, for a gesture that changes something."""

    label: str
    url: str
    icon: str = ""
    post: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    label: str
    url: str
    current: bool = False
    count: int = 0
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, on a timeline. ``at`` aware; ``author`` as « Inès M. (IDE) »."""

    title: str
    at: datetime
    author: str = ""
    body: str = ""
    icon: str = "circle"
    tone: Tone = "neutral"
    url: str = ""
    action: Action | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stat:
    """One figure and what it counts. ``hint`` says the period or the comparison in words."""

    label: str
    value: str
    unit: str = ""
    hint: str = ""
    tone: Tone = "neutral"
    url: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One measure; ``value`` None leaves a hole in the curve."""

    at: datetime
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A curve of one constante. ``low`` and ``high`` bound the expected band, in ``unit``."""

    label: str
    unit: str
    points: tuple[Point, ...]
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One result of a search field: goes to ``url``, or is picked as ``value``."""

    label: str
    detail: str = ""
    url: str = ""
    value: str = ""
    icon: str = ""
    tone: Tone = "neutral"
    group: str = ""
