"""What the lists of transmissions are narrowed by: category, cible, author, period, priority (remembered by ``ui.criteria``)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from alentour.accounts.http import WorkRequest
from alentour.accounts.models import Post
from alentour.care.enums import Category
from alentour.care.models import Transmission
from alentour.core.gather import Asks, every

NAMES = ("categorie", "sur", "auteur", "depuis", "priorite")
PERIODS = {"1": "24 heures", "7": "7 jours", "30": "30 jours", "90": "3 mois", "365": "1 an"}
MOST_AUTHORS = 80


def chosen(request: WorkRequest) -> dict[str, str]:
    """What was asked, as the form shows it again."""
    return {name: request.GET.get(name, "") for name in NAMES}


def narrowed(rows: QuerySet[Transmission], request: WorkRequest) -> QuerySet[Transmission]:
    """The lines of the category, cible, author and priority asked; a word that is not understood narrows nothing."""
    asked = chosen(request)
    if asked["categorie"] in Category.values:
        rows = rows.filter(category=asked["categorie"])
    if about := _uuid(asked["sur"]):
        rows = rows.filter(cible_id=about)
    if author := _uuid(asked["auteur"]):
        rows = rows.filter(author_id=author)
    return rows.filter(priority=True) if asked["priorite"] else rows


def of_period(rows: QuerySet[Transmission], request: WorkRequest) -> QuerySet[Transmission]:
    """The lines done since (the feed has a period of its own: since one took the relève)."""
    days = request.GET.get("depuis", "")
    return rows.filter(done_at__gte=timezone.now() - timedelta(days=int(days))) if days in PERIODS else rows


def authors(post: Post, rows: QuerySet[Transmission]) -> Asks[list[Any]]:
    """Who wrote the lines of a list, before it is narrowed: (id, « Inès MOREAU (infirmière) »)."""
    wrote = rows.order_by().values("author_id").distinct()
    people = Post.objects.filter(structure_id=post.structure_id, pk__in=wrote).select_related("professional")
    named = people.order_by("professional__family_name", "professional__given_name")
    found = yield from every(named[:MOST_AUTHORS])
    return [(str(one.pk), f"{one.professional} ({one.metier_label})") for one in found]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
