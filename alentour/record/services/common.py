"""What every writing of the record does: one hand at a time, and its trace."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from alentour.accounts.models import Post
from alentour.core import trace
from alentour.identity.models import Usager


def hold(usager: Usager) -> None:
    """Inside a transaction: the other writers about this person wait for its end, so a form sent twice finds what it wrote."""
    Usager.objects.select_for_update(of=("self",)).filter(pk=usager.pk).values_list("pk", flat=True).first()


def yesterday() -> date:
    """The last day of what ends at once (a place begun today has then never been held)."""
    return timezone.localdate() - timedelta(days=1)


def traced(action: str, by: Post | None, usager: Usager, target: Any, **detail: Any) -> None:
    trace.record(action, by=by, structure_id=usager.structure_id, usager_id=usager.id, target=target, **detail)
