"""Writes of the plan de prise: a line, its stop, what came of a dose."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import metiers_that_can, require
from alentour.care.enums import TRANSITIONS, Intake, Moment
from alentour.care.models import Administration, TreatmentLine
from alentour.care.rules import may_plan
from alentour.care.services.hours import hour_of
from alentour.care.services.locks import hold
from alentour.core import trace
from alentour.core.doors import ClosedDoor, Refused
from alentour.core.once import sent
from alentour.identity.models import Usager
from alentour.ui.words import hour


@transaction.atomic
def add_line(*, usager: Usager, by: Post, drug: str, key: str = "", **details: Any) -> TreatmentLine:
    """Copy a line of an ordonnance (``details``: the other fields of :class:`TreatmentLine`). The same ``key`` writes once."""
    require_planner(by)
    hold(usager)
    already = sent(TreatmentLine.objects.for_post(by), key)
    if already is not None:
        return already
    line = TreatmentLine(
        structure_id=by.structure_id, usager=usager, written_by=by, drug=drug.strip()[:300], key=key, **details
    )
    _check_line(line)
    line.save()
    trace.record("treatment.added", by=by, usager_id=usager.id, target=line)
    return line


def require_planner(by: Post) -> None:
    """Raise ``ClosedDoor`` for a métier that does not write the plan de prise (``rules.may_plan``)."""
    if not may_plan(by):
        raise ClosedDoor("écrire le plan de prise", metiers_that_can(Act.READ, DataClass.PRESCRIPTION))


def _check_line(line: TreatmentLine) -> None:
    if not line.drug:
        raise Refused("Indiquez le médicament.")
    if not line.moments and not line.besoin:
        raise Refused("Indiquez une dose, à un moment de la journée au moins ou si besoin.")
    if not line.prescriber.strip() or not line.document_label.strip():
        raise Refused("Indiquez le prescripteur et l'ordonnance : un traitement sans prescription ne se donne pas.")
    if line.ends_on and line.ends_on < line.starts_on:
        raise Refused("La fin du traitement ne peut pas précéder son début.")


@transaction.atomic
def stop_line(*, line: TreatmentLine, by: Post, reason: str) -> TreatmentLine:
    """Stop a medicine, once, with its reason; what was given stays written."""
    require_planner(by)
    reason = reason.strip()[:2000]
    if not reason:
        raise Refused("Indiquez pourquoi ce traitement s'arrête.")
    stopped = TreatmentLine.objects.filter(pk=line.pk, stopped_at=None).update(
        stopped_at=timezone.now(), stopped_by=by, stop_reason=reason
    )
    if not stopped:
        raise Refused("Ce traitement est déjà arrêté.")
    trace.record("treatment.stopped", by=by, usager_id=line.usager_id, target=line)
    line.refresh_from_db()
    return line


@transaction.atomic
def note_intake(
    *,
    line: TreatmentLine,
    by: Post,
    day: date,
    moment: Moment,
    state: Intake,
    reason: str = "",
    done_at: datetime | None = None,
) -> Administration:
    """Say what came of a dose: planned → given, refused, held, missed; held → given, refused, missed. Never twice.

    Raises :class:`Refused` when a colleague already said it, when the dose is not in the plan, without a reason where one is due.
    """
    require(by, Act.WRITE, DataClass.ADMINISTRATION)
    moment_of_gesture = hour_of(done_at)
    line = TreatmentLine.objects.select_for_update().get(pk=line.pk)
    _check_dose(line, day, moment, state, reason)
    held = None if moment == Moment.BESOIN else _standing(line, day, moment).first()
    if held is not None:
        return _move(held, by, state, reason, moment_of_gesture)
    rank = _next_as_needed(line, day, moment_of_gesture) if moment == Moment.BESOIN else 0
    try:
        with transaction.atomic():
            row = Administration.objects.create(
                structure_id=by.structure_id, usager=line.usager, line=line, day=day, moment=moment, rank=rank, state=state,
                reason=reason.strip()[:2000], by=by, done_at=moment_of_gesture,
            )  # fmt: skip
    except IntegrityError:
        raise Refused("Un collègue vient de noter cette prise : rechargez la page.") from None
    trace.record(f"intake.{state.name.lower()}", by=by, usager_id=line.usager_id, target=row, moment=moment)
    return row


def _standing(line: TreatmentLine, day: date, moment: Moment) -> Any:
    return Administration.objects.filter(line=line, day=day, moment=moment, cancelled_at=None).select_related(
        "by__professional"
    )


def _check_dose(line: TreatmentLine, day: date, moment: Moment, state: Intake, reason: str) -> None:
    if state not in TRANSITIONS[Intake.PLANNED]:
        raise Refused("Indiquez ce qu'il est advenu de la prise.")
    if day > timezone.localdate():
        raise Refused("Cette prise est à venir : elle se note le jour même.")
    if not line.runs_on(day) or not line.dose(moment):
        raise Refused("Cette prise n'est pas dans le plan : le traitement a changé, rechargez la page.")
    if moment == Moment.BESOIN and state != Intake.GIVEN:
        raise Refused("Un traitement si besoin se note quand il est donné.")
    if state != Intake.GIVEN and not reason.strip():
        raise Refused("Indiquez pourquoi la prise n'a pas eu lieu.")


def _move(held: Administration, by: Post, state: Intake, reason: str, done_at: datetime) -> Administration:
    before = Intake(held.state)
    if state not in TRANSITIONS.get(before, frozenset()):
        raise Refused(
            f"Cette prise est déjà notée « {before.label} » par {held.by.professional} à {hour(held.done_at)}."
        )
    moved = Administration.objects.filter(pk=held.pk, state=before, cancelled_at=None)
    held.state, held.by, held.done_at, held.reason = state, by, done_at, reason.strip()[:2000]
    if not moved.update(state=state, by=by, done_at=done_at, reason=held.reason, entered_at=timezone.now()):
        raise Refused("Un collègue vient de noter cette prise : rechargez la page.")
    trace.record(f"intake.{state.name.lower()}", by=by, usager_id=held.usager_id, target=held, before=before)
    return held


def _next_as_needed(line: TreatmentLine, day: date, done_at: datetime) -> int:
    """The rank of the next dose taken when needed; refused beyond the limits of the prescription."""
    rows = Administration.objects.filter(line=line, moment=Moment.BESOIN, cancelled_at=None)
    today = rows.filter(day=day).count()
    if line.max_per_day and today >= line.max_per_day:
        raise Refused(f"Déjà {today} prise(s) ce jour : la prescription en permet {line.max_per_day} au plus.")
    last = rows.order_by("-done_at").first()
    if last and line.min_hours and abs(done_at - last.done_at) < timedelta(hours=line.min_hours):
        raise Refused(
            f"Dernière prise à {hour(last.done_at)} : la prescription demande {line.min_hours} h entre deux prises."
        )
    ranks = rows.filter(day=day).order_by("-rank").values_list("rank", flat=True)
    return max(ranks, default=-1) + 1


@transaction.atomic
def cancel_intake(*, administration: Administration, by: Post) -> None:
    """Take back a dose noted by mistake, the same day, by who noted it; the line is kept, the dose is planned again."""
    require(by, Act.WRITE, DataClass.ADMINISTRATION)
    if administration.by_id != by.id or timezone.localdate(administration.entered_at) != timezone.localdate():
        raise Refused("Seule la personne qui a noté cette prise peut la reprendre, et le jour même.")
    changed = Administration.objects.filter(pk=administration.pk, cancelled_at=None).update(
        cancelled_at=timezone.now(), cancelled_by=by
    )
    if changed:
        trace.record("intake.cancelled", by=by, usager_id=administration.usager_id, target=administration)
