"""A paper or a file to keep in the record."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.core.doors import ClosedDoor, Refused
from alentour.documents import kinds
from alentour.documents.enums import DocumentKind
from alentour.documents.forms import ScanForm
from alentour.documents.models import Document
from alentour.documents.services import create_scan
from alentour.documents.views.page import around
from alentour.documents.views.uploads import uploads
from alentour.identity.models import Usager
from alentour.record.access import door
from alentour.ui.toasts import toast


@require_http_methods(["GET", "POST"])
def new(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """Choose a nature, give the file: PDF, or the photo of a paper."""
    usager = door(request, usager_id, Act.READ, DataClass.IDENTITE)
    if not kinds.scannable_kinds(request.post):
        raise ClosedDoor("numériser un document", kinds.kind_of(DocumentKind.LETTRE).scanners())
    form = ScanForm(request.POST or None, post=request.post)
    trouble = ""
    if request.method == "POST" and form.is_valid():
        try:
            kept = _keep(request, usager, form)
        except Refused as refusal:
            trouble = refusal.sentence
        else:
            toast(request, "Document gardé au dossier.")
            return redirect("documents:view", kept.id)
    context = around(request, usager, form=form, trouble=trouble)
    return render(request, "documents/scan.html", context, status=422 if request.method == "POST" else 200)


def _keep(request: WorkRequest, usager: Usager, form: ScanForm) -> Document:
    files = uploads(request, "fichier")
    if len(files) > 1:
        raise Refused("Un seul fichier à la fois : réunissez les pages en un PDF, ou gardez-les une à une.")
    given = form.cleaned_data
    return create_scan(
        post=request.post,
        usager=usager,
        kind=DocumentKind(given["kind"]),
        data=files[0].read(),
        title=given["title"],
        author_name=given["author_name"],
        author_structure=given["author_structure"],
        dated=timezone.make_aware(datetime.combine(given["dated"], time(12))) if given["dated"] else None,
        note=given["note"],
    )
