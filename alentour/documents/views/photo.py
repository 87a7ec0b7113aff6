"""A photo for the record alone; the one that is sent at once is a screen of the messaging."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from alentour.accounts.enums import Act
from alentour.accounts.http import WorkRequest
from alentour.core.doors import Refused
from alentour.documents import consents, kinds
from alentour.documents.enums import DocumentKind
from alentour.documents.forms import PhotoForm
from alentour.documents.models import Document
from alentour.documents.services import create_photo
from alentour.documents.views.page import around
from alentour.documents.views.uploads import uploads
from alentour.identity.models import Usager
from alentour.record.access import door
from alentour.ui.toasts import toast


@require_http_methods(["GET", "POST"])
def new(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """Agreement, photo, a word: one screen, one gesture."""
    row = kinds.kind_of(DocumentKind.PHOTO_PLAIE)
    usager = door(request, usager_id, Act.READ, row.data_class)
    row.require(request.post, Act.WRITE)
    form = PhotoForm(request.POST or None)
    trouble = ""
    if request.method == "POST" and form.is_valid():
        try:
            kept = _keep(request, usager, form)
        except Refused as refusal:
            trouble = refusal.sentence
        else:
            toast(request, "Photo gardée au dossier." if len(kept) == 1 else f"{len(kept)} photos gardées au dossier.")
            return redirect("documents:view", kept[0].id) if len(kept) == 1 else redirect("documents:panel", usager.id)
    context = around(request, usager, form=form, trouble=trouble, agreed=consents.already_agrees(usager))
    return render(request, "documents/photo.html", context, status=422 if request.method == "POST" else 200)


@transaction.atomic
def _keep(request: WorkRequest, usager: Usager, form: PhotoForm) -> list[Document]:
    kept = []
    agreement = form.agreement()
    for file in uploads(request, "photos"):
        kept.append(
            create_photo(
                post=request.post,
                usager=usager,
                data=file.read(),
                agreement=agreement,
                title=form.cleaned_data["title"],
                note=form.cleaned_data["note"],
            )
        )
        agreement = None  # one agreement for the whole gesture
    return kept
