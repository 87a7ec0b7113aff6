"""Writes of the evaluations: begin, answer as one goes, validate once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import require
from alentour.care.enums import EvaluationState
from alentour.care.mapping import GRID, GRID_VERSION, Judged, judge
from alentour.care.models import Evaluation
from alentour.care.services.locks import hold
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.identity.models import Usager


@transaction.atomic
def begin_evaluation(*, usager: Usager, by: Post) -> Evaluation:
    """A new grid for this person; the one already in progress is given back rather than a second."""
    require(by, Act.WRITE, DataClass.EVALUATIONS)
    hold(usager)
    rows = Evaluation.objects.for_post(by).filter(usager=usager, grid=GRID)
    current: Evaluation | None = rows.filter(state=EvaluationState.DRAFT).first()
    if current is not None:
        return current
    last = rows.aggregate(last=Max("number"))["last"] or 0
    begun = Evaluation.objects.create(
        structure_id=by.structure_id, usager=usager, grid=GRID, grid_version=GRID_VERSION, number=last + 1, author=by,
        done_on=timezone.localdate(),
    )  # fmt: skip
    trace.record("evaluation.begun", by=by, usager_id=usager.id, target=begun, grid=GRID)
    return begun


@transaction.atomic
def answer_evaluation(
    *, evaluation: Evaluation, by: Post, answers: dict[str, Any], done_on: date | None = None, note: str = ""
) -> Judged:
    """Keep the answers, complete or not, and what they give (see ``mapping.judge``)."""
    require(by, Act.WRITE, DataClass.EVALUATIONS)
    held = _open(evaluation)
    if done_on and done_on > timezone.localdate():
        raise Refused("La date de l'évaluation est à venir : vérifiez-la.")
    judged = judge(answers)
    held.answers, held.note = answers, note.strip()[:5000]
    held.profile, held.gir = judged.profile, judged.gir
    held.done_on = done_on or held.done_on
    held.save()
    trace.record("evaluation.answered", by=by, usager_id=held.usager_id, target=held)
    return judged


@transaction.atomic
def validate_evaluation(*, evaluation: Evaluation, by: Post) -> Evaluation:
    """Make it the evaluation in force; refused while a letter is missing, and a second time."""
    require(by, Act.VALIDATE, DataClass.EVALUATIONS)
    held = _open(evaluation)
    if held.gir is None:
        raise Refused("Le GIR n'est pas encore connu : il manque au moins une lettre à la grille.")
    held.state, held.validated_by, held.validated_at = EvaluationState.VALIDATED, by, timezone.now()
    held.save()
    trace.record("evaluation.validated", by=by, usager_id=held.usager_id, target=held)
    return held


def _open(evaluation: Evaluation) -> Evaluation:
    held = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if held.state != EvaluationState.DRAFT:
        raise Refused("Cette évaluation est validée : elle ne change plus. Commencez-en une nouvelle.")
    return held
