"""Private notes: mine alone, and never through an emergency access."""

from __future__ import annotations

from django.db.models import QuerySet

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.care.models import PrivateNote
from alentour.identity.models import Usager


def notes_of(post: Post, usager: Usager) -> QuerySet[PrivateNote]:
    """The notes that this very professional wrote about her in this structure; none while an emergency is what opened the record."""
    rows: QuerySet[PrivateNote] = PrivateNote.objects.for_post(post)
    if not can(post, Act.READ, DataClass.PSYCHOLOGUE) or post.because:
        return rows.none()
    mine = rows.filter(usager=usager, author__professional_id=post.professional_id)
    return mine.select_related("shared_as").order_by("-done_at", "-id")
