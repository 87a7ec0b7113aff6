"""The list of the persons this post may meet."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass, Scope
from alentour.accounts.http import WorkRequest, opens
from alentour.core import trace
from alentour.identity.models import Usager
from alentour.identity.selectors import filter_by_text
from alentour.record import selectors
from alentour.record.access import visible_usagers
from alentour.record.forms import PeopleFilter
from alentour.record.models import CareTeamMember
from alentour.record.presenters import person_line

PAGE = 20


@require_GET
@opens(Act.READ, DataClass.IDENTITE)
def people(request: WorkRequest) -> HttpResponse:
    """Server-side pages; the SQL count does not depend on how many there are."""
    form = PeopleFilter(request.GET or None)
    criteria = form.cleaned_data if form.is_valid() else {}
    page = Paginator(_rows(request, criteria), PAGE).get_page(request.GET.get("page"))
    lines = [person_line(usager, request.post) for usager in page]
    trace.read("usager.listed", by=request.post, found=page.paginator.count, page=page.number)
    context = {
        "form": form,
        "page": page,
        "lines": lines,
        "text": criteria.get("q", ""),
        "whole_structure": rights.scope_of(request.post) == Scope.STRUCTURE,
        "may_create": rights.can(request.post, Act.WRITE, DataClass.IDENTITE),
    }
    return render(request, "record/_people.html" if request.htmx else "record/people.html", context)


def _rows(request: WorkRequest, criteria: dict[str, str]) -> QuerySet[Usager]:
    rows = visible_usagers(request.post)
    if criteria.get("active") != "tous":
        rows = rows.filter(is_active=True)
    if criteria.get("mine"):
        mine = CareTeamMember.objects.for_post(request.post).filter(CareTeamMember.current(), post=request.post)
        rows = rows.filter(Exists(mine.filter(usager=OuterRef("pk"))))
    rows = filter_by_text(rows.order_by("nom_n", "prenom_n"), criteria.get("q", ""), request.structure.id)
    return selectors.with_stay_and_alerts(rows, request.post)
