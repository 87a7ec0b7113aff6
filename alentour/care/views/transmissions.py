"""The transmissions of a person: what happened, newest first, the note one adds, the cibles that are watched."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.accounts.models import Post
from alentour.care import selectors, services
from alentour.care.enums import Category
from alentour.care.forms import TransmissionForm
from alentour.care.models import Cible, Transmission
from alentour.care.presenters.transmissions import lines
from alentour.care.selectors.releve import with_readers
from alentour.care.selectors.transmissions import ask_colleagues
from alentour.care.views.narrowing import PERIODS, authors, chosen, narrowed, of_period
from alentour.care.views.people import choose_person
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.core.gather import Asks, alone, beside, every, together
from alentour.identity.models import Usager
from alentour.record import panels
from alentour.record.access import door
from alentour.record.presenters import around
from alentour.record.presenters.header import ask_hold

PAGE = 25


@require_GET
def write_choose(request: WorkRequest) -> HttpResponse:
    return choose_person(request, title="De qui parle la transmission ?", then="care:transmissions")


@require_http_methods(["GET", "POST"])
def transmissions(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    usager = door(request, usager_id, Act.READ, DataClass.IDENTITE)
    writes = request.method == "POST"
    if request.htmx and not writes:
        return render(request, "care/_feed.html", _feed(request, usager))
    asked = [ask_colleagues(request.post, usager), *([] if writes else [_frame(request.post, usager)])]
    team, *framed = together(*asked)
    initial = {"key": uuid.uuid4().hex, "target": request.GET.get("cible", "")[:80]}
    form = TransmissionForm(request.POST or None, post=request.post, colleagues=team, initial=initial)
    trouble, status = "", 200
    if writes:
        status = 422
        if form.is_valid():
            try:
                services.write(usager=usager, by=request.post, **form.done())
                messages.success(request, "Transmission écrite.")
                return redirect("care:transmissions", usager.id)
            except Refused as refusal:
                trouble = refusal.sentence
    frame = framed[0] if framed else alone(_frame(request.post, usager))
    return _page(request, usager, form, trouble, status, frame)


def _frame(post: Post, usager: Usager) -> Asks[dict[str, Any]]:
    """What is around the lines."""
    held, tabs, cibles, closed, wrote = yield from beside(
        [
            ask_hold(usager, post),
            panels.ask_tabs(post, usager, "transmissions"),
            every(selectors.cibles_of(post, usager)[:30]),
            every(selectors.cibles_of(post, usager, closed=True).order_by("-closed_at")[:8]),
            authors(post, selectors.transmissions_of(post, usager)),
        ]
    )
    return {"held": held, "tabs": tabs, "cibles": cibles, "closed": closed, "authors": wrote}


def _page(
    request: WorkRequest, usager: Usager, form: TransmissionForm, trouble: str, status: int, frame: dict[str, Any]
) -> HttpResponse:
    post = request.post
    context = _feed(request, usager) | {
        "form": form if selectors.writable(post) else None,
        "trouble": trouble,
        "closable": {one.value for one in selectors.writable(post)},
        "categories": selectors.readable(post),
        "chosen": chosen(request),
        "periods": PERIODS.items(),
    }
    context = around(post, usager, "transmissions", **context, **frame)
    return render(request, "care/transmissions.html", context, status=status)


def _feed(request: WorkRequest, usager: Usager) -> dict[str, Any]:
    """A page of lines; alone, it is what the filters and the pages swap."""
    post = request.post
    asked = of_period(narrowed(selectors.transmissions_of(post, usager), request), request)
    page = Paginator(with_readers(asked), PAGE).get_page(request.GET.get("page"))
    trace.read("transmissions.read", by=post, usager_id=usager.id, lines=len(page))
    return {"page": page, "lines": lines(list(page), post)}


@require_POST
def close_cible(request: WorkRequest, cible_id: UUID) -> HttpResponse:
    cible: Cible | None = Cible.objects.for_post(request.post).filter(pk=cible_id).first()
    if cible is None:
        raise Http404("no such cible")
    usager = door(request, cible.usager_id, Act.WRITE, Category(cible.category).kind)
    try:
        services.close_cible(cible=cible, by=request.post, outcome=request.POST.get("outcome", ""))
        messages.success(request, f"Cible close : {cible.label}.")
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("care:transmissions", usager.id)


@require_POST
def seen(request: WorkRequest, transmission_id: UUID) -> HttpResponse:
    """« Vu »: from the relève or from the record."""
    row = Transmission.objects.for_post(request.post).filter(pk=transmission_id).first()
    if row is None:
        raise Http404("no such transmission")
    door(request, row.usager_id, Act.READ, Category(row.category).kind)
    services.see(transmission=row, by=request.post)
    messages.success(request, "Marquée comme lue.")
    return (
        redirect("care:releve")
        if request.POST.get("back") == "releve"
        else redirect("care:transmissions", row.usager_id)
    )
