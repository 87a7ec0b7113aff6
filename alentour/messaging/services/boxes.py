"""Opening a mailbox and saying who reads it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from alentour.accounts.models import Post, Structure
from alentour.core import trace
from alentour.messaging.enums import BoxKind
from alentour.messaging.models import Mailbox, Member


@transaction.atomic
def open_box(*, structure: Structure, address: str, kind: BoxKind, label: str, members: Iterable[Post]) -> Mailbox:
    """Declare a mailbox that the operator has opened; its members read it and write in its name."""
    box = Mailbox.objects.create(structure=structure, address=address.lower(), kind=kind, label=label)
    Member.objects.bulk_create(Member(mailbox=box, post=post) for post in members)
    trace.record("mailbox.opened", structure_id=structure.id, target=box)
    return box
