"""Forms of the record."""

from __future__ import annotations

from alentour.record.forms.around import CircleForm, ConsentForm, PeopleFilter, TeamForm
from alentour.record.forms.contacts import ContactForm
from alentour.record.forms.fields import capitalised
from alentour.record.forms.lines import LineForm
from alentour.record.forms.stays import BackForm, LeaveForm, OutForm, RoomForm, StayForm

__all__ = [
    "BackForm",
    "CircleForm",
    "ConsentForm",
    "ContactForm",
    "LeaveForm",
    "LineForm",
    "OutForm",
    "PeopleFilter",
    "RoomForm",
    "StayForm",
    "TeamForm",
    "capitalised",
]
