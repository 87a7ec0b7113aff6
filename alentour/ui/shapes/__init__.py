"""What the components show: frozen shapes that presenters of the upper apps build and templates receive.

Every text is already in French and already allowed for the reader; a shape carries no rule and makes no query.
"""

from __future__ import annotations

from alentour.ui.shapes.document import DocumentCard, Photo, Provenance, Source
from alentour.ui.shapes.message import Bubble, Recipient, ThreadRow, ThreadState
from alentour.ui.shapes.page import Action, Event, Option, Point, Series, Stat, Tab, Tone
from alentour.ui.shapes.person import Avatar, InsChip, InsStatus, PersonAlert, PersonHeader
from alentour.ui.shapes.road import STEP_WORDS, Road, Step, StepName, Stuck

__all__ = [
    "STEP_WORDS",
    "Action",
    "Avatar",
    "Bubble",
    "DocumentCard",
    "Event",
    "InsChip",
    "InsStatus",
    "Option",
    "PersonAlert",
    "PersonHeader",
    "Photo",
    "Point",
    "Provenance",
    "Recipient",
    "Road",
    "Series",
    "Source",
    "Stat",
    "Step",
    "StepName",
    "Stuck",
    "Tab",
    "ThreadRow",
    "ThreadState",
    "Tone",
]
