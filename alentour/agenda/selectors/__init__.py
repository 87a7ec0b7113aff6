"""What the other rooms read: the day of a post, what awaits a person, whether she is here."""

from __future__ import annotations

from alentour.agenda.selectors.entries import Occurrence, day_of, find, next_for, next_of, of_usager
from alentour.agenda.selectors.presences import Cell, presences_of

__all__ = ["Cell", "Occurrence", "day_of", "find", "next_for", "next_of", "of_usager", "presences_of"]
