"""« Qui a lu mon dossier »: the extract handed to the person, in plain words, to print or to keep as PDF."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.record.access import door
from alentour.record.extract import plain_lines, reads_of

PAGE = 100
MONTHS = {"1": 1, "3": 3, "12": 12}


@require_GET
def extract(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """Who, what métier, when, what, why; a hundred lines a page, the last twelve months unless asked otherwise."""
    usager = door(request, usager_id, Act.READ, DataClass.TRACES)
    months = MONTHS.get(request.GET.get("mois", ""), 12)
    page = Paginator(reads_of(usager, months=months), PAGE).get_page(request.GET.get("page"))
    context = {
        "usager": usager,
        "page": page,
        "lines": plain_lines(page.object_list),
        "months": months,
        "now": timezone.now(),
    }
    return render(request, "record/extract.html", context)
