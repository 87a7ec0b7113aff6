"""A gesture arrives: written once, or kept to be reviewed; never lost, never doubled.

Each gesture has its own transaction, which holds the write, its traces and the row that remembers the key: the server may die at any
moment, the phone sends again, and finds what was done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, models, transaction
from django.http import Http404
from django.utils import timezone

from alentour.accounts.enums import Act
from alentour.accounts.models import Post
from alentour.core import files, trace
from alentour.core.doors import ClosedDoor, Refused
from alentour.documents import images
from alentour.identity.models import Usager
from alentour.record.access import door
from alentour.tournee.clock import Timing, time_of
from alentour.tournee.enums import Outcome
from alentour.tournee.gesture import Sent
from alentour.tournee.models import PendingConflict, SyncedOperation
from alentour.tournee.services import gestures
from alentour.tournee.services.gestures.clash import Clash

GONE = "Vous ne suivez plus cette personne : votre geste n'est pas inscrit, mais il est gardé pour l'équipe, qui peut le reprendre."
OTHER = "Ce geste porte la marque d'un geste déjà reçu, avec un autre contenu : les deux sont gardés, à revoir."
COMPARE = "Le dossier a changé depuis que vous l'avez emporté : comparez les deux versions."


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """``again``: the server had it already, nothing was written twice."""

    operation: SyncedOperation
    again: bool = False


def receive(*, post: Post, sent: Sent, device_now: datetime, device: str = "") -> Received:
    """Take in one gesture. Call it outside a transaction: a refusal rolled back would leave no trace."""
    known = _known(post, sent)
    if known is not None:
        return Received(operation=known, again=True)
    key = sent.key
    trouble = ""
    if SyncedOperation.objects.for_post(post).filter(key=key).exists():
        key, trouble = f"{sent.key}:{sent.digest[:32]}", OTHER
    timing = time_of(
        sent.made_at, device_now=device_now, known=sent.offset, now=timezone.now(), declared=sent.declared_at
    )
    usager, trouble = _person(post, sent, trouble)
    try:
        with transaction.atomic():
            operation = _claim(post, sent, key, timing, device, usager)
            _write(operation, sent, post, usager, timing, trouble)
    except IntegrityError:
        raced = _known(post, sent)
        if raced is None:
            raise
        return Received(operation=raced, again=True)
    return Received(operation=operation)


def _known(post: Post, sent: Sent) -> SyncedOperation | None:
    keys = [sent.key, f"{sent.key}:{sent.digest[:32]}"]
    rows = SyncedOperation.objects.for_post(post).filter(key__in=keys, post=post, digest=sent.digest)
    found: SyncedOperation | None = rows.first()
    return found


def _person(post: Post, sent: Sent, trouble: str) -> tuple[Usager | None, str]:
    """The person through the door of the gesture; a closed door says why, and the gesture is kept all the same."""
    known: Usager | None = Usager.objects.for_post(post).filter(pk=sent.person).first()
    post.narrowings.clear()  # what one person closes says nothing of the next
    try:
        door(post, sent.person, Act.WRITE, gestures.kind_of(sent.gesture, sent.content))
    except Http404:
        return known, trouble or GONE
    except ClosedDoor as closed:
        return known, trouble or _closed(closed)
    except Refused as refusal:
        return known, trouble or refusal.sentence
    return known, trouble


def _closed(closed: ClosedDoor) -> str:
    return (
        f"Votre métier n'ouvre pas ce geste ({closed.what}) : il est gardé, à revoir par {', '.join(closed.opens_to)}."
    )


def _claim(post: Post, sent: Sent, key: str, timing: Timing, device: str, usager: Usager | None) -> SyncedOperation:
    """The row first: of two tabs sending the same gesture, one waits here and then finds it done."""
    row = SyncedOperation(
        structure_id=post.structure_id, key=key, digest=sent.digest, post=post, usager=usager, gesture=sent.gesture,
        data_class=_class_of(sent), outcome=Outcome.APPLIED, content={}, made_at=timing.made_at, done_at=timing.done_at,
        offset_ms=timing.offset // timedelta(milliseconds=1), device=device[:40],
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def _class_of(sent: Sent) -> str:
    try:
        return gestures.kind_of(sent.gesture, sent.content).value
    except Refused:
        return ""


def _write(row: SyncedOperation, sent: Sent, post: Post, usager: Usager | None, timing: Timing, trouble: str) -> None:
    try:
        if trouble or usager is None:
            raise Refused(trouble or GONE)
        with transaction.atomic():
            target = gestures.write(sent=sent, usager=usager, by=post, done_at=timing.done_at)
    except Clash as clash:
        _keep(row, sent, Outcome.CONFLICT, clash.warning or COMPARE)
        PendingConflict.objects.create(
            structure_id=row.structure_id, operation=row, usager_id=sent.person, theirs=clash.theirs, mine=clash.mine,
            version=clash.version,
        )  # fmt: skip
    except ClosedDoor as closed:
        _keep(row, sent, Outcome.REFUSED, _closed(closed))
    except Refused as refusal:
        _keep(row, sent, Outcome.REFUSED, refusal.sentence)
    else:
        applied(row, target)
        row.sentence = timing.sentence
        row.save()
    _trace(row, post)


def _keep(row: SyncedOperation, sent: Sent, outcome: Outcome, sentence: str) -> None:
    row.outcome, row.sentence, row.content = outcome, sentence, dict(sent.content)
    if sent.photo:
        row.photo = files.store(_clean(sent.photo), media_type="image/jpeg", structure_id=row.structure_id)
    row.save()


def _clean(photo: bytes) -> bytes:
    """Kept without what the camera wrote beside the image; as it came when it cannot be read as one."""
    try:
        return images.prepare(photo).jpeg
    except Refused:
        return photo


def applied(row: SyncedOperation, target: models.Model) -> None:
    """Point the row to what it wrote."""
    row.target_type, row.target_id = target._meta.label_lower, str(target.pk)


def _trace(row: SyncedOperation, post: Post) -> None:
    trace.record(
        "tournee.received",
        by=post,
        usager_id=row.usager_id,
        target=row,
        result="ok" if row.outcome == Outcome.APPLIED else "refused",
        reason="fait hors connexion, envoyé ensuite",
        gesture=row.gesture,
        outcome=row.outcome,
        device_time=row.made_at.isoformat(),
        kept_time=row.done_at.isoformat(),
        offset_ms=row.offset_ms,
    )
