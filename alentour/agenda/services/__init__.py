"""Every write of the agenda, by subject."""

from __future__ import annotations

from alentour.agenda.services.attendance import note_attendance
from alentour.agenda.services.entries import change, plan, say
from alentour.agenda.services.feeds import feed_of, open_feed, read_feed, revoke_feed
from alentour.agenda.services.places import add_place, retire_place
from alentour.agenda.services.plans import Conflicting, Plan
from alentour.agenda.services.presences import announce_absence, call, end_absence, set_rhythm, withdraw_absence

__all__ = [
    "Conflicting",
    "Plan",
    "add_place",
    "announce_absence",
    "call",
    "change",
    "end_absence",
    "feed_of",
    "note_attendance",
    "open_feed",
    "plan",
    "read_feed",
    "retire_place",
    "revoke_feed",
    "say",
    "set_rhythm",
    "withdraw_absence",
]
