"""Writes of the events: declared once, completed, followed, closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import require
from alentour.care.events import EventKind, StepKind, Told
from alentour.care.models import CareEvent, CareTask, EventNotice, EventStep
from alentour.care.services.hours import hour_of
from alentour.care.services.locks import hold
from alentour.care.services.tasks import plan_task
from alentour.care.tasks import Kind, Rhythm, TaskSource, catalogue, pack
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.core.once import sent
from alentour.identity.models import Usager

LONGEST = 20_000
OLDEST = timedelta(days=366)
WATCH = timedelta(days=2)
KIND = DataClass.EVENEMENTS
TEXTS = ("place", "story", "witnesses", "actions", "consequences")


@transaction.atomic
def declare_event(
    *,
    usager: Usager,
    by: Post,
    kind: EventKind,
    happened_at: datetime,
    story: str,
    told: Sequence[tuple[Told, str, datetime]] = (),
    key: str = "",
    **details: Any,
) -> CareEvent:
    """Write an event (``details``: the other fields of :class:`CareEvent`; ``told``: who, name, when). The same ``key`` writes once.

    Raises :class:`Refused` for an empty or endless account, an hour to come or of another year; ``ClosedDoor`` as the table says.
    """
    require(by, Act.WRITE, KIND)
    hold(usager)
    already = sent(CareEvent.objects.for_post(by), key)
    if already is not None:
        return already
    if kind != EventKind.CHUTE:
        details |= {"circumstance": "", "head": "", "anticoagulant": ""}
    texts = {name: details.get(name, "").strip() for name in TEXTS} | {"story": story.strip()}
    _check(texts, happened_at)
    event = CareEvent.objects.create(
        structure_id=by.structure_id, usager=usager, author=by, kind=kind, happened_at=happened_at, key=key, **(details | texts)
    )  # fmt: skip
    for who, name, at in told:
        tell(event=event, by=by, who=who, name=name, at=at)
    trace.record("event.declared", by=by, usager_id=usager.id, target=event, kind=kind)
    return event


def _check(texts: dict[str, str], happened_at: datetime) -> None:
    if not texts["story"]:
        raise Refused("Dites ce qui s'est passé : des faits, dans l'ordre.")
    if sum(len(text) for text in texts.values()) > LONGEST:
        raise Refused(f"Ce récit est trop long : {LONGEST} caractères au plus, ou joignez un document.")
    hour_of(happened_at)
    if happened_at < timezone.now() - OLDEST:
        raise Refused("Cet évènement date de plus d'un an : vérifiez la date.")


@transaction.atomic
def tell(
    *, event: CareEvent, by: Post, who: Told, name: str = "", at: datetime | None = None, key: str = ""
) -> EventNotice:
    """Write who was told of the event, and when."""
    require(by, Act.WRITE, KIND)
    again = sent(EventNotice.objects.for_post(by), key)
    if again is not None:
        return again
    moment = hour_of(at)
    if moment < event.happened_at:
        raise Refused("Personne n'a pu être prévenu avant l'évènement : vérifiez l'heure.")
    row = EventNotice.objects.create(
        structure_id=by.structure_id, event=event, who=who, name=name.strip()[:200], at=moment, by=by, key=key
    )
    trace.record("event.told", by=by, usager_id=event.usager_id, target=event, who=who)
    return row


@transaction.atomic
def add_step(
    *,
    event: CareEvent,
    by: Post,
    kind: StepKind,
    text: str,
    due_on: date | None = None,
    assigned: Post | None = None,
    key: str = "",
) -> EventStep:
    """What follows the event. A complement is a fact at once; the others wait to be settled, with who and for when."""
    require(by, Act.WRITE, KIND)
    event = CareEvent.objects.select_for_update().get(pk=event.pk)
    again = sent(EventStep.objects.for_post(by), key)
    if again is not None:
        return again
    if event.closed_at is not None:
        raise Refused("Cet évènement est clos : son suivi ne change plus.")
    if not text.strip():
        raise Refused("Dites en quoi consiste cette suite.")
    if due_on is not None and due_on < timezone.localdate():
        raise Refused("L'échéance est déjà passée : choisissez un jour à venir.")
    fact = kind == StepKind.COMPLEMENT
    step = EventStep.objects.create(
        structure_id=by.structure_id, event=event, by=by, kind=kind, text=text.strip()[:LONGEST], key=key,
        due_on=None if fact else due_on, assigned=None if fact else assigned,
        done_at=timezone.now() if fact else None, done_by=by if fact else None,
    )  # fmt: skip
    trace.record("event.step", by=by, usager_id=event.usager_id, target=event, kind=kind)
    return step


@transaction.atomic
def settle_step(*, step: EventStep, by: Post, result: str) -> None:
    """Say that a step is done, once, with what came of it."""
    require(by, Act.WRITE, KIND)
    if not result.strip():
        raise Refused("Dites ce qui a été fait.")
    rows = EventStep.objects.for_post(by).filter(pk=step.pk, done_at=None)
    if not rows.update(done_at=timezone.now(), done_by=by, result=result.strip()[:LONGEST]):
        raise Refused("Cette suite est déjà notée faite : rechargez la page.")
    trace.record("event.settled", by=by, usager_id=step.event.usager_id, target=step.event)


@transaction.atomic
def declare_to_authority(*, event: CareEvent, by: Post, on: date, to: str, reference: str) -> None:
    """Record that the authority was told (date, which, reference). Nothing is sent from here."""
    require(by, Act.VALIDATE, KIND)
    if not to.strip():
        raise Refused("Indiquez à quelle autorité l'évènement a été déclaré.")
    if on > timezone.localdate() or on < timezone.localdate(event.happened_at):
        raise Refused("La date de déclaration va du jour de l'évènement à aujourd'hui.")
    rows = CareEvent.objects.for_post(by).filter(pk=event.pk, declared_on=None)
    said = {
        "declared_on": on,
        "declared_to": to.strip()[:120],
        "declared_ref": reference.strip()[:80],
        "declared_by": by,
    }
    if not rows.update(**said):
        raise Refused("La déclaration est déjà notée : rechargez la page.")
    trace.record("event.authority", by=by, usager_id=event.usager_id, target=event)


@transaction.atomic
def close_event(*, event: CareEvent, by: Post, conclusion: str) -> None:
    """Close the follow-up, once, when each step is settled, with what was learnt."""
    require(by, Act.VALIDATE, KIND)
    event = CareEvent.objects.select_for_update().get(pk=event.pk)
    if event.closed_at is not None:
        raise Refused("Cet évènement est déjà clos.")
    if not conclusion.strip():
        raise Refused("Dites ce que l'équipe retient de cet évènement.")
    waiting = event.steps.filter(done_at=None).count()
    if waiting:
        raise Refused(f"Il reste {waiting} suite{'s' if waiting > 1 else ''} à faire avant de clore.")
    event.closed_at, event.closed_by, event.conclusion = timezone.now(), by, conclusion.strip()[:LONGEST]
    event.save(update_fields=["closed_at", "closed_by", "conclusion"])
    trace.record("event.closed", by=by, usager_id=event.usager_id, target=event)


@transaction.atomic
def watch_after(*, event: CareEvent, by: Post, slugs: Sequence[str]) -> list[CareTask]:
    """Plan the surveillances that the catalogue proposes after this event, for two days; sent twice, planned once."""
    kinds = [catalogue()[slug] for slug in slugs if slug in catalogue() and catalogue()[slug].after == event.kind]
    if not kinds:
        raise Refused("Choisissez au moins une surveillance.")
    return [_watch(event, by, kind) for kind in kinds]


def _watch(event: CareEvent, by: Post, kind: Kind) -> CareTask:
    today, now = timezone.localdate(), timezone.localtime()
    return plan_task(
        usager=event.usager, by=by, label=kind.label, slug=kind.slug, nature=kind.nature, rhythm=kind.rhythm,
        every=kind.every, at=time(now.hour) if kind.rhythm == Rhythm.HEURES else None,
        moments=pack(one.value for one in kind.moments), metiers=pack(one.value for one in kind.metiers),
        starts_on=today, ends_on=today + WATCH, source=TaskSource.EVENEMENT, source_id=event.pk,
        source_label=str(EventKind(event.kind).label), key=f"{event.pk}-{kind.slug}",
    )  # fmt: skip
