"""Rows of the care, by subject."""

from __future__ import annotations

from alentour.care.models.measures import Measure, Reading, Threshold
from alentour.care.models.transmissions import Transmission

__all__ = ["Measure", "Reading", "Threshold", "Transmission"]
