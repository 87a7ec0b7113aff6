"""What the screens of the care read, by subject."""

from __future__ import annotations

from alentour.care.selectors.measures import alerts_for, alerts_of, latest_of, limits_of
from alentour.care.selectors.releve import mentions_for
from alentour.care.selectors.transmissions import cibles_of, readable, transmissions_of, writable

__all__ = [
    "alerts_for",
    "alerts_of",
    "cibles_of",
    "latest_of",
    "limits_of",
    "mentions_for",
    "readable",
    "transmissions_of",
    "writable",
]
