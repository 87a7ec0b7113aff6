"""The document de liaison d'urgence of a person: what it says, what it lacks, what moved since; and establishing it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.care.plan_paper import plan_pdf
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.documents.enums import DocumentKind
from alentour.documents.kinds import kind_of
from alentour.documents.services import urgency as services
from alentour.documents.views.page import around
from alentour.record.access import door
from alentour.ui.toasts import toast


@require_http_methods(["GET", "POST"])
def urgency(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """GET: the document as the record would write it now. POST: it is signed by who asks, in place of the one before."""
    act = Act.WRITE if request.method == "POST" else Act.READ
    usager = door(request, usager_id, act, DataClass.SANTE)
    trouble, comment = "", request.POST.get("remarque", "")
    if request.method == "POST":
        try:
            document = services.establish(post=request.post, usager=usager, comment=comment)
            toast(request, "Document de liaison d'urgence signé : il peut être imprimé ou envoyé.")
            return redirect("documents:view", document.id)
        except Refused as refusal:
            trouble = refusal.sentence
    held = services.standing(request.post, usager)
    trace.read("urgency.shown", by=request.post, usager_id=usager.id)
    if held.document and request.method == "GET":
        comment = held.document.content.get("urgence", {}).get("comment", "")
    context = {
        "held": held,
        "may_establish": kind_of(DocumentKind.DLU).may_validate(request.post),
        "signers": kind_of(DocumentKind.DLU).open_to(Act.VALIDATE),
        "comment": comment,
        "trouble": trouble,
    }
    return render(request, "documents/urgence.html", around(request, usager, **context), status=422 if trouble else 200)


@require_GET
def plan(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """The plan de prise of now, as it is printed."""
    usager = door(request, usager_id, Act.READ, DataClass.ADMINISTRATION)
    data = plan_pdf(request.post, usager)
    trace.record("treatments.printed", by=request.post, usager_id=usager.id)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="plan-de-prise.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
