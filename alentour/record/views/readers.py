"""« Qui a lu ce dossier »: the trail of one person, with names; reading it is traced too."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.record import trail
from alentour.record.access import door
from alentour.record.presenters import around

PAGE = 50


@require_GET
def readers(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    usager = door(request, usager_id, Act.READ, DataClass.TRACES)
    only = request.GET.get("seulement", "")
    page = Paginator(trail.of_usager(usager, only=only), PAGE).get_page(request.GET.get("page"))
    context = around(request.post, usager, "lectures", page=page, lines=trail.lines(page.object_list), only=only)
    return render(request, "record/_readers.html" if request.htmx else "record/readers.html", context)
