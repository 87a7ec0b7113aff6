"""Every write of the exchanges: asking, claiming, settling, trying again, giving up."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from alentour.accounts.models import Post, Structure
from alentour.core import files, rls, trace
from alentour.exchanges import wake
from alentour.exchanges.enums import Direction, Service, State
from alentour.exchanges.handlers import handler_of
from alentour.exchanges.models import Exchange, ServiceState, Step
from alentour.exchanges.outcomes import Accepted, Outcome, Refused, Unreachable, Waiting

LEASE = timedelta(seconds=90)
DELAYS = (5, 15, 60, 300, 900, 1800)


@transaction.atomic
def enqueue(
    *,
    kind: str,
    service: Service,
    key: str,
    label: str,
    structure: Structure,
    by: Post | None = None,
    usager_id: uuid.UUID | None = None,
    subject: Any = None,
    payload: Mapping[str, Any] | None = None,
    priority: int = 5,
    run_at: datetime | None = None,
) -> Exchange:
    """Ask for an exchange, in the transaction of the gesture that decides it; the same ``key`` gives back the same row.

    ``label`` is what a person reads in the tray (« Message à Dr Martin »), without health content nor INS.
    """
    exchange, created = Exchange.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "service": service,
            "label": label,
            "structure": structure,
            "by": by,
            "usager_id": usager_id,
            "subject": subject_of(subject),
            "payload": dict(payload or {}),
            "priority": priority,
            "run_at": run_at or timezone.now(),
        },
    )
    if created:
        trace.record(
            "exchange.asked", by=by, structure_id=structure.id, usager_id=usager_id, target=exchange, kind=kind
        )
        transaction.on_commit(wake.up)
    return exchange


def subject_of(subject: Any) -> str:
    """How an exchange names the row it is about."""
    return f"{subject._meta.label_lower}:{subject.pk}" if subject is not None else ""


@transaction.atomic
def journal(
    *,
    kind: str,
    service: Service,
    label: str,
    structure: Structure,
    outcome: Outcome,
    direction: Direction = Direction.OUT,
    by: Post | None = None,
    usager_id: uuid.UUID | None = None,
    key: str = "",
    raw: bytes | None = None,
    media_type: str = "application/octet-stream",
) -> Exchange:
    """Keep an exchange that has already happened (a question asked while the person waits, a message received)."""
    now = timezone.now()
    exchange = Exchange(
        kind=kind, service=service, direction=direction, key=key or f"{kind}:{uuid.uuid4()}", label=label,
        structure=structure, by=by, usager_id=usager_id, run_at=now, attempts=1,
    )  # fmt: skip
    _apply(exchange, outcome, now)
    if isinstance(outcome, Unreachable):
        exchange.state = State.CANCELLED
    exchange.save(force_insert=True)
    stored = files.store(raw, media_type=media_type, structure_id=structure.id) if raw is not None else None
    _add_step(exchange, outcome, now, raw=stored)
    note_service(structure_id=structure.id, service=service, outcome=outcome)
    return exchange


def claim(*, worker: str, limit: int = 10) -> list[Exchange]:
    """Take what is due, or whose runner died, under a lease: two runners never take the same row."""
    with rls.across("the queue is one for all the structures"):
        return _claim(worker, limit)


def _claim(worker: str, limit: int) -> list[Exchange]:
    now = timezone.now()
    due = Q(state=State.READY, run_at__lte=now) | Q(state=State.RUNNING, lease_until__lt=now)
    with transaction.atomic():
        rows = Exchange.objects.filter(due).order_by("priority", "run_at")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        ids = list(rows.values_list("pk", flat=True)[:limit])
        if not ids:
            return []
        Exchange.objects.filter(pk__in=ids).update(state=State.RUNNING, worker=worker, lease_until=now + LEASE)
    return list(
        Exchange.objects.filter(pk__in=ids)
        .select_related("structure", "by__professional")
        .order_by("priority", "run_at")
    )


@transaction.atomic
def settle(exchange: Exchange, outcome: Outcome, *, worker: str) -> bool:
    """Write the end of a try and its effect, once; ``False`` when the lease was lost to another runner meanwhile."""
    row = Exchange.objects.select_for_update().filter(pk=exchange.pk, worker=worker, state=State.RUNNING).first()
    if row is None:
        return False
    now = timezone.now()
    row.attempts += 1
    _apply(row, outcome, now)
    row.save()
    _add_step(row, outcome, now)
    handler_of(row.kind).settled(row, outcome)
    note_service(structure_id=row.structure_id, service=Service(row.service), outcome=outcome)
    trace.record(
        "exchange.settled",
        by=row.by,
        structure_id=row.structure_id,
        usager_id=row.usager_id,
        target=row,
        result="ok" if isinstance(outcome, Accepted) else "refused",
        kind=row.kind,
        code=row.code,
    )
    return True


def _apply(row: Exchange, outcome: Outcome, now: datetime) -> None:
    row.lease_until, row.worker = None, ""
    row.sentence = outcome.sentence[:500]
    row.code = "" if isinstance(outcome, Accepted) else outcome.code[:80]
    match outcome:
        case Accepted():
            row.state, row.receipt, row.settled_at = State.ACCEPTED, dict(outcome.receipt), now
        case Refused(permanent=True):
            row.state, row.settled_at = State.REFUSED, now
        case Waiting():
            row.state = State.WAITING
        case _:
            row.state = State.READY
            row.run_at = now + timedelta(seconds=DELAYS[min(row.attempts, len(DELAYS)) - 1])


def _add_step(row: Exchange, outcome: Outcome, now: datetime, raw: Any = None) -> None:
    code = "" if isinstance(outcome, Accepted) else outcome.code[:80]
    Step.objects.create(
        exchange=row,
        at=now,
        outcome=type(outcome).__name__.lower(),
        code=code,
        sentence=outcome.sentence[:500],
        raw=raw,
    )


def note_service(*, structure_id: uuid.UUID, service: Service, outcome: Outcome) -> None:
    """Keep the last success and the last refusal of a service, for the page "Connexions"; a first answer wakes what waits."""
    state, _ = ServiceState.objects.get_or_create(structure_id=structure_id, service=service)
    was_down = state.is_down
    state.is_down = isinstance(outcome, Unreachable)
    if isinstance(outcome, Accepted):
        state.last_success_at = timezone.now()
    elif not isinstance(outcome, Waiting):
        state.last_failure_at, state.last_code, state.last_sentence = (
            timezone.now(),
            outcome.code[:80],
            outcome.sentence[:500],
        )
    state.save()
    if was_down and not state.is_down:
        hurry(structure_id=structure_id, service=service)


def hurry(*, structure_id: uuid.UUID, service: Service) -> int:
    """The service is back: what was waiting for its next try leaves now."""
    return Exchange.objects.filter(
        structure_id=structure_id, service=service, state=State.READY, run_at__gt=timezone.now()
    ).update(run_at=timezone.now())


@transaction.atomic
def retry(*, exchange: Exchange, by: Post | None) -> None:
    """Put a stuck exchange back in the queue, at once."""
    changed = Exchange.objects.filter(pk=exchange.pk, state__in=[State.READY, State.WAITING, State.REFUSED]).update(
        state=State.READY, run_at=timezone.now(), settled_at=None
    )
    if changed:
        trace.record("exchange.retried", by=by, structure_id=exchange.structure_id, target=exchange)
        transaction.on_commit(wake.up)


@transaction.atomic
def wake_waiting(*, structure_id: uuid.UUID) -> int:
    """Somebody able to let them go is here again (ECO.1.2.7): what waited for a person goes back in the queue."""
    count = Exchange.objects.filter(structure_id=structure_id, state=State.WAITING).update(
        state=State.READY, run_at=timezone.now()
    )
    if count:
        transaction.on_commit(wake.up)
    return count


@transaction.atomic
def cancel(*, exchange: Exchange, by: Post, reason: str) -> bool:
    """Give up an exchange that has not left; ``False`` when it is already gone or being sent."""
    changed = Exchange.objects.filter(pk=exchange.pk, state__in=[State.READY, State.WAITING, State.REFUSED]).update(
        state=State.CANCELLED, settled_at=timezone.now(), sentence=reason[:500]
    )
    if changed:
        trace.record("exchange.cancelled", by=by, target=exchange, reason=reason)
    return bool(changed)
