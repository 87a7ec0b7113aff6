"""Rows of the care, by subject."""

from __future__ import annotations

from alentour.care.models.evaluations import Evaluation
from alentour.care.models.events import CareEvent, EventNotice, EventStep
from alentour.care.models.measures import Measure, Reading, Threshold
from alentour.care.models.notes import PrivateNote
from alentour.care.models.tasks import CareTask, Realisation
from alentour.care.models.transmissions import Cible, Mention, ReadMark, Releve, Transmission
from alentour.care.models.treatments import Administration, TreatmentLine

__all__ = [
    "Administration",
    "CareEvent",
    "CareTask",
    "Cible",
    "Evaluation",
    "EventNotice",
    "EventStep",
    "Measure",
    "Mention",
    "PrivateNote",
    "ReadMark",
    "Reading",
    "Realisation",
    "Releve",
    "Threshold",
    "Transmission",
    "TreatmentLine",
]
