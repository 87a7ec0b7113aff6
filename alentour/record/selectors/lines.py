"""What the record says now, and the history of each line."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from alentour.identity.models import Usager
from alentour.record.models import Line

L = TypeVar("L", bound=Line)


def standing(model: type[L], usager: Usager) -> QuerySet[L]:
    """The lines of the record that stand, with who wrote them."""
    rows: QuerySet[L] = model.objects.filter(structure_id=usager.structure_id, usager=usager, ended_at=None)
    return rows.select_related("written_by__professional")


def past(model: type[L], usager: Usager) -> QuerySet[L]:
    """What the record no longer says: ended or written by mistake (the corrected versions are in the history of their line)."""
    rows: QuerySet[L] = model.objects.filter(structure_id=usager.structure_id, usager=usager, ended_at__isnull=False)
    return rows.exclude(end_kind="corrigee").select_related("written_by__professional", "ended_by__professional")


def line_of(model: type[L], usager: Usager, ident: UUID) -> L | None:
    """One line of this person, standing or not."""
    rows = model.objects.filter(structure_id=usager.structure_id, usager=usager, pk=ident)
    found: L | None = rows.select_related("written_by__professional", "usager").first()
    return found


def history_of(line: L) -> QuerySet[L]:
    """Every version of a line, the last first."""
    rows: QuerySet[L] = type(line).objects.filter(structure_id=line.structure_id, usager_id=line.usager_id)
    rows = rows.filter(Q(pk=line.root) | Q(chain=line.root)).order_by("-version")
    return rows.select_related("written_by__professional", "ended_by__professional")
