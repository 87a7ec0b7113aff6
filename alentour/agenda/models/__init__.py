from __future__ import annotations

from alentour.agenda.models.entries import Entry, EntryPost, EntryUsager
from alentour.agenda.models.feeds import Feed
from alentour.agenda.models.places import Place
from alentour.agenda.models.presences import Absence, Presence, Rhythm

__all__ = ["Absence", "Entry", "EntryPost", "EntryUsager", "Feed", "Place", "Presence", "Rhythm"]
