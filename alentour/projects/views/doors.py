"""Reaching a version, an objective, a bilan: by the door of its person, then by what the métier reads of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.projects import rules, selectors
from alentour.projects.models import Bilan, Goal, Projet
from alentour.projects.models.pieces import Piece
from alentour.projects.services.pieces import KINDS
from alentour.record.access import door


def opened(request: WorkRequest, projet_id: UUID, act: Act = Act.READ) -> Projet:
    """The version, its person's door passed, its content open to this métier."""
    projet = selectors.projet_for(request.post, projet_id)
    if projet is None:
        raise Http404("no such projet")
    _pass(request, projet, act)
    return projet


def opened_goal(request: WorkRequest, goal_id: UUID, act: Act = Act.READ) -> Goal:
    goal = selectors.goal_for(request.post, goal_id)
    if goal is None:
        raise Http404("no such objective")
    _pass(request, goal.projet, act)
    return goal


def opened_bilan(request: WorkRequest, bilan_id: UUID) -> Bilan:
    bilan = selectors.bilan_for(request.post, bilan_id)
    if bilan is None:
        raise Http404("no such bilan")
    _pass(request, bilan.projet, Act.READ)
    return bilan


def piece_of(projet: Projet, kind: str, piece_id: UUID) -> Piece:
    """A piece of this version."""
    model: Any = KINDS.get(kind)
    if model is None:
        raise Http404("no such kind of piece")
    row: Piece | None = model._default_manager.filter(
        structure_id=projet.structure_id, projet=projet, pk=piece_id
    ).first()
    if row is None:
        raise Http404("no such piece")
    return row


def _pass(request: WorkRequest, projet: Projet, act: Act) -> None:
    projet.usager = door(request, projet.usager_id, act, DataClass.PROJET)
    rules.require_content(request.post)
