"""Every write of the care, by subject."""

from __future__ import annotations

from alentour.care.services.cibles import close_cible
from alentour.care.services.evaluations import answer_evaluation, begin_evaluation, validate_evaluation
from alentour.care.services.events import (
    add_step,
    close_event,
    declare_event,
    declare_to_authority,
    settle_step,
    tell,
    watch_after,
)
from alentour.care.services.measures import Unlikely, cancel, handle, set_threshold, take
from alentour.care.services.notes import share_note, write_note
from alentour.care.services.releve import see, take_over
from alentour.care.services.tasks import (
    correct_realisation,
    plan_task,
    record_realisation,
    require_task_planner,
    stop_task,
)
from alentour.care.services.transmissions import write
from alentour.care.services.treatments import add_line, cancel_intake, note_intake, require_planner, stop_line

__all__ = [
    "Unlikely",
    "add_line",
    "add_step",
    "answer_evaluation",
    "begin_evaluation",
    "cancel",
    "cancel_intake",
    "close_cible",
    "close_event",
    "correct_realisation",
    "declare_event",
    "declare_to_authority",
    "handle",
    "note_intake",
    "plan_task",
    "record_realisation",
    "require_planner",
    "require_task_planner",
    "see",
    "set_threshold",
    "settle_step",
    "share_note",
    "stop_line",
    "stop_task",
    "take",
    "take_over",
    "tell",
    "validate_evaluation",
    "watch_after",
    "write",
    "write_note",
]
