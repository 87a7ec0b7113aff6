"""Changing the traits of a person by hand."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.core.doors import Refused
from alentour.identity import access, services
from alentour.identity.enums import StatutIns
from alentour.identity.forms import EditForm
from alentour.identity.models import Usager
from alentour.ui.toasts import toast


@require_http_methods(["GET", "POST"])
def edit(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """A strict trait that changes invalidates the INS: the screen says so before, the toast after."""
    usager = access.door(request, usager_id, Act.WRITE, DataClass.IDENTITE)
    form = EditForm(request.POST or None, initial=EditForm.initial_of(usager))
    if not rights.can(request.post, Act.VALIDATE, DataClass.INS):
        del form.fields["document"], form.fields["pairing"]
    if request.method == "POST" and form.is_valid():
        try:
            after = services.edit_traits(usager=usager, by=request.post, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toast(request, _said(usager, after))
            return redirect("identity:card", usager_id)
    context = access.around(request, usager, form=form, at_stake=usager.statut != StatutIns.PROVISOIRE)
    return render(request, "identity/edit.html", context, status=422 if form.errors else 200)


def _said(before: Usager, after: Usager) -> str:
    if before.statut == after.statut and before.matricule == after.matricule:
        return "Les modifications sont enregistrées."
    return f"Un trait strict a changé : {StatutIns(after.statut).label.lower()}. L'INS est à redemander."
