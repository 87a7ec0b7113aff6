"""The face of the person, shown in the header."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.core import files
from alentour.core.doors import Refused
from alentour.identity.photos import set_photo
from alentour.record.access import door
from alentour.ui.toasts import toast


@require_GET
def photo(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    usager = door(request, usager_id, Act.READ, DataClass.IDENTITE)
    if usager.photo is None:
        raise Http404("no photo")
    response = HttpResponse(files.read(usager.photo), content_type=usager.photo.media_type)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def change(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    usager = door(request, usager_id, Act.WRITE, DataClass.IDENTITE)
    sent = request.FILES.get("photo")
    try:
        set_photo(usager=usager, by=request.post, data=sent.read() if sent else b"")
    except Refused as refusal:
        toast(request, refusal.sentence, kind="attention")
    else:
        toast(request, "La photo est dans le dossier.")
    return redirect("record:synthesis", usager_id)
