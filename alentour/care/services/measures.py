"""Writes of the constantes: take them, cancel a relevé, take an alert in charge, set the limits of a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import require
from alentour.care.constantes import constantes, why_impossible, why_unlikely
from alentour.care.enums import AlertState, Source
from alentour.care.models import Measure, Reading, Threshold
from alentour.care.selectors.measures import Limits, limits_of
from alentour.care.services.hours import hour_of
from alentour.care.services.locks import hold
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.core.once import sent
from alentour.identity.models import Usager


class Unlikely(Refused):
    """Possible but unusual values: the screen asks to look again, then calls with ``confirmed=True``."""


@transaction.atomic
def take(
    *,
    usager: Usager,
    by: Post,
    values: Mapping[str, Decimal],
    done_at: datetime | None = None,
    source: Source = Source.SAISIE,
    device: str = "",
    note: str = "",
    confirmed: bool = False,
    key: str = "",
) -> Reading:
    """Write a relevé: ``values`` by slug of ``constantes.csv``, in the units of that table.

    The same ``key`` writes once. Raises ``ClosedDoor``, :class:`Refused` (nothing, impossible value, hour to come), :class:`Unlikely`.
    """
    require(by, Act.WRITE, DataClass.SOINS)
    hold(usager)
    already = sent(Reading.objects.for_post(by), key)
    if already is not None:
        return already
    moment = hour_of(done_at)
    check(values, confirmed=confirmed)
    reading = Reading.objects.create(
        structure_id=by.structure_id, usager=usager, author=by, done_at=moment, source=source, device=device[:80],
        note=note.strip(), key=key,
    )  # fmt: skip
    limits = limits_of(usager)
    for slug, value in values.items():
        _keep(reading, slug, value, limits[slug])
    trace.record("measures.taken", by=by, usager_id=usager.id, target=reading, kinds=sorted(values), source=source)
    return reading


def check(values: Mapping[str, Decimal], *, confirmed: bool) -> None:
    """Raise :class:`Refused` for what cannot be, :class:`Unlikely` for what deserves a second look."""
    if not values:
        raise Refused("Indiquez au moins une valeur.")
    table = constantes()
    for slug, value in values.items():
        if trouble := why_impossible(table[slug], value):
            raise Refused(f"{table[slug].label} : {trouble}")
    if ("ta_sys" in values) != ("ta_dia" in values):
        raise Refused("La tension se note avec ses deux chiffres, systolique et diastolique.")
    if "ta_sys" in values and values["ta_dia"] >= values["ta_sys"]:
        raise Refused("La tension diastolique est plus basse que la systolique : vérifiez les deux chiffres.")
    unusual = [words for slug, value in values.items() if (words := why_unlikely(table[slug], value))]
    if unusual and not confirmed:
        raise Unlikely(" ; ".join(unusual) + ".")


def _keep(reading: Reading, slug: str, value: Decimal, limits: Limits) -> None:
    """Only the newest value of a constante asks for someone: the alerts of the older ones are passed."""
    same = Measure.objects.filter(
        structure_id=reading.structure_id, usager=reading.usager, kind=slug, reading__cancelled_at=None
    )
    newest = not same.filter(done_at__gt=reading.done_at).exists()
    if newest:
        same.filter(alert=AlertState.OPEN).update(alert=AlertState.PASSED)
    side, limit = limits.crossed_by(value)
    alert = (AlertState.OPEN if newest else AlertState.PASSED) if side else ""
    Measure.objects.create(
        structure_id=reading.structure_id, usager=reading.usager, reading=reading, kind=slug, value=value,
        done_at=reading.done_at, crossed=side or "", limit=limit, alert=alert,
    )  # fmt: skip


@transaction.atomic
def cancel(*, reading: Reading, by: Post) -> Reading:
    """Set a mistaken relevé aside (it stays readable, struck out). Its author, or who sets thresholds, may."""
    require(by, Act.WRITE, DataClass.SOINS)
    if reading.author_id != by.id:
        require(by, Act.WRITE, DataClass.SANTE)
    if reading.cancelled_at is None:
        reading.cancelled_at, reading.cancelled_by = timezone.now(), by
        reading.save(update_fields=["cancelled_at", "cancelled_by"])
        reading.measures.filter(alert=AlertState.OPEN).update(alert=AlertState.PASSED)
        trace.record("measures.cancelled", by=by, usager_id=reading.usager_id, target=reading)
    return reading


@transaction.atomic
def handle(*, measure: Measure, by: Post) -> bool:
    """« Je m'en occupe »: True when this gesture took the alert, False when somebody already had."""
    require(by, Act.WRITE, DataClass.SOINS)
    taken = Measure.objects.filter(pk=measure.pk, alert=AlertState.OPEN).update(
        alert=AlertState.HANDLED, handled_by=by, handled_at=timezone.now()
    )
    if taken:
        trace.record("measures.alert-handled", by=by, usager_id=measure.usager_id, target=measure, kind=measure.kind)
    return bool(taken)


@transaction.atomic
def set_threshold(
    *, usager: Usager, by: Post, kind: str, low: Decimal | None = None, high: Decimal | None = None
) -> Threshold | None:
    """Set the limits of a person for a constante; without any, the usual marks hold again (``None``). Past values keep their judgement."""
    require(by, Act.WRITE, DataClass.SANTE)
    constante = constantes()[kind]
    for value in (low, high):
        if value is not None and (trouble := why_impossible(constante, value)):
            raise Refused(f"{constante.label} : {trouble}")
    if low is not None and high is not None and low >= high:
        raise Refused(f"{constante.label} : le seuil bas doit être plus petit que le seuil haut.")
    current = Threshold.objects.filter(
        structure_id=usager.structure_id, usager=usager, kind=kind, ended_at=None
    ).first()
    if current is not None and (current.low, current.high) == (low, high):
        return current
    if current is not None:
        current.ended_at = timezone.now()
        current.save(update_fields=["ended_at"])
    if low is None and high is None and current is None:
        return None
    trace.record("threshold.set", by=by, usager_id=usager.id, target=usager, kind=kind)
    if low is None and high is None:
        return None
    return Threshold.objects.create(
        structure_id=usager.structure_id, usager=usager, kind=kind, low=low, high=high, set_by=by
    )


__all__ = ["Unlikely", "cancel", "check", "handle", "set_threshold", "take"]
