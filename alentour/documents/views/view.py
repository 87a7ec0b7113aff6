"""A document in its page: what it is, who says so, where it went, what can be done with it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_POST

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.accounts.models import Post
from alentour.core import files, trace
from alentour.core.doors import Refused
from alentour.documents import destinations, gateway, presenters, selectors
from alentour.documents.models import Document
from alentour.documents.services import content, reprise
from alentour.documents.told import Offer
from alentour.documents.views.page import around
from alentour.record.access import door
from alentour.ui.toasts import toast


@require_GET
def view(request: WorkRequest, document_id: UUID) -> HttpResponse:
    """The page of a document."""
    document = selectors.open_document(request, document_id)
    assert document.usager is not None
    trace.record(
        "document.opened", by=request.post, usager_id=document.usager_id, target=document, oid=document.document_oid
    )
    context = {
        "document": document,
        "provenance": presenters.provenance(document),
        "arrivals": presenters.arrival_lines(document.arrivals.all()),
        "versions": [one for one in selectors.versions_of(document) if one.pk != document.pk],
        "offers": destinations.offers_for(document, request.post),
        "roads": destinations.roads_of(document),
        "gestures": presenters.gestures(document, request.post, may_file=selectors.may_file(request.post)),
        "visible": presenters.visible(document),
        "html": html_of(document),
        "text": text_of(document),
        "told": (offers := told(document, request.post)),
        "takes": any(offer.may_take and not offer.held for offer in offers),
    }
    return render(request, "documents/view.html", around(request, document.usager, **context))


@require_POST
def take_up(request: WorkRequest, document_id: UUID) -> HttpResponse:
    """Take up in the record what was ticked of what the document says."""
    document = selectors.open_document(request, document_id)
    assert document.usager_id is not None
    door(request, document.usager_id, Act.WRITE, DataClass.SANTE)
    ranks = {int(rank) for rank in request.POST.getlist("rang") if rank.isdecimal() and len(rank) < 5}
    try:
        written = reprise.take_up(document=document, by=request.post, ranks=ranks)
        lines = "une ligne reprise" if written == 1 else f"{written} lignes reprises"
        toast(
            request, f"{lines.capitalize()} dans le dossier, à votre nom." if written else "Le dossier le disait déjà."
        )
    except Refused as refusal:
        toast(request, refusal.sentence, kind="danger")
    return redirect("documents:view", document.id)


@require_GET
def roads(request: WorkRequest, document_id: UUID) -> HttpResponse:
    """Where it went, refreshed while something is on its way."""
    document = selectors.open_document(request, document_id)
    return render(request, "documents/_roads.html", {"document": document, "roads": destinations.roads_of(document)})


@require_GET
def printed(request: WorkRequest, document_id: UUID) -> HttpResponse:
    """A sheet to print, with the identity on it; a PDF is printed as it is."""
    document = selectors.open_document(request, document_id)
    assert document.usager is not None
    trace.record("document.printed", by=request.post, usager_id=document.usager_id, target=document)
    context = {"document": document, "html": html_of(document), "text": text_of(document)}
    return render(request, "documents/print.html", around(request, document.usager, **context))


def told(document: Document, post: Post) -> list[Offer]:
    """What it says for the record, to who reads the health data of the person."""
    return reprise.offers_of(document, post) if rights.can(post, Act.READ, DataClass.SANTE) else []


def html_of(document: Document) -> SafeString:
    """A structured document that brings no file to show."""
    if document.body_id or document.cda is None:
        return SafeString("")
    return gateway.html_of(files.read(document.cda))


def text_of(document: Document) -> str:
    return (
        content(document).decode("utf-8", "replace") if document.media_type == "text/plain" and document.body_id else ""
    )
