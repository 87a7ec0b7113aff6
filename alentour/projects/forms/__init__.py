"""Forms of the projet personnalisé."""

from __future__ import annotations

from alentour.projects.forms.accords import AccordForm, OpinionForm
from alentour.projects.forms.bilans import BilanForm
from alentour.projects.forms.lists import CadenceForm, ListFilter
from alentour.projects.forms.pieces import FORMS, PieceForm
from alentour.projects.forms.writing import FrameForm, ReasonForm, RemarkForm, SectionForm, StateForm

__all__ = [
    "FORMS",
    "AccordForm",
    "BilanForm",
    "CadenceForm",
    "FrameForm",
    "ListFilter",
    "OpinionForm",
    "PieceForm",
    "ReasonForm",
    "RemarkForm",
    "SectionForm",
    "StateForm",
]
