"""Every write of the projet personnalisé, by subject."""

from __future__ import annotations

from alentour.projects.services.accords import collect_accord, give_opinion
from alentour.projects.services.bilans import write_bilan
from alentour.projects.services.drafts import drop_draft, keep_draft
from alentour.projects.services.held import Stale
from alentour.projects.services.life import abandon, end, pause, resume, set_cadence, set_frame, start, validate
from alentour.projects.services.pieces import remove_piece, save_piece, set_state
from alentour.projects.services.remarks import remark
from alentour.projects.services.sections import save_section

__all__ = [
    "Stale",
    "abandon",
    "collect_accord",
    "drop_draft",
    "end",
    "give_opinion",
    "keep_draft",
    "pause",
    "remark",
    "remove_piece",
    "resume",
    "save_piece",
    "save_section",
    "set_cadence",
    "set_frame",
    "set_state",
    "start",
    "validate",
    "write_bilan",
]
