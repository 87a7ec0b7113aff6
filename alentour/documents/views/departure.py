"""The departure for the emergency ward: a short form at the door, large on a phone."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.core.doors import Refused
from alentour.documents.enums import DocumentKind
from alentour.documents.forms_departure import DepartureForm
from alentour.documents.kinds import kind_of
from alentour.documents.services.leaving_now import leave
from alentour.documents.urgence.leaving import gather_leaving
from alentour.documents.views.page import around
from alentour.record import selectors as record
from alentour.record.access import door
from alentour.record.enums import CircleRole
from alentour.ui.toasts import toast
from alentour.ui.words import local


@require_http_methods(["GET", "POST"])
def departure(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """What the team says, beside what the record adds by itself."""
    usager = door(request, usager_id, Act.WRITE, DataClass.SANTE)
    kind_of(DocumentKind.FLUDT).require(request.post, Act.WRITE)
    hospital = record.circle_of(usager).filter(role=CircleRole.HOPITAL).first()
    initial = {"leaves_at": local(timezone.now()), "destination": hospital.name if hospital else ""}
    form = DepartureForm(request.POST or None, devices=list(record.devices_of(usager)), initial=initial)
    trouble = ""
    if request.method == "POST" and form.is_valid():
        try:
            sheet = leave(post=request.post, usager=usager, said=form.said(), comment=form.cleaned_data["comment"])
        except Refused as refusal:
            trouble = refusal.sentence
        else:
            toast(request, "Fiche signée : imprimez-la, elle part avec la personne.")
            return redirect("documents:view", sheet.id)
    context = around(request, usager, form=form, trouble=trouble, parts=gather_leaving(request.post, usager))
    return render(request, "documents/departure.html", context, status=422 if request.method == "POST" else 200)
