"""Evaluating the projet with the person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from alentour.accounts.models import Post
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.core.once import sent
from alentour.projects import cadence, rules
from alentour.projects.enums import BilanKind, ItemState, Result
from alentour.projects.models import Bilan, Goal, GoalReview, Projet
from alentour.projects.services.drafts import drop_draft
from alentour.projects.services.held import hold, past, text_of

SLOT = "bilan"


@transaction.atomic
def write_bilan(
    *,
    projet: Projet,
    by: Post,
    kind: BilanKind,
    synthesis: str,
    reviews: Mapping[Goal, tuple[Result, str]],
    done_on: date | None = None,
    next_on: date | None = None,
    present: str = "",
    said: str = "",
    key: str = "",
) -> Bilan:
    """Write a bilan of the projet in force: an objective reached is closed, the next review is set (a year away at most).

    The same ``key`` writes once. Raises :class:`Refused` when an active objective is left without a result.
    """
    rules.require_leader(by)
    held = hold(projet)
    already = sent(Bilan.objects.filter(structure_id=by.structure_id), key)
    if already is not None:
        return already
    if not held.is_in_force:
        raise Refused("Un bilan se tient sur un projet en cours : validez-le d'abord.")
    day = past(done_on, "La date du bilan")
    if held.starts_on and day < held.starts_on:
        raise Refused("Le bilan ne peut pas précéder l'entrée en vigueur du projet.")
    again = _next(held, day, next_on)
    goals = {goal.pk: goal for goal in Goal.objects.filter(projet=held)}
    _check_reviews(goals, reviews)
    bilan = Bilan.objects.create(
        structure_id=held.structure_id, projet=held, kind=kind, done_on=day, next_on=again, author=by, key=key,
        synthesis=text_of(synthesis, needed="Écrivez la synthèse du bilan."), present=text_of(present, longest=2000),
        said=text_of(said),
    )  # fmt: skip
    for goal, (result, text) in reviews.items():
        _review(bilan, goals[goal.pk], result, text)
    Projet.objects.filter(pk=held.pk).update(review_on=again)
    drop_draft(projet=held, by=by, slot=SLOT)
    trace.record("projet.bilan", by=by, usager_id=held.usager_id, target=held, bilan=bilan.pk, kind=kind)
    return bilan


def _next(projet: Projet, day: date, asked: date | None) -> date:
    limit = cadence.after(day, cadence.LONGEST_REVIEW)
    if asked is None:
        return cadence.after(day, cadence.months(projet.usager.structure)[0])
    if not day < asked <= limit:
        raise Refused("Le prochain bilan se tient après celui-ci, et dans l'année qui suit.")
    return asked


def _check_reviews(goals: Mapping[object, Goal], reviews: Mapping[Goal, tuple[Result, str]]) -> None:
    given = {goal.pk for goal in reviews}
    if not given <= goals.keys():
        raise Refused("Un objectif de ce bilan est celui d'une autre version : rouvrez la page.")
    left = [goal.title for goal in goals.values() if goal.state == ItemState.ACTIF and goal.pk not in given]
    if left:
        raise Refused(f"Il reste à dire où en est : {left[0]}.")


def _review(bilan: Bilan, goal: Goal, result: Result, text: str) -> None:
    GoalReview.objects.create(
        structure_id=bilan.structure_id, bilan=bilan, goal=goal, result=result, text=text_of(text, longest=5000)
    )
    if result == Result.ATTEINT and goal.state != ItemState.TERMINE:
        goal.state = ItemState.TERMINE
        goal.version += 1
        goal.save()
