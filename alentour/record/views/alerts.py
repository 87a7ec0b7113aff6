"""Raising and ending an alert."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.record import selectors, services
from alentour.record.access import door
from alentour.record.enums import AlertKind
from alentour.record.forms import AlertForm
from alentour.ui.toasts import toast


@require_POST
def add(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    usager = door(request, usager_id, Act.WRITE, DataClass.SANTE)
    form = AlertForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        services.raise_alert(usager=usager, by=request.post, kind=AlertKind(data["kind"]), label=data["label"])
        toast(request, "L'alerte est visible de toute l'équipe de soins.")
    else:
        toast(request, "L'alerte n'est pas enregistrée : écrivez en clair ce qu'il faut savoir.", kind="attention")
    return redirect("record:synthesis", usager_id)


@require_POST
def end(request: WorkRequest, usager_id: UUID, alert_id: UUID) -> HttpResponse:
    usager = door(request, usager_id, Act.WRITE, DataClass.SANTE)
    services.end_alert(alert=get_object_or_404(selectors.alerts_of(usager), pk=alert_id), by=request.post)
    toast(request, "L'alerte est levée ; elle reste dans l'historique.")
    return redirect("record:synthesis", usager_id)
