"""Opinions and signatures: collected at a desk or on the phone, beside the person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from alentour.accounts.enums import Act
from alentour.accounts.http import WorkRequest
from alentour.core import files, trace
from alentour.core.doors import Refused
from alentour.projects import rules, selectors, services
from alentour.projects.content import content_of
from alentour.projects.enums import Decision, Means, Origin, Signatory
from alentour.projects.forms import AccordForm, OpinionForm
from alentour.projects.models import Projet
from alentour.projects.presenters.reading import reading
from alentour.projects.views.doors import opened
from alentour.record.presenters import around
from alentour.ui.toasts import toast


@require_http_methods(["GET", "POST"])
def accords(request: WorkRequest, projet_id: UUID) -> HttpResponse:
    held = opened(request, projet_id, Act.WRITE if request.method == "POST" else Act.READ)
    if request.method == "GET":
        return _page(request, held, AccordForm(prefix="a"), OpinionForm(prefix="o"))
    rules.require_leader(request.post)
    signing = AccordForm(request.POST if "sign" in request.POST else None, request.FILES or None, prefix="a")
    saying = OpinionForm(request.POST if "say" in request.POST else None, prefix="o")
    form = signing if "sign" in request.POST else saying
    if form.is_valid():
        try:
            (_sign if form is signing else _say)(request, held, form.cleaned_data)
            return redirect("projects:accords", held.id)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    return _page(request, held, signing, saying, status=422)


def _sign(request: WorkRequest, held: Projet, given: dict[str, Any]) -> None:
    choices: dict[str, Any] = {
        "signatory": Signatory(given.pop("signatory")), "decision": Decision(given.pop("decision")),
        "means": Means(given.pop("means")),
    }  # fmt: skip
    services.collect_accord(projet=held, by=request.post, **choices, **given)
    toast(request, "C'est enregistré, avec la date et votre nom.")


def _say(request: WorkRequest, held: Projet, given: dict[str, Any]) -> None:
    choices: dict[str, Any] = {"origin": Origin(given.pop("origin")), "means": Means(given.pop("means"))}
    services.give_opinion(projet=held, by=request.post, **choices, **given)
    toast(request, "L'avis est au projet.")


def _page(
    request: WorkRequest, held: Projet, signing: AccordForm, saying: OpinionForm, status: int = 200
) -> HttpResponse:
    may = rules.leads(request.post) and (held.is_open or held.is_in_force)
    context = {
        "projet": held, "r": reading(content_of(held)), "signing": signing if may else None,
        "saying": saying if may else None,
    }  # fmt: skip
    page = around(request.post, held.usager, "projet", **context)
    return render(request, "projects/accords.html", page, status=status)


@require_GET
def scan(request: WorkRequest, accord_id: UUID) -> HttpResponse:
    """The signed page."""
    row = selectors.scan_of(request.post, accord_id)
    if row is None or row.scan is None:
        raise Http404("no signed page")
    held = opened(request, row.projet_id)
    trace.read("projet.scan_read", by=request.post, usager_id=held.usager_id, target=row)
    response = HttpResponse(files.read(row.scan), content_type=row.scan.media_type)
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = "inline"
    return response
