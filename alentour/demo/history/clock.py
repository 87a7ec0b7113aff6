"""The clock of the day told: a service called inside :func:`at` writes, dates and traces as it would have then.

For the command that loads the history, which is alone in its process; never for a request.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import models
from django.utils import timezone

_real = timezone.now


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """It is ``moment`` for everything that asks Django what time it is. A moment to come is refused."""
    if moment > _real():
        raise ValueError("the history tells what happened, not what will")
    told = moment.astimezone(UTC)
    before, timezone.now = timezone.now, lambda: told
    try:
        yield
    finally:
        timezone.now = before


@contextmanager
def dated_by_hand(*tables: type[models.Model]) -> Iterator[None]:
    """Rows made in bulk keep the dates they carry, instead of the hour of the loading."""
    fields = [
        field
        for table in tables
        for field in table._meta.concrete_fields
        if isinstance(field, models.DateTimeField) and (field.auto_now or field.auto_now_add)
    ]
    kept = [(field, field.auto_now, field.auto_now_add) for field in fields]
    for field in fields:
        field.auto_now = field.auto_now_add = False
    try:
        yield
    finally:
        for field, now, now_add in kept:
            field.auto_now, field.auto_now_add = now, now_add
