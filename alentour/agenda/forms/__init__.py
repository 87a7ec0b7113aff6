from __future__ import annotations

from alentour.agenda.forms.entries import EntryForm
from alentour.agenda.forms.presences import AbsenceForm, PlaceForm, ReturnForm, RhythmForm

__all__ = ["AbsenceForm", "EntryForm", "PlaceForm", "ReturnForm", "RhythmForm"]
