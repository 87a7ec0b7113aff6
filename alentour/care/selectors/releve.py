"""The relève: what was written since I last took it, about the persons I follow, in the categories my métier opens."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.care.models import Mention, ReadMark, Releve, Transmission
from alentour.care.selectors.transmissions import readable, unopposed
from alentour.record.access import visible_usagers

FIRST = timedelta(hours=24)
LONGEST = timedelta(days=7)


def start_of(post: Post) -> datetime:
    """When my relève begins: my last one (a week at most); without any, the last day."""
    last: Releve | None = Releve.objects.for_post(post).filter(post=post).first()
    now = timezone.now()
    return max(last.until, now - LONGEST) if last else now - FIRST


def feed(post: Post, *, since: datetime) -> QuerySet[Transmission]:
    """What the others and I wrote since, newest first, with who read each line."""
    rows: QuerySet[Transmission] = Transmission.objects.for_post(post)
    rows = rows.filter(
        unopposed(post),
        entered_at__gt=since, category__in=readable(post), is_current__in=[True], usager__in=visible_usagers(post),
    )  # fmt: skip
    return with_readers(rows.select_related("author__professional", "usager", "cible")).order_by("-entered_at", "-id")


def with_readers(rows: QuerySet[Transmission]) -> QuerySet[Transmission]:
    """Two more queries, whatever the length: who read each line, who is called."""
    return rows.prefetch_related(
        Prefetch("reads", ReadMark.objects.select_related("post__professional")),
        Prefetch("mentions", Mention.objects.select_related("post__professional")),
    )


def mentions_for(post: Post) -> QuerySet[Mention]:
    """The lines that ask for me and that I have not seen, for my day; only what my métier still opens."""
    rows: QuerySet[Mention] = Mention.objects.for_post(post)
    rows = rows.filter(
        unopposed(post, "transmission__"),
        post=post,
        seen_at=None,
        transmission__is_current__in=[True],
        transmission__category__in=readable(post),
        transmission__usager__in=visible_usagers(post),
    )
    return rows.select_related("transmission__usager", "transmission__author__professional").order_by("-pk")
