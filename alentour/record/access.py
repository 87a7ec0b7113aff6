"""The door of every record. Outside one's structure or scope a person does not exist; inside, the métier decides (rule 7)."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass, Scope
from alentour.accounts.http import WorkRequest
from alentour.accounts.models import Post
from alentour.core import trace
from alentour.core.doors import ClosedDoor
from alentour.identity.models import Usager
from alentour.record.models import CareTeamMember


def visible_usagers(post: Post) -> QuerySet[Usager]:
    """The persons this post may meet: those whose care team it is in, the whole structure, or nobody."""
    rows: QuerySet[Usager] = Usager.objects.for_post(post)
    match rights.scope_of(post):
        case Scope.STRUCTURE:
            return rows
        case Scope.TEAM:
            mine = CareTeamMember.objects.for_post(post).filter(CareTeamMember.current(), post=post)
            return rows.filter(Exists(mine.filter(usager=OuterRef("pk"))))
        case _:
            return rows.none()


def door(who: WorkRequest | Post, usager_id: UUID, act: Act, kind: DataClass) -> Usager:
    """The person ``usager_id``, for a post that may do ``act`` on her ``kind`` of data.

    Raises ``Http404`` when she belongs to another structure or is out of scope, :class:`ClosedDoor` when she is in scope but the
    métier does not open this kind of data. A read and each refusal are traced here; a write is traced by its service. Call it
    outside a transaction: a refusal rolled back would leave no trace.
    """
    post = who if isinstance(who, Post) else who.post
    usager = visible_usagers(post).select_related("structure").filter(pk=usager_id).first()
    if usager is None:
        trace.record("usager.hidden", by=post, usager_id=usager_id, result="refused", act=act, kind=kind)
        raise Http404("no such person for this post")
    try:
        rights.require(post, act, kind)
    except ClosedDoor:
        trace.record("usager.closed", by=post, usager_id=usager_id, result="refused", act=act, kind=kind)
        raise
    if act == Act.READ:
        trace.record("usager.read", by=post, usager_id=usager_id, kind=kind)
    return usager
