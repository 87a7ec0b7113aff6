"""Stays and movements: what happens to the person's place in the structure, and the sequences that cannot be."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.record.enums import ExitMode, MovementKind, StayKind
from alentour.record.models import Movement, Stay
from alentour.record.services import lines
from alentour.record.services.common import hold, traced
from alentour.ui import words


@transaction.atomic
def admit(
    *,
    usager: Usager,
    by: Post | None,
    kind: StayKind = StayKind.DOMICILE,
    starts_on: date | None = None,
    place: str = "",
    origin: str = "",
    **details: Any,
) -> Stay:
    """Begin a stay, now or on a day to come; raises :class:`Refused` when another one is not over by then.

    ``details``: unit, admitted_on, entry_mode, referrer, file_number, planned_end, comment, inventory.
    """
    hold(usager)
    starts_on = starts_on or timezone.localdate()
    others = Stay.objects.filter(structure_id=usager.structure_id, usager=usager)
    if others.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on)).exists():
        raise Refused("Un accompagnement est déjà en cours à cette date : terminez-le avant d'en commencer un autre.")
    planned = details.get("planned_end")
    if planned and planned < starts_on:
        raise Refused("Le départ prévu ne peut pas précéder l'entrée.")
    stay = Stay.objects.create(
        structure_id=usager.structure_id, usager=usager, kind=kind, starts_on=starts_on, place=place, origin=origin, **details
    )  # fmt: skip
    traced("stay.begun", by, usager, stay, kind=kind)
    return stay


@transaction.atomic
def discharge(
    *, stay: Stay, by: Post, ends_on: date, reason: str = "", exit_mode: ExitMode | str = "", destination: str = ""
) -> Stay:
    """End a stay; a day to come is a planned departure, to be confirmed when it takes place."""
    hold(stay.usager)
    stay = Stay.objects.get(structure_id=stay.structure_id, pk=stay.pk)
    if stay.ends_on is not None:
        raise Refused(f"Le départ est déjà enregistré, le {words.day(stay.ends_on)}.")
    if ends_on < stay.starts_on:
        raise Refused("La fin de l'accompagnement ne peut pas précéder son début.")
    ahead = ends_on > timezone.localdate()
    if ahead and exit_mode == ExitMode.DECES:
        raise Refused("Un décès ne s'enregistre pas à l'avance : vérifiez la date.")
    later = stay.movements.filter(ended_at=None, at__date__gt=ends_on, at__lte=timezone.now()).order_by("at").first()
    if later is not None:
        raise Refused(f"Un mouvement est noté le {words.day(timezone.localdate(later.at))}, après ce départ.")
    stay.exit_reason, stay.exit_mode, stay.destination = reason, exit_mode, destination
    stay.planned_end, stay.ends_on = (ends_on, None) if ahead else (stay.planned_end, ends_on)
    stay.save()
    traced("stay.planned_end" if ahead else "stay.ended", by, stay.usager, stay)
    return stay


@transaction.atomic
def go_out(
    *,
    stay: Stay,
    by: Post | None,
    kind: MovementKind,
    at: datetime,
    back_at: datetime | None = None,
    key: UUID | None = None,
    **details: Any,
) -> Movement:
    """The person leaves for a while (absence, hospitalisation), now, before or later; ``back_at`` when she is already back.

    ``details``: where, phone, why, expected_on. Raises :class:`Refused` for what cannot be: before the entry, after the departure,
    while she is already out, a return before the leaving.
    """
    hold(stay.usager)
    same = Movement.objects.filter(structure_id=stay.structure_id, usager=stay.usager, key=key).first() if key else None
    if same is not None:
        return same
    stay = Stay.objects.get(structure_id=stay.structure_id, pk=stay.pk)
    _within(stay, at)
    _order(at, back_at, details.get("expected_on"))
    _alone(stay, at, back_at)
    return lines.write(
        Movement, usager=stay.usager, by=by, key=key, stay=stay, kind=kind, at=at, back_at=back_at, **details
    )


@transaction.atomic
def come_back(
    *, movement: Movement, by: Post | None, at: datetime, note: str = "", key: UUID | None = None
) -> Movement:
    """She is back; a moment to come is kept as the expected return."""
    hold(movement.usager)
    fresh = Movement.objects.get(structure_id=movement.structure_id, pk=movement.pk)
    if not fresh.is_out:
        raise Refused("Un changement de chambre n'a pas de retour.")
    if fresh.back_at is not None:
        raise Refused(f"Le retour est déjà enregistré, {words.full(fresh.back_at)}.")
    current = fresh if fresh.stands else lines.latest(fresh)
    if not isinstance(current, Movement) or current.back_at is not None:
        raise Refused("Cette absence n'est plus en cours : le retour est déjà enregistré, ou elle a été annulée.")
    if at < current.at:
        raise Refused(f"Le retour ne peut pas précéder le départ, {words.full(current.at)}.")
    if at > timezone.now():
        return lines.correct(current, by=by, key=key, expected_on=timezone.localdate(at))
    return lines.correct(current, by=by, key=key, back_at=at, back_note=note)


@transaction.atomic
def change_room(
    *, stay: Stay, by: Post | None, at: datetime, place: str, unit: str = "", key: UUID | None = None
) -> Movement:
    """She lives in another room or unit from ``at`` on."""
    hold(stay.usager)
    stay = Stay.objects.get(structure_id=stay.structure_id, pk=stay.pk)
    same = Movement.objects.filter(structure_id=stay.structure_id, usager=stay.usager, key=key).first() if key else None
    if same is not None:
        return same
    _within(stay, at)
    if at > timezone.now():
        raise Refused("Un changement de chambre s'enregistre quand il a eu lieu.")
    if (stay.unit, stay.place) == (unit, place):
        raise Refused("C'est déjà sa chambre.")
    _first_room(stay, by)
    last = stay.movements.filter(kind=MovementKind.CHAMBRE, ended_at=None, at__gt=at).exists()
    if not last:
        stay.unit, stay.place = unit, place
        stay.save(update_fields=["unit", "place", "updated_at"])
    return lines.write(
        Movement,
        usager=stay.usager,
        by=by,
        key=key,
        stay=stay,
        kind=MovementKind.CHAMBRE,
        at=at,
        unit=unit,
        place=place,
    )


def _first_room(stay: Stay, by: Post | None) -> None:
    """Before the first change, where she was since she came is written too: the stay itself only says where she lives now."""
    if not (stay.unit or stay.place) or stay.movements.filter(kind=MovementKind.CHAMBRE).exists():
        return
    lines.write(
        Movement, usager=stay.usager, by=by, stay=stay, kind=MovementKind.CHAMBRE, unit=stay.unit, place=stay.place,
        at=timezone.make_aware(datetime.combine(stay.starts_on, time.min)),
    )  # fmt: skip


def _within(stay: Stay, at: datetime) -> None:
    day = timezone.localdate(at)
    if day < stay.starts_on:
        raise Refused(f"Cette date précède l'entrée, le {words.day(stay.starts_on)}.")
    if stay.ends_on and day > stay.ends_on:
        raise Refused(f"Cette date suit le départ, le {words.day(stay.ends_on)}.")


def _order(at: datetime, back_at: datetime | None, expected_on: date | None) -> None:
    if back_at and back_at < at:
        raise Refused("Le retour ne peut pas précéder le départ.")
    if back_at and back_at > timezone.now():
        raise Refused("Ce retour est à venir : notez-le comme retour prévu.")
    if expected_on and expected_on < timezone.localdate(at):
        raise Refused("Le retour prévu ne peut pas précéder le départ.")


def _alone(stay: Stay, at: datetime, back_at: datetime | None) -> None:
    """She is not in two places at once; an absence planned for later does not prevent leaving before."""
    outs = stay.movements.filter(ended_at=None).exclude(kind=MovementKind.CHAMBRE)
    during = outs.filter(at__lte=at).filter(Q(back_at=None) | Q(back_at__gt=at)).first()
    if during is not None:
        kind = MovementKind(during.kind).label.lower()
        raise Refused(
            f"La personne est déjà notée absente ({kind}, {words.full(during.at)}) : enregistrez d'abord le retour."
        )
    until = back_at or timezone.now()
    after = outs.filter(at__gt=at, at__lt=until).order_by("at").first()
    if after is not None:
        raise Refused(f"Une autre absence est notée {words.full(after.at)} : indiquez un retour qui la précède.")
