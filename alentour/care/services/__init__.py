"""Every write of the care, by subject."""

from __future__ import annotations

from alentour.care.services.cibles import close_cible
from alentour.care.services.evaluations import answer_evaluation, begin_evaluation, validate_evaluation
from alentour.care.services.measures import Unlikely, cancel, handle, set_threshold, take
from alentour.care.services.releve import see, take_over
from alentour.care.services.transmissions import write

__all__ = [
    "Unlikely",
    "answer_evaluation",
    "begin_evaluation",
    "cancel",
    "close_cible",
    "handle",
    "see",
    "set_threshold",
    "take",
    "take_over",
    "validate_evaluation",
    "write",
]
