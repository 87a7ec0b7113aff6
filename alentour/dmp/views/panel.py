"""The tab « DMP »: what we last knew, and the gestures that ask it again. Nothing is asked by merely looking (EX_AIR-085)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.accounts.rights import require
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.dmp import presenters, rules, selectors, services
from alentour.dmp.enums import Authorization
from alentour.documents.models import Document
from alentour.identity.models import Usager
from alentour.record import panels
from alentour.record.access import door
from alentour.record.enums import GivenBy, Means
from alentour.record.presenters import person_header
from alentour.record.selectors import objects_to_dmp
from alentour.ui.toasts import toast

PER_PAGE = 25
TO_FILE = (
    "Document lu. L'identité qu'il porte n'est pas exactement celle de cette personne : il attend dans « À classer »."
)


@require_GET
def panel(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """State of the DMP and its documents as last known."""
    usager = door(request, usager_id, Act.READ, DataClass.DMP)
    every = "tous" in request.GET
    page = Paginator(selectors.entries_of(request.post, usager, every_state=every), PER_PAGE).get_page(
        request.GET.get("page")
    )
    trace.read("dmp.listed", by=request.post, usager_id=usager.id, count=page.paginator.count)
    context = {
        "page": page,
        "lines": [presenters.line(entry) for entry in page],
        "every": every,
        "usager": usager,
        **_reading(request, usager),
    }
    if request.htmx:
        return render(request, "dmp/_list.html", context)
    return render(request, "dmp/panel.html", {**context, **_around(request, usager)})


def _reading(request: WorkRequest, usager: Usager) -> dict[str, Any]:
    """What the DMP said last, and what keeps this professional from reading it now."""
    dossier = selectors.dossier_of(usager)
    access = selectors.access_of(dossier, request.post)
    hindrances = rules.reading_hindrances(request.post, usager)
    closed = rules.why_no_reading(access, dossier)
    return {
        "dossier": dossier,
        "facts": presenters.facts(dossier, access),
        "closed": closed,
        "may_authorize": bool(access and access.authorization in {Authorization.EXPIRED, Authorization.NONE}),
        "hindrances": hindrances,
        "needs_agreement": any(one.code == "consultation" for one in hindrances),
        "readable": not hindrances and not closed,
    }


def _around(request: WorkRequest, usager: Usager) -> dict[str, Any]:
    return {
        "person": person_header(usager, request.post),
        "tabs": panels.tabs(request.post, usager, "dmp"),
        "opposed": objects_to_dmp(usager),
        "informed": rules.is_informed(usager),
        "may_write": rules.may_feed(request.post),
        "given_by": GivenBy.choices,
        "means": Means.choices,
    }


@require_POST
def consult(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """The explicit gesture: ask the DMP now."""
    usager = door(request, usager_id, Act.READ, DataClass.DMP)
    try:
        seen = services.consult(usager=usager, by=request.post, whole="tout" in request.POST)
    except Refused as refusal:
        toast(request, refusal.sentence, kind="attention")
        return redirect("dmp:panel", usager.id)
    news = {0: "rien de nouveau", 1: "1 nouveau document"}.get(seen.new, f"{seen.new} nouveaux documents")
    toast(request, f"DMP consulté : {news}.")
    return redirect("dmp:panel", usager.id)


@require_POST
def authorize(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """The person has just said yes to this professional."""
    usager = door(request, usager_id, Act.READ, DataClass.DMP)
    require(request.post, Act.WRITE, DataClass.DMP)
    try:
        if "accord" not in request.POST:
            raise Refused("Demandez d'abord à la personne son accord, puis cochez-le.")
        services.authorize(usager=usager, by=request.post)
        toast(request, "Vous êtes autorisé sur ce DMP.")
    except Refused as refusal:
        toast(request, refusal.sentence, kind="attention")
    return redirect("dmp:panel", usager.id)


@require_POST
def open_entry(request: WorkRequest, entry_id: UUID) -> HttpResponse:
    """Read one document and keep it in the record."""
    entry = selectors.open_entry(request, entry_id)
    try:
        opened = services.open_entry(entry=entry, by=request.post)
    except Refused as refusal:
        toast(request, refusal.sentence, kind="attention")
        return redirect("dmp:panel", entry.usager_id)
    if isinstance(opened, Document) and opened.usager_id:
        return redirect("documents:view", opened.id)
    toast(request, TO_FILE, kind="attention")
    return redirect("dmp:panel", entry.usager_id)
