"""Forms of the care."""

from __future__ import annotations

from alentour.care.forms.evaluations import AggirForm
from alentour.care.forms.events import AuthorityForm, EventForm, StepForm, ToldForm
from alentour.care.forms.measures import ReadingForm, ThresholdForm
from alentour.care.forms.notes import NoteForm
from alentour.care.forms.scales import ScaleForm
from alentour.care.forms.tasks import SaidForm, TaskForm
from alentour.care.forms.transmissions import TransmissionForm
from alentour.care.forms.treatments import LineForm

__all__ = [
    "AggirForm",
    "AuthorityForm",
    "EventForm",
    "LineForm",
    "NoteForm",
    "ReadingForm",
    "SaidForm",
    "ScaleForm",
    "StepForm",
    "TaskForm",
    "ThresholdForm",
    "ToldForm",
    "TransmissionForm",
]
