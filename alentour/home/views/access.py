"""The trail of the structure, for those who answer for it (habilitation « traces »)."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest, opens
from alentour.accounts.models import Professional
from alentour.audit.models import TraceEvent
from alentour.core import trace
from alentour.home.words import words_of


@require_GET
@opens(Act.READ, DataClass.TRACES)
def access(request: WorkRequest) -> HttpResponse:
    """Who did what, newest first; reading the trail is itself traced."""
    trace.record("trail.read", by=request.post)
    rows = TraceEvent.objects.filter(structure_id=request.structure.id).order_by("-sequence")
    if request.GET.get("refus"):
        rows = rows.filter(result="refused")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    people = Professional.objects.in_bulk({row.professional_id for row in page if row.professional_id})
    lines = [(row, people.get(row.professional_id), words_of(row.action)) for row in page]
    return render(
        request, "home/access.html", {"lines": lines, "page": page, "refused": bool(request.GET.get("refus"))}
    )
