"""Writes of the presences: absences announced, roll-call, rhythm."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.agenda import rules
from alentour.agenda.enums import Half, Here, Reason
from alentour.agenda.halves import Slot, half_of, order
from alentour.agenda.models import Absence, Presence, Rhythm
from alentour.agenda.services.locks import hold
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.core.once import sent
from alentour.identity.models import Usager

FAR = timedelta(days=2 * 366)


@transaction.atomic
def announce_absence(
    *,
    usager: Usager,
    by: Post,
    reason: Reason,
    first: Slot,
    last: Slot | None = None,
    planned: bool = True,
    note: str = "",
    key: str = "",
) -> Absence:
    """She will be, or was, away; without ``last``, until somebody writes it. Raises :class:`Refused` when it is already written."""
    rules.require_writer(by)
    hold(by)
    already = sent(Absence.objects.for_post(by), key)
    if already is not None:
        return already
    _check(usager, first, last)
    if len(note) > 2_000:
        raise Refused("La précision est trop longue : 2 000 caractères au plus.")
    absence = Absence.objects.create(
        structure_id=by.structure_id, usager=usager, by=by, reason=reason, starts_on=first[0], starts_half=first[1],
        ends_on=last[0] if last else None, ends_half=last[1] if last else Half.APRES_MIDI,
        planned=planned, note=note.strip(), key=key,
    )  # fmt: skip
    trace.record("absence.announced", by=by, usager_id=usager.id, target=absence)
    return absence


def _check(usager: Usager, first: Slot, last: Slot | None, but: Absence | None = None) -> None:
    today = timezone.localdate()
    if last is not None and order(last) < order(first):
        raise Refused("Le retour ne peut pas précéder le départ : vérifiez les dates.")
    if abs(first[0] - today) > FAR or (last is not None and abs(last[0] - today) > FAR):
        raise Refused("Cette absence est à plus de deux ans d'ici : vérifiez l'année.")
    rows = Absence.objects.filter(structure_id=usager.structure_id, usager=usager, cancelled_at=None)
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=first[0])).exclude(pk=but.pk if but else None)
    for one in rows:
        until = (one.ends_on, Half(one.ends_half)) if one.ends_on else None
        begins = (one.starts_on, Half(one.starts_half))
        if (until is None or order(until) >= order(first)) and (last is None or order(begins) <= order(last)):
            raise Refused("Une absence est déjà écrite sur cette période : terminez-la ou retirez-la d'abord.")


@transaction.atomic
def end_absence(*, absence: Absence, by: Post, last: Slot) -> Absence:
    """She is back: ``last`` is the last half-day away."""
    rules.require_writer(by)
    row: Absence = Absence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
    if row.cancelled_at:
        raise Refused("Cette absence a été retirée : rechargez la page.")
    _check(row.usager, (row.starts_on, Half(row.starts_half)), last, but=row)
    row.ends_on, row.ends_half = last
    row.save()
    trace.record("absence.ended", by=by, usager_id=row.usager_id, target=row)
    return row


@transaction.atomic
def withdraw_absence(*, absence: Absence, by: Post) -> None:
    """Written by mistake, or it does not take place: it stays in the history and counts no more."""
    rules.require_writer(by)
    rows = Absence.objects.filter(pk=absence.pk, cancelled_at=None)
    if rows.update(cancelled_at=timezone.now(), cancelled_by=by):
        trace.record("absence.withdrawn", by=by, usager_id=absence.usager_id, target=absence)


@transaction.atomic
def call(*, usager: Usager, by: Post, day: date, half: Half, here: Here | None) -> Presence | None:
    """The roll-call of one half-day: here, away, or ``None`` to take it back. Asking twice changes nothing."""
    rules.require_writer(by)
    hold(by)
    if order((day, half)) > order(half_of(timezone.now())):
        raise Refused("Cette demi-journée est à venir : l'appel se fait le moment venu.")
    if day < timezone.localdate() - timedelta(days=366):
        raise Refused("Cet appel date de plus d'un an : vérifiez le jour.")
    rows = Presence.objects.filter(structure_id=by.structure_id, usager=usager, day=day, half=half)
    if here is None:
        if rows.delete()[0]:
            trace.record("presence.taken_back", by=by, usager_id=usager.id, day=day.isoformat(), half=str(half))
        return None
    row = rows.select_for_update(of=("self",)).first()
    if row is not None and row.here == here:
        return row
    row = row or Presence(structure_id=by.structure_id, usager=usager, day=day, half=half)
    row.here, row.by = here, by
    _keep(row)
    trace.record(f"presence.{here}", by=by, usager_id=usager.id, target=row, day=day.isoformat(), half=str(half))
    return row


def _keep(row: Presence) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused("Un collègue vient de faire cet appel : rechargez la page.") from None


@transaction.atomic
def set_rhythm(*, usager: Usager, by: Post, halves: str, starts_on: date) -> Rhythm:
    """The half-days on which she is expected from ``starts_on``; the former rhythm ends the day before."""
    rules.require_writer(by)
    if len(halves) != 14 or set(halves) - {"0", "1"}:
        raise Refused("Le rythme n'est pas lisible : rechargez la page.")
    if abs(starts_on - timezone.localdate()) > FAR:
        raise Refused("Ce rythme commence à plus de deux ans d'ici : vérifiez l'année.")
    hold(by)
    rows = Rhythm.objects.filter(structure_id=by.structure_id, usager=usager)
    rows.filter(starts_on__gte=starts_on).delete()
    rows.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on)).update(ends_on=starts_on - timedelta(1))
    rhythm = Rhythm.objects.create(
        structure_id=by.structure_id, usager=usager, by=by, halves=halves, starts_on=starts_on
    )  # fmt: skip
    trace.record("rhythm.set", by=by, usager_id=usager.id, target=rhythm)
    return rhythm
