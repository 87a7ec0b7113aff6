"""The trail of what was written in bulk: the links of the chain, dated like the rows, in the transaction of the rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from alentour.accounts.models import Post
from alentour.audit.models import ChainHead, TraceEvent
from alentour.audit.services import digest_of

Fact = tuple[str, datetime, Post, Any, dict[str, str]]


def append(structure_id: UUID, usager_id: UUID, facts: Iterable[Fact]) -> int:
    """``facts``: action, moment, who, the row, identifiers and codes. The chain stays whole: ``audit.services.verify_chain`` holds."""
    head, _ = ChainHead.objects.select_for_update().get_or_create(structure_id=structure_id)
    links = []
    for action, moment, post, row, detail in sorted(facts, key=lambda fact: fact[1]):
        head.sequence += 1
        link = TraceEvent(
            structure_id=structure_id, sequence=head.sequence, at=moment, action=action, professional_id=post.professional_id,
            post_id=post.pk, usager_id=usager_id, target_type=row._meta.label_lower, target_id=str(row.pk), detail=detail,
            previous=head.digest,
        )  # fmt: skip
        link.digest = head.digest = digest_of(link)
        links.append(link)
    TraceEvent.objects.bulk_create(links, batch_size=500)
    head.save(update_fields=["sequence", "digest"])
    return len(links)
