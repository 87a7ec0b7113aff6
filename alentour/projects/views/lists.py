"""« Projets »: those of the persons this post meets, by what they need."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest, opens
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.identity.selectors import filter_by_text
from alentour.projects import cadence, rules, selectors, services
from alentour.projects.forms import CadenceForm, ListFilter
from alentour.projects.presenters.listing import listed
from alentour.record.access import readable_usagers
from alentour.ui.toasts import toast

PAGE = 30
REMEMBERED = "projects.vue"


@require_GET
@opens(Act.READ, DataClass.PROJET)
def projets(request: WorkRequest) -> HttpResponse:
    """The view chosen last comes back; what was searched does not."""
    given = request.GET if "vue" in request.GET else {"vue": request.session.get(REMEMBERED, "")}
    form = ListFilter(given)
    wanted = form.cleaned_data if form.is_valid() else {"vue": "", "q": ""}
    if request.session.get(REMEMBERED, "") != wanted.get("vue", ""):
        request.session[REMEMBERED] = wanted.get("vue", "")
    review, first = cadence.months(request.structure)
    page = Paginator(_rows(request, wanted, first), PAGE).get_page(request.GET.get("page"))
    trace.read("projet.listed", by=request.post, found=page.paginator.count, page=page.number)
    context = {
        "form": form, "page": page, "lines": [listed(one, request.post, first) for one in page],
        "filtered": bool(wanted.get("vue") or wanted.get("q")), "review": review, "first": first,
        "may_set": rules.validates(request.post), "reads": rules.reads(request.post),
    }  # fmt: skip
    return render(request, "projects/_list.html" if request.htmx else "projects/list.html", context)


def _rows(request: WorkRequest, wanted: dict[str, str], first: int) -> QuerySet[Any]:
    people = readable_usagers(request.post, DataClass.PROJET).filter(is_active=True).order_by("nom_n", "prenom_n")
    found = filter_by_text(people, wanted.get("q", ""), request.structure.id)
    rows = selectors.with_projets(request.post, found)
    match wanted.get("vue"):
        case "reviser":
            return selectors.to_review(rows, timezone.localdate() + selectors.SOON, first).order_by(
                "review_on", "since"
            )
        case "preparation":
            return rows.exclude(draft_id=None)
        case "sans":
            return rows.filter(force_id=None)
        case "refus" if rules.reads(request.post):
            return rows.filter(refused=True)
        case _:
            return rows


@require_http_methods(["GET", "POST"])
@opens(Act.VALIDATE, DataClass.PROJET)
def rhythm(request: WorkRequest) -> HttpResponse:
    """How often projets are reviewed in this structure."""
    review, first = cadence.months(request.structure)
    form = CadenceForm(request.POST or None, initial={"review_months": review, "first_months": first})
    if request.method == "POST" and form.is_valid():
        try:
            services.set_cadence(by=request.post, **form.cleaned_data)
            toast(request, "Le rythme est enregistré ; les échéances à venir le suivront.")
            return redirect("projects:list")
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    return render(request, "projects/rhythm.html", {"form": form}, status=422 if form.errors else 200)
