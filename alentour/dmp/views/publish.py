"""« Déposer au DMP »: what will happen, what keeps it from happening, then one gesture."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.accounts.rights import require
from alentour.core.doors import Refused
from alentour.dmp import rules, services
from alentour.documents import presenters, selectors
from alentour.exchanges.models import Exchange
from alentour.exchanges.services import retry as try_again
from alentour.record import panels
from alentour.record.access import door
from alentour.record.enums import GivenBy, Means
from alentour.record.presenters import person_header
from alentour.ui.toasts import toast

ASKED = "Dépôt demandé : il part dans l'instant, et son chemin se lit à côté du document."


@require_http_methods(["GET", "POST"])
def publish(request: WorkRequest, document_id: UUID) -> HttpResponse:
    """The conditions in words, each with the gesture that meets it; then the deposit."""
    document = selectors.open_document(request, document_id)
    require(request.post, Act.WRITE, DataClass.DMP)
    if document.usager is None:
        raise Http404("a document of nobody")
    trouble = ""
    if request.method == "POST":
        try:
            services.publish(document=document, by=request.post)
        except Refused as refusal:
            trouble = refusal.sentence
        else:
            toast(request, ASKED)
            return redirect("documents:view", document.id)
    hindrances = rules.hindrances(document)
    context = {
        "usager": document.usager,
        "person": person_header(document.usager, request.post),
        "tabs": panels.tabs(request.post, document.usager, "documents"),
        "document": document,
        "card": presenters.card(document),
        "hindrances": hindrances,
        "to_inform": any(one.code == "information" for one in hindrances),
        "trouble": trouble,
        "given_by": GivenBy.choices,
        "means": Means.choices,
    }
    return render(request, "dmp/publish.html", context, status=422 if trouble else 200)


@require_POST
def retry(request: WorkRequest, exchange_id: UUID) -> HttpResponse:
    """Put a stuck deposit back in the queue."""
    require(request.post, Act.WRITE, DataClass.DMP)
    exchange = Exchange.objects.for_post(request.post).filter(pk=exchange_id, kind="dmp.publish").first()
    if exchange is None or exchange.usager_id is None:
        raise Http404("no such deposit")
    door(request, exchange.usager_id, Act.READ, DataClass.DMP)
    try_again(exchange=exchange, by=request.post)
    toast(request, "Le dépôt repart.")
    return redirect("documents:view", exchange.payload["document"])
