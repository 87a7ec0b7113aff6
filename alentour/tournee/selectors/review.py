"""What waits for somebody's choice: one's own gestures, and those about the persons one follows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.core import trace
from alentour.record.access import against, closed_to, visible_usagers
from alentour.tournee.enums import Outcome
from alentour.tournee.models import SyncedOperation


def _reachable(post: Post) -> QuerySet[SyncedOperation]:
    kinds = [kind for kind in DataClass if can(post, Act.WRITE, kind)]
    rows: QuerySet[SyncedOperation] = SyncedOperation.objects.for_post(post).exclude(outcome=Outcome.APPLIED)
    closed = Exists(against(post).filter(usager=OuterRef("usager"), kind=OuterRef("data_class")))
    rows = rows.filter(Q(post=post) | Q(usager__in=visible_usagers(post), data_class__in=kinds) & ~Q(closed))
    return rows.select_related("post__professional", "usager", "conflict", "settled_by__professional")


def to_review(post: Post) -> QuerySet[SyncedOperation]:
    """The gestures not settled yet, the last first."""
    return _reachable(post).filter(settled_at=None)


def settled(post: Post) -> QuerySet[SyncedOperation]:
    """Those somebody settled; both versions stay readable."""
    return _reachable(post).filter(settled_at__isnull=False).order_by("-settled_at")


def open_operation(post: Post, ident: UUID) -> SyncedOperation:
    """One gesture to review, traced; ``Http404`` for who neither made it nor follows the person."""
    row = _reachable(post).filter(pk=ident).first()
    if row is None:
        trace.record("tournee.hidden", by=post, result="refused")
        raise Http404("no such gesture for this post")
    trace.record("tournee.compared", by=post, usager_id=row.usager_id, target=row)
    return row


def sees_record(post: Post, row: SyncedOperation) -> bool:
    """Whether the side of the record may be shown: the author of a gesture may have left the team since."""
    if row.usager_id is None or not row.data_class:
        return False
    kind = DataClass(row.data_class)
    follows = visible_usagers(post).filter(~closed_to(post, kind, "pk"), pk=row.usager_id)
    return can(post, Act.WRITE, kind) and follows.exists()
