"""Leaving on a round: what a phone takes is a read like any other, said as such in the trail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.core import trace
from alentour.record.access import door
from alentour.tournee.selectors.baggage import opened, person_of

AT_ONCE = 8
HOURS = 12
REASON = "emporté hors connexion"


def take_along(*, post: Post, idents: Sequence[UUID], device: str = "") -> tuple[list[dict[str, Any]], list[UUID]]:
    """The persons as the phone will keep them, and those this post may not meet (any more). At most ``AT_ONCE``.

    Call it outside a transaction: a refusal rolled back would leave no trace.
    """
    found, closed = [], []
    for ident in idents[:AT_ONCE]:
        post.narrowings.clear()  # what one person closes says nothing of the next
        try:
            usager = door(post, ident, Act.READ, DataClass.IDENTITE)
        except Http404:
            closed.append(ident)
            continue
        with transaction.atomic():
            found.append(person_of(post, usager, timezone.localdate()))
            for kind in opened(post):
                trace.read("usager.read", by=post, usager_id=usager.id, reason=REASON, kind=kind)
            trace.read(
                "tournee.taken", by=post, usager_id=usager.id, target=usager, reason=REASON, hours=HOURS, device=device
            )
    return found, closed
