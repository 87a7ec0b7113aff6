"""The search of the top bar."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest, opens
from alentour.accounts.models import Post
from alentour.core import crypto, trace
from alentour.identity import access, finders
from alentour.identity.models import Usager
from alentour.identity.selectors import search as search_people
from alentour.ui import words
from alentour.ui.shapes import Option

SHORTEST = 2
SUGGESTED, LISTED = 8, 40


@require_GET
@opens(Act.READ, DataClass.IDENTITE)
def search(request: WorkRequest) -> HttpResponse:
    """Suggestions while one types (HTMX), or the page of results; only among the persons this post may meet."""
    text = request.GET.get("q", "").strip()[:80]
    limit = SUGGESTED if request.htmx else LISTED
    options = found(request.post, text, limit) if len(text) >= SHORTEST else []
    context = {"options": options, "text": text}
    return render(request, "identity/_options.html" if request.htmx else "identity/search.html", context)


def found(post: Post, text: str, limit: int) -> list[Option]:
    """People, then what the other apps find; the search is traced without its words."""
    people = search_people(post.structure, text, within=access.visible_usagers(post), limit=limit)
    trace.record(
        "usager.searched", by=post, found=len(people), words=crypto.blind_index(text.casefold(), purpose="search")[:16]
    )
    return [*(option(usager) for usager in people), *finders.others(post, text)]


def option(usager: Usager) -> Option:
    born = "née" if usager.sex == "F" else "né"
    birth_name = f", {born} {usager.birth_name.upper()}" if usager.used_name else ""
    detail = f"{born} le {words.birth(usager.birth_date_text)}{birth_name} · n° {usager.ipp}"
    return Option(
        label=usager.display_name,
        detail=detail,
        url=_record(usager),
        value=str(usager.id),
        icon="user-round",
        group="Personnes",
    )


def _record(usager: Usager) -> str:
    return reverse("record:synthesis", args=[usager.id])
