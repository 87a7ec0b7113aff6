"""Letting records leave: asked with a reason, done by the runner, taken by who asked, forgotten after three days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.portability import vault
from alentour.portability.enums import JobState, Reach, Reason
from alentour.portability.gateway import Archive, NotSent
from alentour.portability.gathering import Gathered, closed_in_words, gather
from alentour.portability.models import Export, Vault
from alentour.record import access

KEPT_FOR = timedelta(days=3)
ABANDONED = timedelta(days=2)
LEFT_TOLD = 200


@transaction.atomic
def ask(
    *, by: Post, key: str, reason: Reason, usager: Usager | None = None, recipient: str = "", detail: str = ""
) -> Export:
    """Ask for the transfer of one record (``usager``), or of all of them. The same ``key`` gives back the same request."""
    if reason == Reason.AUTRE and not detail.strip():
        raise Refused("Écrivez le motif : il reste dans la trace de ce transfert.")
    found = Export.objects.for_post(by).filter(key=key).first()
    if found is not None:
        return found
    reach = Reach.ONE if usager else Reach.ALL
    try:
        with transaction.atomic():
            export: Export = Export.objects.create(
                structure=by.structure, by=by, key=key, reach=reach, usager=usager, reason=reason, recipient=recipient,
                detail=detail, total=1 if usager else Usager.objects.for_post(by).count(),
            )  # fmt: skip
    except IntegrityError:
        return Export.objects.for_post(by).get(key=key)
    trace.record(
        "transfer.asked", by=by, usager_id=usager.pk if usager else None, target=export, reason=reason, reach=reach
    )
    return export


def run(export: Export) -> Iterator[None]:
    """The work itself, one person at a time: stopped between two of them, it begins again whole."""
    export.vault = vault.open_new(export.structure_id)
    rows = Usager.objects.filter(structure_id=export.structure_id).select_related("structure", "photo")
    ids = [export.usager_id] if export.usager_id else list(rows.order_by("ipp").values_list("pk", flat=True))
    report: dict[str, Any] = {"people": 0, "files": 0, "lines": {}, "closed": {}, "left": []}
    export.total, export.done = len(ids), 0
    with vault.Writing(export.vault) as out:
        archive = Archive(out, structure=export.structure.name, made=timezone.now())  # type: ignore[arg-type]
        for pk in ids:
            _one(export, rows.get(pk=pk), archive, report)
            export.done += 1
            yield
        archive.close()
        out.finish()
    _settle(export, report)


def _one(export: Export, usager: Usager, archive: Archive, report: dict[str, Any]) -> None:
    try:
        found = _gathered(export, usager)
        files = archive.add(found)
    except NotSent as refusal:
        report["left"].append({"usager": str(usager.pk), "why": refusal.sentence})
        return
    report["people"] += 1
    report["files"] += files
    for title, count in found.counts.items():
        report["lines"][title] = report["lines"].get(title, 0) + count
    report["closed_words"] = closed_in_words(found.closed)
    trace.record("record.exported", by=export.by, usager_id=usager.pk, target=export, reason=export.reason)


def _gathered(export: Export, usager: Usager) -> Gathered:
    """One record: what she closes to who asks stays closed, and a door shut since the request is shut."""
    if export.reach == Reach.ALL:
        return gather(usager)
    if not access.meets(export.by, usager.pk):
        raise NotSent("Ce dossier ne vous est plus ouvert.")
    with access.concerning(export.by, usager):
        return gather(usager, reader=export.by)


@transaction.atomic
def _settle(export: Export, report: dict[str, Any]) -> None:
    export.report = report
    export.state, export.ended_at = JobState.READY, timezone.now()
    export.expires_at = timezone.now() + KEPT_FOR
    if not report["people"]:
        export.state, export.sentence = JobState.FAILED, "Aucun dossier n'a pu être écrit."
    export.lease_until = None
    export.save()
    trace.record("transfer.ready", by=export.by, target=export, people=report["people"], left=len(report["left"]))


@transaction.atomic
def take(*, export: Export, by: Post) -> None:
    """The file leaves on somebody's disk: its own trace. Raises :class:`Refused` when it is no longer there."""
    if export.state != JobState.READY or export.expires_at is None or export.expires_at < timezone.now():
        raise Refused("Ce fichier n'est plus disponible. Vous pouvez demander un nouveau transfert.")
    Export.objects.filter(pk=export.pk).update(taken_at=timezone.now())
    trace.record("transfer.taken", by=by, usager_id=export.usager_id, target=export, reason=export.reason)


@transaction.atomic
def forget(*, export: Export, by: Post | None = None) -> None:
    """The file is destroyed; what was done, and the count, stay readable."""
    held = export.vault
    export.state, export.vault = JobState.DELETED, None
    export.save(update_fields=["state", "vault", "updated_at"])
    if held is not None:
        held.delete()
        transaction.on_commit(lambda: vault.remove(held))
    trace.record("transfer.deleted", by=by, structure_id=export.structure_id, target=export)


def forget_expired() -> int:
    """Files whose time has passed, and those begun and left, for the structure one works for."""
    rows = list(Export.objects.filter(state=JobState.READY, expires_at__lt=timezone.now())[:20])
    for export in rows:
        forget(export=export)
    unfinished = list(unfinished_vaults())
    for held in unfinished:
        vault.remove(held)
        held.delete()
    return len(rows) + len(unfinished)


def unfinished_vaults() -> QuerySet[Vault]:
    """What a process killed in the middle had begun to write."""
    rows: QuerySet[Vault] = Vault.objects.filter(pieces=0, created_at__lt=timezone.now() - ABANDONED)
    return rows
