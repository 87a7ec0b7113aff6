"""Writes of the soins that come back: plan one, stop it, say what came of a passage."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from alentour.accounts.enums import Act
from alentour.accounts.models import Post
from alentour.accounts.rights import metiers_that_can, require
from alentour.care.models import CareTask, Realisation
from alentour.care.rules import may_plan_task
from alentour.care.selectors.tasks import standing as standing_at
from alentour.care.services.hours import hour_of
from alentour.care.services.locks import hold
from alentour.care.tasks import Done, Rhythm, TaskMoment, slots, unpack
from alentour.core import trace
from alentour.core.doors import ClosedDoor, Refused
from alentour.core.once import sent
from alentour.identity.models import Usager
from alentour.ui.words import hour

LONGEST = 2000
# A passage put off is shown on its day and on the next one.
FARTHEST = timedelta(hours=24)
RELOAD = "Un collègue vient de noter ce passage : rechargez la page."


@transaction.atomic
def plan_task(*, usager: Usager, by: Post, label: str, key: str = "", **details: Any) -> CareTask:
    """Plan a soin or a surveillance (``details``: the other fields of :class:`CareTask`). The same ``key`` writes once.

    Raises :class:`Refused` when what, when or until when does not hold together; ``ClosedDoor`` when the métier does not plan it.
    """
    task = CareTask(
        structure_id=by.structure_id, usager=usager, written_by=by, label=label.strip()[:120], key=key, **details
    )
    require_task_planner(by, task)
    hold(usager)
    already = sent(CareTask.objects.for_post(by), key)
    if already is not None:
        return already
    _check_task(task)
    task.save()
    trace.record("task.planned", by=by, usager_id=usager.id, target=task, source=task.source)
    return task


def require_task_planner(by: Post, task: CareTask) -> None:
    """Raise ``ClosedDoor`` for a métier that neither plans this nature nor does this very soin itself."""
    if not may_plan_task(by, task.kind, unpack(task.metiers)):
        raise ClosedDoor("planifier ce soin", metiers_that_can(Act.WRITE, task.kind.kind))


def _check_task(task: CareTask) -> None:
    if not task.label:
        raise Refused("Indiquez le soin, la surveillance ou l'accompagnement.")
    if task.ends_on and task.ends_on < task.starts_on:
        raise Refused("La fin ne peut pas précéder le début.")
    rhythm = Rhythm(task.rhythm)
    if rhythm == Rhythm.SEMAINE and not unpack(task.weekdays):
        raise Refused("Choisissez au moins un jour de la semaine.")
    if rhythm in {Rhythm.INTERVALLE, Rhythm.HEURES} and not task.every:
        raise Refused("Indiquez tous les combien : un nombre de jours ou d'heures.")
    if rhythm == Rhythm.HEURES and (task.every or 0) > 72:
        raise Refused("Au-delà de 72 heures, comptez plutôt en jours.")
    if rhythm != Rhythm.HEURES and not set(unpack(task.moments)) <= set(TaskMoment.values):
        raise Refused("Choisissez le moment de la journée dans la liste.")


@transaction.atomic
def stop_task(*, task: CareTask, by: Post, reason: str) -> CareTask:
    """Stop a soin, once, with its reason; what was done stays written."""
    require_task_planner(by, task)
    reason = reason.strip()[:LONGEST]
    if not reason:
        raise Refused("Indiquez pourquoi ce soin s'arrête.")
    stopped = CareTask.objects.for_post(by).filter(pk=task.pk, stopped_at=None)
    if not stopped.update(stopped_at=timezone.now(), stopped_by=by, stop_reason=reason):
        raise Refused("Ce soin est déjà arrêté.")
    trace.record("task.stopped", by=by, usager_id=task.usager_id, target=task)
    task.refresh_from_db()
    return task


@transaction.atomic
def record_realisation(
    *,
    task: CareTask,
    by: Post,
    day: date,
    slot: str,
    state: Done,
    reason: str = "",
    comment: str = "",
    postponed_to: datetime | None = None,
    done_at: datetime | None = None,
    based_on: str | None = None,
    key: str = "",
) -> Realisation:
    """Say what came of a passage: to do → done, not done, postponed; postponed → done, not done, postponed again. Never twice.

    ``based_on`` is the version the writer saw (``selectors.tasks.version_of``; "" when nothing was said yet; None: not compared).
    The same ``key`` writes once. Raises :class:`Refused` when a colleague already said it, when the passage is not planned, without a
    motif where one is due.
    """
    require(by, Act.WRITE, task.kind.kind)
    moment = hour_of(done_at)
    task = CareTask.objects.select_for_update().get(pk=task.pk)
    again = sent(Realisation.objects.for_post(by), key)
    if again is not None:
        return again
    _check_passage(task, by, day, slot)
    _check_said(state, reason, postponed_to)
    standing = standing_at(task, day, slot)
    if standing is not None and standing.state != Done.POSTPONED:
        raise Refused(_already(standing, by))
    if based_on is not None and based_on != (str(standing.pk) if standing else ""):
        raise Refused(_already(standing, by) if standing else RELOAD)
    row = _write(
        task=task, by=by, day=day, slot=slot, state=state, reason=reason, comment=comment, postponed_to=postponed_to,
        done_at=moment, replaces=standing, key=key,
    )  # fmt: skip
    trace.record("task.said", by=by, usager_id=task.usager_id, target=row, state=state, day=day.isoformat(), slot=slot)
    return row


@transaction.atomic
def correct_realisation(
    *,
    realisation: Realisation,
    by: Post,
    state: Done,
    reason: str = "",
    comment: str = "",
    postponed_to: datetime | None = None,
    done_at: datetime | None = None,
) -> Realisation:
    """Correct what one wrote oneself; the first version stays readable. Raises :class:`Refused` when it was corrected meanwhile."""
    require(by, Act.WRITE, realisation.task.kind.kind)
    if realisation.by_id != by.id:
        raise Refused("Seule la personne qui a noté ce passage peut le corriger ; écrivez-lui, ou une transmission.")
    moment = hour_of(done_at or realisation.done_at)
    task = CareTask.objects.select_for_update().get(pk=realisation.task_id)
    _check_said(state, reason, postponed_to)
    standing = standing_at(task, realisation.day, realisation.slot)
    if standing is None or standing.pk != realisation.pk:
        raise Refused("Ce passage a déjà été corrigé : rechargez la page.")
    row = _write(
        task=task, by=by, day=standing.day, slot=standing.slot, state=state, reason=reason, comment=comment,
        postponed_to=postponed_to, done_at=moment, replaces=standing, key="",
    )  # fmt: skip
    trace.record("task.corrected", by=by, usager_id=task.usager_id, target=row, state=state, before=standing.state)
    return row


def _check_passage(task: CareTask, by: Post, day: date, slot: str) -> None:
    wanted = unpack(task.metiers)
    if wanted and by.metier not in wanted and not may_plan_task(by, task.kind, wanted):
        raise Refused("Ce soin est confié à un autre métier : écrivez une transmission si vous l'avez fait.")
    if day > timezone.localdate():
        raise Refused("Ce passage est à venir : il se note le jour même.")
    stopped = timezone.localdate(task.stopped_at) if task.stopped_at else None
    if slot not in slots(task, day) or (stopped and day > stopped):
        raise Refused("Ce passage n'est pas prévu : le plan de soins a changé, rechargez la page.")


def _check_said(state: Done, reason: str, postponed_to: datetime | None) -> None:
    if state != Done.DONE and not reason.strip():
        raise Refused("Indiquez le motif : la personne refuse, dort, est absente…")
    if state == Done.POSTPONED and (postponed_to is None or postponed_to <= timezone.now()):
        raise Refused("Indiquez à quelle heure, à venir, ce soin est reporté.")
    if postponed_to is not None and postponed_to > timezone.now() + FARTHEST:
        raise Refused("Un soin se reporte au lendemain au plus ; au-delà, notez-le non fait.")


def _write(*, task: CareTask, replaces: Realisation | None, reason: str, comment: str, **said: Any) -> Realisation:
    now = timezone.now()
    if replaces is not None:
        changed = Realisation.objects.filter(pk=replaces.pk, replaced_at=None).update(replaced_at=now)
        if not changed:
            raise Refused(RELOAD)
    try:
        with transaction.atomic():
            return Realisation.objects.create(
                structure_id=task.structure_id, usager_id=task.usager_id, task=task, replaces=replaces,
                reason=reason.strip()[:LONGEST], comment=comment.strip()[:LONGEST], **said,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(RELOAD) from None


def _already(said: Realisation, by: Post) -> str:
    who = "vous" if said.by_id == by.id else str(said.by.professional)
    return f"Ce passage est déjà noté « {Done(said.state).label} » par {who} à {hour(said.done_at)}."
