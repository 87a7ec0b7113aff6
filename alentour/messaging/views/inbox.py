"""The list of conversations: mine and my teams', in one (specs/mss §6.2)."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest, opens
from alentour.messaging import rules, selectors
from alentour.messaging.presenters import rows
from alentour.record.access import door
from alentour.record.panels import tabs
from alentour.record.presenters import person_header
from alentour.ui.shapes import Tab

PAGE = 25


@require_GET
@opens(Act.READ, DataClass.MESSAGERIE)
def inbox(request: WorkRequest) -> HttpResponse:
    view = request.GET.get("vue", "recus")
    view = view if view in selectors.VIEWS else "recus"
    box = request.GET.get("boite", "")
    boxes = rules.boxes_of(request.post)
    page = Paginator(selectors.list_threads(request.post, view=view, box=box), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "threads": rows(list(page), request.post),
        "tabs": [Tab(label=label, url=f"?vue={slug}", current=slug == view) for slug, label in selectors.VIEWS.items()],
        "view": view,
        "box": box,
        "boxes": boxes,
        "troubles": [b for b in boxes if b.trouble],
    }
    return render(request, "messaging/_inbox.html" if request.htmx else "messaging/inbox.html", context)


@require_GET
@opens(Act.READ, DataClass.MESSAGERIE)
def news(request: WorkRequest) -> HttpResponse:
    """How many conversations wait, for the badge; asked by the page itself, which is not a gesture of the person."""
    count = selectors.unread_count(request.post)
    return render(request, "messaging/_news.html", {"count": count})


@require_GET
def of_usager(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """The conversations about one person, in her record."""
    usager = door(request, usager_id, Act.READ, DataClass.MESSAGERIE)
    found = selectors.list_threads(request.post, view="tous", usager=usager)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "usager": usager,
        "person": person_header(usager, request.post),
        "tabs": tabs(request.post, usager, "messages"),
        "page": page,
        "threads": rows(list(page), request.post),
        "new_url": f"{reverse('messaging:new')}?usager={usager.id}",
    }
    return render(request, "messaging/of_usager.html", context)
