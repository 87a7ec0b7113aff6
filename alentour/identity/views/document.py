"""Checking an identity document."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.core.doors import Refused
from alentour.identity import access, pieces, presenters, rules, services
from alentour.identity.enums import Evenement, StatutIns
from alentour.identity.forms import PieceForm
from alentour.identity.models import Usager
from alentour.ui.toasts import toast


@require_http_methods(["GET", "POST"])
def document(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """The traits to compare, the documents that validate, one confirmation; the image of the document is not kept."""
    usager = access.door(request, usager_id, Act.VALIDATE, DataClass.INS)
    form = PieceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            after = services.validate_identity(
                usager=usager,
                by=request.post,
                document=form.cleaned_data["document"],
                pairing=form.cleaned_data["pairing"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toast(request, f"{StatutIns(after.statut).label}.")
            return redirect("identity:card", usager_id)
    forbidden, becomes = outcome(usager)
    context = access.around(
        request,
        usager,
        form=form,
        lines=presenters.card_lines(usager),
        pieces=pieces.table().values(),
        pairings=pieces.PAIRINGS,
        forbidden=forbidden,
        becomes=becomes,
    )
    return render(request, "identity/document.html", context, status=422 if form.errors else 200)


def outcome(usager: Usager) -> tuple[str, str]:
    """Why the check is useless or forbidden now, or the status it gives."""
    try:
        return "", rules.next_statut(usager, Evenement.PIECE).label
    except Refused as refusal:
        return refusal.sentence, ""
