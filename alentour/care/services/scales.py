"""Writes of the scales: begin, answer as one goes, complete, correct by a new version, validate, take an alert in charge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import can, require
from alentour.care.enums import COUNTED, AlertState, EvaluationState
from alentour.care.models import Evaluation
from alentour.care.scales import BadAnswer, Scale, Scored, current, find, score
from alentour.care.services.hours import hour_of
from alentour.care.services.locks import hold
from alentour.core import trace
from alentour.core.doors import ClosedDoor, Refused
from alentour.identity.models import Usager

LONGEST_NOTE = 5000


def may_fill(post: Post, scale: Scale) -> bool:
    """Whether this métier fills this scale: it writes evaluations, and the table names it."""
    return can(post, Act.WRITE, DataClass.EVALUATIONS) and post.metier in scale.writers


def require_filler(post: Post, scale: Scale) -> None:
    """Raises :class:`ClosedDoor` with the métiers that fill this scale."""
    require(post, Act.WRITE, DataClass.EVALUATIONS)
    if post.metier not in scale.writers:
        raise ClosedDoor(f"remplir l'échelle {scale.label}", sorted(metier.label for metier in scale.writers))


@transaction.atomic
def begin_scale(*, usager: Usager, by: Post, slug: str) -> Evaluation:
    """A new sheet of this scale, in its version in force; the draft that this post already has is given back rather than a second."""
    scale = current().get(slug)
    if scale is None:
        raise Refused("Cette échelle n'existe pas.")
    require_filler(by, scale)
    hold(usager)
    drafts = Evaluation.objects.for_post(by).filter(usager=usager, grid=slug, state=EvaluationState.DRAFT)
    mine: Evaluation | None = drafts.filter(author=by, grid_version=scale.version, replaces=None).first()
    if mine is not None:
        return mine
    return _new(usager, by, scale, done_at=timezone.now())


def _new(usager: Usager, by: Post, scale: Scale, *, done_at: datetime, **more: object) -> Evaluation:
    rows = Evaluation.objects.for_post(by).filter(usager=usager, grid=scale.slug)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    begun = Evaluation.objects.create(
        structure_id=by.structure_id, usager=usager, grid=scale.slug, grid_version=scale.version, number=last + 1,
        author=by, done_at=done_at, done_on=timezone.localdate(done_at), **more,
    )  # fmt: skip
    trace.record("evaluation.begun", by=by, usager_id=usager.id, target=begun, grid=scale.slug)
    return begun


@transaction.atomic
def answer_scale(
    *,
    evaluation: Evaluation,
    by: Post,
    answers: Mapping[str, str],
    done_at: datetime | None = None,
    note: str = "",
    seen: datetime | None = None,
) -> Scored:
    """Keep the answers, complete or not. ``seen``: the ``updated_at`` that the screen showed; a draft changed since is not overwritten."""
    held, scale = _open(evaluation, by)
    if seen is not None and seen != held.updated_at:
        raise Refused(
            "Ce brouillon a été modifié entre-temps, ici ou sur un autre écran. Vos réponses sont gardées ci-dessous : "
            "relisez-les, puis enregistrez de nouveau pour qu'elles remplacent les précédentes."
        )
    try:
        scored = score(scale, answers)
    except BadAnswer as bad:
        raise Refused(bad.sentence) from None
    moment = hour_of(done_at or held.done_at)
    _after_birth(held.usager, moment)
    held.answers = {key: answer for key, answer in answers.items() if answer}
    held.score, held.note = scored.total, note.strip()[:LONGEST_NOTE]
    held.done_at, held.done_on = moment, timezone.localdate(moment)
    held.save()
    evaluation.refresh_from_db()
    trace.record("evaluation.answered", by=by, usager_id=held.usager_id, target=held)
    return scored


def _after_birth(usager: Usager, moment: datetime) -> None:
    if usager.birth_date and timezone.localdate(moment) < usager.birth_date:
        raise Refused("La date de l'évaluation précède la naissance de la personne : vérifiez-la.")


@transaction.atomic
def complete_scale(*, evaluation: Evaluation, by: Post) -> Evaluation:
    """Make it a fact: it counts, never changes, replaces what it corrects, and asks for someone when its score says so.

    Raises :class:`Refused` while an answer is missing: there is no partial score.
    """
    held, scale = _open(evaluation, by)
    if held.score is None:
        missing = score(scale, held.answers).missing
        raise Refused(f"Pas de score tant qu'il manque une réponse : {' ; '.join(missing)}. Le brouillon est gardé.")
    held.state, held.completed_at = EvaluationState.COMPLETE, timezone.now()
    if held.replaces is not None:
        _set_aside(held.replaces)
    held.alert = _alert(held, scale)
    held.save()
    trace.record("evaluation.completed", by=by, usager_id=held.usager_id, target=held, grid=held.grid)
    return held


def _set_aside(corrected: Evaluation) -> None:
    changed = Evaluation.objects.filter(pk=corrected.pk, state__in=COUNTED).update(
        state=EvaluationState.CORRECTED, updated_at=timezone.now()
    )
    if not changed:
        raise Refused(
            "Cette évaluation a déjà été corrigée par une autre : relisez l'historique. Le brouillon est gardé."
        )
    Evaluation.objects.filter(pk=corrected.pk, alert=AlertState.OPEN).update(alert=AlertState.PASSED)


def _alert(held: Evaluation, scale: Scale) -> str:
    """Only the newest score of a scale asks for someone: the alerts of the older ones are passed."""
    assert held.done_at is not None
    assert held.score is not None
    same = Evaluation.objects.filter(
        structure_id=held.structure_id, usager=held.usager, grid=held.grid, state__in=COUNTED
    ).exclude(pk=held.pk)
    newest = not same.filter(done_at__gt=held.done_at).exists()
    if newest:
        same.filter(alert=AlertState.OPEN).update(alert=AlertState.PASSED)
    if not scale.alerts(held.score):
        return ""
    return AlertState.OPEN if newest else AlertState.PASSED


@transaction.atomic
def correct_scale(*, evaluation: Evaluation, by: Post) -> Evaluation:
    """A draft that takes up the answers of a finished evaluation; completed, it replaces it, and the old one stays readable."""
    scale = find(evaluation.grid, evaluation.grid_version)
    require_filler(by, scale)
    hold(evaluation.usager)
    held = Evaluation.objects.select_for_update(of=("self",)).select_related("usager").get(pk=evaluation.pk)
    if held.state not in COUNTED:
        raise Refused("Seule une évaluation remplie, et qui n'a pas déjà été corrigée, se corrige.")
    pending: Evaluation | None = held.corrections.filter(state=EvaluationState.DRAFT, author=by).first()
    if pending is not None:
        return pending
    assert held.done_at is not None
    return _new(
        held.usager, by, scale, done_at=held.done_at,
        answers=held.answers, note=held.note, score=held.score, replaces=held,
    )  # fmt: skip


@transaction.atomic
def validate_scale(*, evaluation: Evaluation, by: Post) -> Evaluation:
    """A médecin says that he has read it and agrees. Once, and only what is filled."""
    require(by, Act.VALIDATE, DataClass.EVALUATIONS)
    held = Evaluation.objects.select_for_update(of=("self",)).get(pk=evaluation.pk)
    if held.state != EvaluationState.COMPLETE:
        raise Refused(f"Cette évaluation est {held.get_state_display()} : seule une évaluation remplie se valide.")
    held.state, held.validated_by, held.validated_at = EvaluationState.VALIDATED, by, timezone.now()
    held.save()
    trace.record("evaluation.validated", by=by, usager_id=held.usager_id, target=held)
    return held


@transaction.atomic
def handle_scale_alert(*, evaluation: Evaluation, by: Post) -> bool:
    """« Je m'en occupe »: True when this gesture took the alert, False when somebody already had."""
    require(by, Act.WRITE, DataClass.SOINS)
    taken = Evaluation.objects.filter(Q(alert=AlertState.OPEN), pk=evaluation.pk).update(
        alert=AlertState.HANDLED, handled_by=by, handled_at=timezone.now()
    )
    if taken:
        trace.record("evaluation.alert-handled", by=by, usager_id=evaluation.usager_id, target=evaluation)
    return bool(taken)


def _open(evaluation: Evaluation, by: Post) -> tuple[Evaluation, Scale]:
    scale = find(evaluation.grid, evaluation.grid_version)
    require_filler(by, scale)
    held = Evaluation.objects.select_for_update(of=("self",)).select_related("usager", "replaces").get(pk=evaluation.pk)
    if held.state != EvaluationState.DRAFT:
        raise Refused(
            "Cette évaluation est déjà remplie : elle ne change plus. Corrigez-la, ou commencez-en une nouvelle."
        )
    return held, scale
