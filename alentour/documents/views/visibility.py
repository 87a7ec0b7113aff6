"""Who sees a document, and every text that a written one has had."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from alentour.accounts.enums import Act
from alentour.accounts.http import WorkRequest
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.documents import presenters_writing, selectors
from alentour.documents.presenters import VISIBLE
from alentour.documents.services.visibility import set_visibility
from alentour.documents.views.page import around
from alentour.ui.toasts import toast


@require_POST
def visibility(request: WorkRequest, document_id: UUID) -> HttpResponse:
    """One choice among those that exist; it leaves with the document."""
    document = selectors.open_document(request, document_id, Act.VALIDATE)
    chosen = {value: flags for value, flags, *_ in VISIBLE}.get(request.POST.get("visible", ""))
    if chosen is None:
        toast(request, "Choisissez qui voit ce document. Rien n'a changé.", kind="danger")
        return redirect("documents:view", document.id)
    try:
        set_visibility(document=document, by=request.post, pros=chosen[0], usager=chosen[1], guardians=chosen[2])
        toast(request, "C'est noté : il partira avec ce choix. Ce qui est déjà parti garde le sien.")
    except Refused as refusal:
        toast(request, refusal.sentence, kind="danger")
    return redirect("documents:view", document.id)


@require_GET
def history(request: WorkRequest, document_id: UUID) -> HttpResponse:
    """Every text of each section, the last first, with who wrote it and when."""
    document = selectors.open_document(request, document_id)
    if not document.is_written or document.usager is None:
        raise Http404("not written with an outline")
    trace.read("document.history", by=request.post, usager_id=document.usager_id, target=document)
    sections = presenters_writing.histories(document)
    return render(
        request, "documents/history.html", around(request, document.usager, document=document, sections=sections)
    )
