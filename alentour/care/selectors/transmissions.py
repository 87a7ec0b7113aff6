"""Transmissions: only the categories that the métier opens."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from alentour.accounts.enums import Act
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.care.enums import Category
from alentour.care.models import Cible, Transmission
from alentour.core.gather import Asks, alone, every
from alentour.identity.models import Usager
from alentour.record.access import closed_to
from alentour.record.selectors import team_of


def readable(post: Post) -> list[Category]:
    return [category for category in Category if can(post, Act.READ, category.kind)]


def writable(post: Post) -> list[Category]:
    return [category for category in Category if can(post, Act.WRITE, category.kind)]


def unopposed(post: Post, path: str = "") -> Q:
    """The condition of every list over several persons: she has not closed the kind of this line to this post.

    ``path`` leads to the transmission (``transmission__``).
    """
    kinds = {category.kind for category in Category}
    closed = Q(pk__in=[])
    for kind in sorted(kinds):
        mine = [category for category in Category if category.kind == kind]
        closed |= Q(**{f"{path}category__in": mine}) & Q(closed_to(post, kind, f"{path}usager"))
    return ~closed


def transmissions_of(post: Post, usager: Usager) -> QuerySet[Transmission]:
    """The lines of a person, newest first; a corrected one is shown by its correction."""
    # IN (true): SQLite looks a value up in an index, not a bare boolean
    rows: QuerySet[Transmission] = Transmission.objects.for_post(post)
    return (
        rows.filter(usager=usager, category__in=readable(post), is_current__in=[True])
        .select_related("author__professional", "corrects")
        .order_by("-done_at", "-id")
    )


def cibles_of(post: Post, usager: Usager, *, closed: bool = False) -> QuerySet[Cible]:
    """The cibles of a person that this post may read, open ones unless ``closed``."""
    rows: QuerySet[Cible] = Cible.objects.for_post(post)
    rows = rows.filter(usager=usager, category__in=readable(post), closed_at__isnull=not closed)
    return rows.select_related("opened_by__professional", "closed_by__professional")


def colleagues(post: Post, usager: Usager) -> list[Post]:
    """Who may be called about this person: her care team but oneself, those whose métier reads transmissions."""
    return alone(ask_colleagues(post, usager))


def ask_colleagues(post: Post, usager: Usager) -> Asks[list[Post]]:
    """:func:`colleagues`, in one trip with what else a page reads."""
    members = yield from every(team_of(usager))
    return [one.post for one in members if one.post_id != post.id and readable(one.post)]
