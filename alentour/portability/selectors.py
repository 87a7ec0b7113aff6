"""What each person may see of the transfers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from alentour.accounts.models import Post
from alentour.identity.models import Usager
from alentour.portability.enums import JobState, Reach, Standing
from alentour.portability.models import Arriving, Conflict, Export, Import, Origin


def exports_of(post: Post) -> QuerySet[Export]:
    """Those this post asked for: a file is taken by who asked for it, and by nobody else."""
    return Export.objects.for_post(post).filter(by=post).select_related("usager").order_by("-created_at")


def exports_about(post: Post, usager: Usager) -> QuerySet[Export]:
    return exports_of(post).filter(usager=usager)


def transfers_of_everybody(post: Post) -> QuerySet[Export]:
    return exports_of(post).filter(reach=Reach.ALL)


def open_export(post: Post, export_id: UUID) -> Export:
    return get_object_or_404(exports_of(post).select_related("vault", "structure", "by"), pk=export_id)


def imports_of(post: Post) -> QuerySet[Import]:
    rows = Import.objects.for_post(post).exclude(state=JobState.DELETED).select_related("by__professional")
    rows = rows.annotate(persons=Count("people"), doubts=Count("people", filter=Q(people__state=Standing.DOUBT)))
    return rows.order_by("-created_at", "-id")


def open_import(post: Post, job_id: UUID) -> Import:
    return get_object_or_404(
        Import.objects.for_post(post).select_related("vault", "structure", "by__professional"), pk=job_id
    )


def people_of(job: Import) -> QuerySet[Arriving]:
    """Those in doubt first, then the others in the order of the file."""
    rows = job.people.select_related("usager").annotate(conflicting=Count("conflicts"))
    return rows.order_by("state", "position")


def standings(job: Import) -> dict[str, int]:
    return dict(job.people.values_list("state").annotate(count=Count("id")).order_by())


def open_arriving(post: Post, arriving_id: UUID) -> Arriving:
    rows = Arriving.objects.for_post(post).select_related(
        "job__structure", "job__vault", "job__by", "usager__structure"
    )
    return get_object_or_404(rows, pk=arriving_id)


def conflicts_of(arriving: Arriving) -> QuerySet[Conflict]:
    return arriving.conflicts.order_by("table", "id")


def open_conflict(post: Post, conflict_id: UUID) -> Conflict:
    rows = Conflict.objects.for_post(post).select_related("arriving__job", "arriving__usager")
    return get_object_or_404(rows, pk=conflict_id)


def taken_over(usager: Usager) -> list[dict[str, Any]]:
    """What of a record was taken over, by import and by kind of line: one query."""
    rows = Origin.objects.filter(structure_id=usager.structure_id, usager=usager, made=True).exclude(
        table="identity.Usager"
    )
    found = rows.values("job_id", "job__source", "job__applied_at", "table").annotate(count=Count("id"))
    return list(found.order_by("-job__applied_at", "table"))
