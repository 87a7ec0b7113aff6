"""Who may be taken on a round: the persons I follow, those of my own teams first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from alentour.accounts.models import Post
from alentour.identity.selectors import filter_by_text
from alentour.record.access import visible_usagers
from alentour.record.models import CareTeamMember, Stay

# Bounded by what one hand can see in a day, and by what a phone should carry.
MOST = 40
PAGE = 40


def choosable(post: Post, *, text: str = "", page: int = 1) -> Page[Any]:
    """A page of the persons to choose from: ``mine`` says that I am of their team, ``stay_now`` where they live (four queries)."""
    mine = CareTeamMember.objects.for_post(post).filter(CareTeamMember.current(), post=post, usager=OuterRef("pk"))
    found = filter_by_text(visible_usagers(post).filter(is_active=True), text, post.structure_id)
    rows: QuerySet[Any] = found.annotate(mine=Exists(mine)).order_by("-mine", "nom_n", "prenom_n", "pk")
    rows = rows.prefetch_related(Prefetch("stays", Stay.objects.filter(Stay.current()), to_attr="stay_now"))
    return Paginator(rows, PAGE).get_page(page)


def still_open(post: Post, idents: Iterable[UUID]) -> set[UUID]:
    """Those of these persons this post may still meet; the others leave the phone (one query)."""
    return set(visible_usagers(post).filter(pk__in=list(idents)[:MOST]).values_list("pk", flat=True))
