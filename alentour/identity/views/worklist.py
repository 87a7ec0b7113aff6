"""« Identités à qualifier »."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest, opens
from alentour.identity import presenters, selectors
from alentour.identity.enums import StatutIns

PAGE = 25


@require_GET
@opens(Act.READ, DataClass.INS)
def worklist(request: WorkRequest) -> HttpResponse:
    """Who cannot be exchanged about yet, why, and the next gesture; discrepancies first."""
    rows = selectors.to_qualify(request.post)
    statut = request.GET.get("statut", "")
    if statut in StatutIns.values:
        rows = rows.filter(statut=statut)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    lines = [presenters.to_qualify(usager, lambda one: reverse("identity:card", args=[one.id])) for usager in page]
    statuts = [one for one in StatutIns if one != StatutIns.QUALIFIEE]
    context = {"page": page, "lines": lines, "statut": statut, "statuts": statuts}
    return render(request, "identity/_worklist.html" if request.htmx else "identity/worklist.html", context)
