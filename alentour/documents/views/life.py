"""The gestures on a document: sign, begin a new version, cancel, take out of a record."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from alentour.accounts.enums import Act
from alentour.accounts.http import WorkRequest
from alentour.core.doors import Refused
from alentour.documents import selectors, services
from alentour.ui.toasts import toast


@require_POST
def validate(request: WorkRequest, document_id: UUID) -> HttpResponse:
    document = selectors.open_document(request, document_id, Act.VALIDATE)
    try:
        services.validate(document=document, by=request.post)
        toast(request, "Document signé : il peut maintenant être envoyé.")
    except Refused as refusal:
        toast(request, refusal.sentence, kind="danger")
    return redirect("documents:view", document.id)


@require_POST
def replace(request: WorkRequest, document_id: UUID) -> HttpResponse:
    document = selectors.open_document(request, document_id, Act.WRITE)
    try:
        draft = services.replace(document=document, by=request.post)
    except Refused as refusal:
        toast(request, refusal.sentence, kind="danger")
        return redirect("documents:view", document.id)
    return redirect("documents:edit", draft.id)


@require_POST
def cancel(request: WorkRequest, document_id: UUID) -> HttpResponse:
    document = selectors.open_document(request, document_id, Act.VALIDATE)
    try:
        services.cancel(document=document, by=request.post, reason=request.POST.get("motif", ""))
        toast(request, "Document annulé. Il reste lisible, avec votre motif.")
    except Refused as refusal:
        toast(request, refusal.sentence, kind="danger")
    return redirect("documents:view", document.id)


@require_POST
def unfile(request: WorkRequest, document_id: UUID) -> HttpResponse:
    document = selectors.open_filed(request, document_id)
    try:
        item = services.unfile(document=document, by=request.post, reason=request.POST.get("motif", ""))
    except Refused as refusal:
        toast(request, refusal.sentence, kind="danger")
        return redirect("documents:view", document.id)
    toast(request, "Document retiré de ce dossier : il attend d'être classé.")
    return redirect("documents:item", item.id)
