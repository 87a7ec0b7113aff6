"""The transmissions of a person: what happened, newest first, and the note one adds."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.care import selectors, services
from alentour.care.forms import TransmissionForm
from alentour.care.presenters.transmissions import lines
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.record.access import door
from alentour.record.panels import tabs
from alentour.record.presenters import person_header

PAGE = 25


@require_http_methods(["GET", "POST"])
def transmissions(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    usager = door(request, usager_id, Act.READ, DataClass.IDENTITE)
    form = TransmissionForm(request.POST or None, post=request.post, initial={"key": uuid.uuid4().hex})
    trouble, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.write(usager=usager, by=request.post, **form.done())
                messages.success(request, "Transmission écrite.")
                return redirect("care:transmissions", usager.id)
            except Refused as refusal:
                trouble = refusal.sentence
    return _page(request, usager, form, trouble, status)


def _page(request: WorkRequest, usager: Usager, form: TransmissionForm, trouble: str, status: int) -> HttpResponse:
    found = selectors.transmissions_of(request.post, usager)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    trace.record("transmissions.read", by=request.post, usager_id=usager.id, lines=len(page))
    context = {
        "usager": usager,
        "person": person_header(usager, request.post),
        "tabs": tabs(request.post, usager, "transmissions"),
        "form": form if selectors.writable(request.post) else None,
        "trouble": trouble,
        "page": page,
        "lines": lines(list(page)),
    }
    return render(request, "care/transmissions.html", context, status=status)
