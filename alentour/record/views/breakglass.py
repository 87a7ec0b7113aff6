"""« Accès d'urgence »: reaching a person one does not follow, closing what was opened, and reading it afterwards."""

from __future__ import annotations

import time
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.core.doors import ClosedDoor, Refused
from alentour.identity.models import Usager
from alentour.record import access, breakglass
from alentour.record.barriers import BreakGlass
from alentour.record.forms.barriers import EmergencyForm, EmergencySearch, ReviewForm
from alentour.ui.toasts import toast

PAGE = 30
FOUND, LIFE = "glass_found", 900


@never_cache
@require_http_methods(["GET", "POST"])
def search(request: WorkRequest) -> HttpResponse:
    """Exactly one name and one birth date, in the body of the request, ten times an hour at most; each try leaves a trace."""
    breakglass.require_eligible(request.post)
    form, found = EmergencySearch(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            found = breakglass.find(by=request.post, name=data["name"], birth_date=data["birth"])
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    if found:
        request.session[FOUND] = {str(one.pk): int(time.time()) for one in found}
    lines = [(one, access.meets(request.post, one.pk)) for one in found or []]
    context = {"form": form, "found": lines, "asked": found is not None, "mine": breakglass.mine(request.post)}
    return render(request, "record/breakglass_search.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def open_access(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """The reason, written before anything opens; only for somebody just found."""
    breakglass.require_eligible(request.post)
    usager = _found(request, usager_id)
    form = EmergencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            breakglass.open_access(by=request.post, usager=usager, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("record:synthesis", usager_id)
    context = {"form": form, "usager": usager, "told": breakglass.told(request.post)}
    return render(request, "record/breakglass_open.html", context, status=422 if form.errors else 200)


def _found(request: WorkRequest, usager_id: UUID) -> Usager:
    at = request.session.get(FOUND, {}).get(str(usager_id), 0)
    usager = Usager.objects.for_post(request.post).filter(pk=usager_id).first()
    if usager is None or time.time() - at > LIFE:
        raise Http404("not found by this session")
    return usager


@require_POST
def close(request: WorkRequest, access_id: UUID) -> HttpResponse:
    """« Refermer »: its holder has finished."""
    row = BreakGlass.objects.for_post(request.post).filter(pk=access_id, post=request.post).first()
    if row is None:
        raise Http404("not this post's access")
    breakglass.close(row=row, by=request.post)
    toast(request, "Le dossier est refermé.")
    return redirect("record:breakglass")


def _require_reader(request: WorkRequest) -> None:
    if not breakglass.reads_accesses(request.post):
        raise ClosedDoor("la relecture des accès d'urgence", rights.metiers_that_can(Act.READ, DataClass.TRACES))


@require_GET
def review_list(request: WorkRequest) -> HttpResponse:
    """The accesses of the week (or all), with what is still to review; names of persons only for who reads identities."""
    _require_reader(request)
    week = request.GET.get("periode", "semaine") != "tout"
    rows = breakglass.latest(request.post)
    page = Paginator(breakglass.of_the_week(rows) if week else rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "week": week,
        "form": ReviewForm() if rights.can(request.post, Act.READ, DataClass.TRACES) else None,
        "names": rights.can(request.post, Act.READ, DataClass.IDENTITE),
        "unseen": {notice.access_id for notice in breakglass.notices(request.post)},
        "me": request.post.professional_id,
    }
    return render(request, "record/breakglass_review.html", context)


def _row(request: WorkRequest, access_id: UUID) -> BreakGlass:
    _require_reader(request)
    return get_object_or_404(breakglass.latest(request.post), pk=access_id)


@require_POST
def review(request: WorkRequest, access_id: UUID) -> HttpResponse:
    row, form = _row(request, access_id), ReviewForm(request.POST)
    try:
        if form.is_valid():
            breakglass.review(row=row, by=request.post, **form.cleaned_data)
            toast(request, "La conclusion est enregistrée.")
        else:
            toast(request, "Choisissez une conclusion.", kind="attention")
    except Refused as refusal:
        toast(request, refusal.sentence, kind="attention")
    return redirect("record:breakglass-review")


@require_POST
def seen(request: WorkRequest, access_id: UUID) -> HttpResponse:
    breakglass.acknowledge(row=_row(request, access_id), by=request.post)
    toast(request, "C'est noté : vous en avez pris connaissance.")
    return redirect("record:breakglass-review")
