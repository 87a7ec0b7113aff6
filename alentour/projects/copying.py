"""A new version begins as the one before: its text, what is still wanted, what is still being done."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from alentour.accounts.models import Post
from alentour.core.ids import uuid7
from alentour.projects.enums import ItemState
from alentour.projects.models import Action, Expectation, Goal, GoalNeed, Need, Projet, Resource, Revision, Section
from alentour.projects.models.pieces import Piece

LIVING = (ItemState.PREPARATION, ItemState.ACTIF)
P = TypeVar("P", bound=Piece)


def copy(before: Projet, after: Projet, *, by: Post) -> None:
    """Copy ``before`` into ``after``, inside the caller's transaction. Objectives reached or abandoned stay behind."""
    _sections(before, after, by)
    for expectation in Expectation.objects.filter(projet=before):
        _again(expectation, after)
    needs: dict[UUID, Need] = {}
    for need in Need.objects.filter(projet=before):
        needs[need.pk] = _again(need, after)
    goals: dict[UUID, Goal] = {}
    for goal in Goal.objects.filter(projet=before, state__in=LIVING):
        goals[goal.pk] = _again(goal, after)
    for link in GoalNeed.objects.filter(goal__in=list(goals)):
        GoalNeed.objects.create(structure_id=after.structure_id, goal=goals[link.goal_id], need=needs[link.need_id])
    _means(goals, before, after)


def _means(goals: dict[UUID, Goal], before: Projet, after: Projet) -> None:
    for action in Action.objects.filter(goal__in=list(goals), state__in=LIVING):
        action.goal = goals[action.goal_id]
        _again(action, after)
    for resource in Resource.objects.filter(projet=before):
        if resource.goal_id is None or resource.goal_id in goals:
            resource.goal = goals[resource.goal_id] if resource.goal_id else None
            _again(resource, after)


def _again(piece: P, after: Projet) -> P:
    """The same row under a new key; the lineage goes on, the versions begin again."""
    new = type(piece)()
    for field in piece._meta.concrete_fields:
        setattr(new, field.attname, getattr(piece, field.attname))
    new.pk, new.projet, new.version, new.key = uuid7(), after, 1, ""
    new.save(force_insert=True)
    return new


def _sections(before: Projet, after: Projet, by: Post) -> None:
    texts = {one.kind: one for one in Section.objects.filter(projet=before).select_related("author")}
    for section in Section.objects.filter(projet=after):
        old = texts.get(section.kind)
        if old is None or not old.text:
            continue
        section.text, section.version, section.author = old.text, 1, old.author
        section.save()
        Revision.objects.create(
            structure_id=after.structure_id, projet=after, of="section", object_id=section.id, version=1,
            content={"text": old.text}, author=old.author or by,
        )  # fmt: skip
