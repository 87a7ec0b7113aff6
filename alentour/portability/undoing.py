"""Taking a whole import back: what it wrote and nobody touched goes; what changed since, or was built upon, is listed and stays."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import CASCADE, ProtectedError, RestrictedError

from alentour.core import trace
from alentour.identity.models import Usager
from alentour.portability import rows
from alentour.portability.checking import PERSON, forget_kept
from alentour.portability.enums import Standing
from alentour.portability.models import Arriving, Import, Origin
from alentour.portability.tables import BY_NAME, TABLES
from alentour.record.models import Line

CHANGED = "modifiée depuis la reprise"
BUILT_ON = "d'autres lignes s'appuient sur elle"
ORDER = {table.name: number for number, table in enumerate(TABLES)}


def undo_all(job: Import) -> Iterator[None]:
    waiting = list(job.people.filter(state=Standing.APPLIED).select_related("usager"))
    job.total, job.done = len(waiting), 0
    for arriving in waiting:
        undo_one(job, arriving)
        job.done += 1
        yield


@transaction.atomic
def undo_one(job: Import, arriving: Arriving) -> None:
    """One person, in one transaction."""
    usager = arriving.usager
    assert usager is not None
    made = list(Origin.objects.filter(structure_id=job.structure_id, job=job, usager=usager).exclude(table=PERSON))
    made.sort(key=lambda one: ORDER.get(one.table, 0), reverse=True)
    left: list[dict[str, str]] = []
    waiting = [one for one in made if one.made]
    gone = [one.pk for one in made if not one.made]
    while waiting:
        kept = [one for one in waiting if not _take_back(one, left)]
        gone += [one.pk for one in waiting if one not in kept]
        if len(kept) == len(waiting):
            break
        waiting = [one for one in kept if one.pk not in {uuid.UUID(item["origin"]) for item in left}]
    told = {item["origin"] for item in left}
    left += [
        {"origin": str(one.pk), "title": _title(one), "why": BUILT_ON} for one in waiting if str(one.pk) not in told
    ]
    Origin.objects.filter(pk__in=gone).delete()
    if not left:
        forget_kept(job, usager)
    arriving.state, arriving.left = Standing.UNDONE, [{"title": one["title"], "why": one["why"]} for one in left]
    arriving.save(update_fields=["state", "left"])
    trace.record("record.import_undone", by=job.by, usager_id=usager.pk, target=job, kept=len(left))
    if not left:
        _close_record(job, arriving, usager)


def _title(origin: Origin) -> str:
    return BY_NAME[origin.table].title


def _take_back(origin: Origin, left: list[dict[str, str]]) -> bool:
    """Whether the row is gone, or was said to stay for good."""
    table = BY_NAME[origin.table]
    row = table.model._default_manager.filter(pk=origin.object_id, structure_id=origin.structure_id).first()
    if row is None:
        return True
    if rows.print_of(table, row) != origin.written:
        if str(origin.pk) not in {one["origin"] for one in left}:
            left.append({"origin": str(origin.pk), "title": table.title, "why": CHANGED})
        return False
    if origin.before is not None and "ended" not in origin.before:
        return _restore(table, row, origin.before)
    if _built_on(row):
        return False
    try:
        with transaction.atomic():
            row.delete()
    except (ProtectedError, RestrictedError):
        return False
    if origin.before is not None:
        table.model._default_manager.filter(pk=uuid.UUID(origin.before["ended"])).update(
            ended_at=None, ended_by=None, end_kind=""
        )
    return True


def _built_on(row: Any) -> bool:
    """A correction follows it, or rows that would fall with it are still there."""
    falling = (one for one in row._meta.related_objects if one.on_delete is CASCADE)
    if any(one.related_model._default_manager.filter(**{one.field.name: row}).exists() for one in falling):
        return True
    if not isinstance(row, Line):
        return False
    return type(row).objects.filter(structure_id=row.structure_id, chain=row.root, version__gt=row.version).exists()


def _restore(table: Any, row: Any, before: dict[str, Any]) -> bool:
    """What the import had replaced comes back."""
    for name, value in rows.values_for(table, {"fields": before}).items():
        setattr(row, name, value)
    row.save_base(raw=True)
    return True


def _close_record(job: Import, arriving: Arriving, usager: Usager) -> None:
    """A record that this import had opened, and where nothing is written any more, goes too."""
    opened = Origin.objects.filter(structure_id=job.structure_id, job=job, usager=usager, table=PERSON)
    mine = opened.filter(made=True).exists()
    try:
        with transaction.atomic():
            opened.delete()
            if not mine:
                return
            Arriving.objects.filter(structure_id=job.structure_id, usager=usager).update(usager=None)
            usager.delete()
            trace.record("identity.removed", by=job.by, usager_id=usager.pk, target=job)
    except (ProtectedError, RestrictedError):
        Arriving.objects.filter(pk=arriving.pk).update(usager=usager)
