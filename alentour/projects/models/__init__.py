"""Rows of the projet personnalisé, by subject."""

from __future__ import annotations

from alentour.projects.models.accords import Accord, Opinion
from alentour.projects.models.bilans import Bilan, GoalReview
from alentour.projects.models.pieces import Action, Expectation, Goal, GoalNeed, Need, Resource
from alentour.projects.models.projet import Cadence, Projet
from alentour.projects.models.writing import Draft, Remark, Revision, Section

__all__ = [
    "Accord",
    "Action",
    "Bilan",
    "Cadence",
    "Draft",
    "Expectation",
    "Goal",
    "GoalNeed",
    "GoalReview",
    "Need",
    "Opinion",
    "Projet",
    "Remark",
    "Resource",
    "Revision",
    "Section",
]
