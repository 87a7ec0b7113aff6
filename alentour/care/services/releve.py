"""The relève: what one has read of what the others wrote."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.care.models import Mention, ReadMark, Releve, Transmission
from alentour.care.selectors.releve import feed, start_of
from alentour.core import trace
from alentour.core.doors import Refused

# What is read one at a sitting; beyond, the sentence asks to take it in several times.
MOST = 2000
LATER = timedelta(minutes=5)


@transaction.atomic
def take_over(*, by: Post, until: datetime) -> int:
    """« J'ai pris la relève »: every line written since the last one and until ``until`` (the hour the page was shown) is read by ``by``.

    Returns how many lines were marked. Lines that arrived after the page was shown stay to be read.
    """
    if until > timezone.now() + LATER:
        raise Refused("L'heure de la relève est à venir : rechargez la page.")
    lines = list(feed(by, since=start_of(by)).filter(entered_at__lte=until).values_list("pk", flat=True)[:MOST])
    mark_read(by, lines)
    Releve.objects.create(structure_id=by.structure_id, post=by, until=until)
    trace.record("releve.taken", by=by, lines=len(lines))
    return len(lines)


def mark_read(by: Post, lines: list[UUID]) -> None:
    ReadMark.objects.bulk_create(
        [ReadMark(structure_id=by.structure_id, transmission_id=line, post=by) for line in lines], ignore_conflicts=True
    )
    Mention.objects.for_post(by).filter(post=by, transmission_id__in=lines, seen_at=None).update(seen_at=timezone.now())


@transaction.atomic
def see(*, transmission: Transmission, by: Post) -> None:
    """« Vu »: one line read, and its mention answered."""
    mark_read(by, [transmission.pk])
    trace.record("transmission.seen", by=by, usager_id=transmission.usager_id, target=transmission)
