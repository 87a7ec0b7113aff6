"""What the record shows: the person, the decisions, and each of its lines in words."""

from __future__ import annotations

from alentour.record.presenters.consents import ConsentLine, consent_lines
from alentour.record.presenters.header import Held, around, hold, person_header, person_line

__all__ = ["ConsentLine", "Held", "around", "consent_lines", "hold", "person_header", "person_line"]
