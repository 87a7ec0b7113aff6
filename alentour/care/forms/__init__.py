"""Forms of the care."""

from __future__ import annotations

from alentour.care.forms.evaluations import AggirForm
from alentour.care.forms.measures import ReadingForm, ThresholdForm
from alentour.care.forms.transmissions import TransmissionForm

__all__ = ["AggirForm", "ReadingForm", "ThresholdForm", "TransmissionForm"]
