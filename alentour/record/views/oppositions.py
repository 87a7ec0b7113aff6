"""What the person closes, to whom: saying it, taking it back. Effective before the answer is shown."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.core.doors import ClosedDoor, Refused
from alentour.record import oppositions
from alentour.record.access import door, meets
from alentour.record.forms.barriers import OppositionForm
from alentour.record.presenters import around
from alentour.ui.toasts import toast


@require_http_methods(["GET", "POST"])
def opposition_list(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """Those in force and those taken back; recording one is offered to who may hear it."""
    usager = door(request, usager_id, Act.READ, DataClass.IDENTITE)
    may = oppositions.may_collect(request.post)
    form = OppositionForm(request.POST or None, usager=usager)
    if request.method == "POST" and form.is_valid():
        try:
            oppositions.oppose(usager=usager, by=request.post, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toast(request, "L'opposition est enregistrée : la porte est fermée dès maintenant.")
            here = meets(request.post, usager_id)
            return redirect("record:oppositions", usager_id) if here else redirect("record:list")
    context = around(
        request.post,
        usager,
        "accords",
        form=form if may else None,
        in_force=oppositions.lines(oppositions.of_usager(usager)),
        past=oppositions.lines(oppositions.of_usager(usager, past=True)),
        may_withdraw=may,
    )
    return render(request, "record/oppositions.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request: WorkRequest, usager_id: UUID, opposition_id: UUID) -> HttpResponse:
    """The person takes it back."""
    usager = door(request, usager_id, Act.READ, DataClass.IDENTITE)
    if not oppositions.may_collect(request.post):
        metiers = rights.metiers_that_can(Act.WRITE, DataClass.IDENTITE)
        raise ClosedDoor("recueillir une opposition ou son retrait", metiers)
    row = get_object_or_404(oppositions.of_usager(usager), pk=opposition_id)
    oppositions.withdraw(opposition=row, by=request.post)
    toast(request, "L'opposition est retirée, avec effet immédiat.")
    return redirect("record:oppositions", usager_id)
