"""Appending to the trail and proving that nobody touched it."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from alentour.audit.models import ChainHead, TraceEvent
from alentour.core import rls
from alentour.core.trace import Event

NOWHERE = uuid.UUID(int=0)


def digest_of(event: TraceEvent) -> str:
    """SHA-256 of the previous digest and of every field of the event, in a canonical JSON."""
    content = {
        field.attname: str(getattr(event, field.attname))
        for field in TraceEvent._meta.concrete_fields
        if field.attname not in {"id", "digest", "detail", "at"}
    }
    content["detail"] = json.dumps(event.detail, sort_keys=True, ensure_ascii=False, default=str)
    content["at"] = str(int(event.at.timestamp() * 1000))
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def append(events: Sequence[Event]) -> None:
    """Add links to the chains of their structures, in the transaction of the act itself."""
    chains: dict[uuid.UUID, list[Event]] = {}
    for event in events:
        chains.setdefault(event.structure_id or NOWHERE, []).append(event)
    for chain, links in chains.items():
        with rls.within(chain), transaction.atomic():
            _append(chain, links)


def _append(chain: uuid.UUID, events: Sequence[Event]) -> None:
    head, _ = ChainHead.objects.select_for_update().get_or_create(structure_id=chain)
    links = []
    for event in events:
        link = _link(event, chain, head)
        head.sequence, head.digest = link.sequence, link.digest
        links.append(link)
    TraceEvent.objects.bulk_create(links)
    head.save(update_fields=["sequence", "digest"])


def _link(event: Event, chain: uuid.UUID, head: ChainHead) -> TraceEvent:
    link = TraceEvent(
        structure_id=chain,
        sequence=head.sequence + 1,
        at=event.at,
        action=event.action,
        professional_id=event.professional_id,
        post_id=event.post_id,
        usager_id=event.usager_id,
        target_type=event.target_type,
        target_id=event.target_id,
        reason=event.reason[:300],
        result=event.result,
        detail={key: value if isinstance(value, (int, bool)) else str(value) for key, value in event.detail.items()},
        ip=event.origin.ip,
        device=event.origin.device,
        session=event.origin.session,
        previous=head.digest,
    )
    link.digest = digest_of(link)
    return link


@dataclass(frozen=True, slots=True)
class Verification:
    """``broken_at`` is the sequence of the first link that does not hold, ``None`` when the whole chain holds."""

    links: int
    broken_at: int | None


def verify_chain(structure_id: uuid.UUID) -> Verification:
    """Read the chain again from its first link; also finds links missing at the end."""
    previous, expected = "", 0
    for link in TraceEvent.objects.filter(structure_id=structure_id).order_by("sequence").iterator(2000):
        expected += 1
        if link.sequence != expected or link.previous != previous or link.digest != digest_of(link):
            return Verification(expected, link.sequence)
        previous = link.digest
    head = ChainHead.objects.filter(structure_id=structure_id).first()
    if head and (head.sequence, head.digest) != (expected, previous):
        return Verification(expected, expected + 1)
    return Verification(expected, None)
