"""The identity of a person: its traits, its status in words, what to do, its history."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.accounts.models import Post
from alentour.core.doors import Refused
from alentour.identity import access, presenters, services
from alentour.identity.enums import Attribut
from alentour.identity.forms import AttributForm
from alentour.identity.models import Usager
from alentour.ui.toasts import toast


@require_GET
def card(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    usager = access.door(request, usager_id, Act.READ, DataClass.IDENTITE)
    context = access.around(
        request,
        usager,
        lines=presenters.card_lines(usager),
        why=presenters.why_not(usager),
        matricules=presenters.matricules(usager),
        checks=presenters.checks(usager),
        attributs=presenters.attributs(usager),
        may=gestures(request.post),
    )
    return render(request, "identity/card.html", context)


def gestures(post: Post) -> dict[str, bool]:
    """Which gestures the screen offers: creating and editing, recovering, validating are three rights (EXI ID 19)."""
    return {
        "edit": rights.can(post, Act.WRITE, DataClass.IDENTITE),
        "recover": rights.can(post, Act.WRITE, DataClass.INS),
        "validate": rights.can(post, Act.VALIDATE, DataClass.INS),
    }


@require_POST
def attribute(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """Put or lift a mention: homonyme, douteuse, fictive."""
    usager = access.door(request, usager_id, Act.WRITE, DataClass.INS)
    form = AttributForm(request.POST)
    if form.is_valid():
        _mark(request, usager, form)
    return redirect("identity:card", usager_id)


def _mark(request: WorkRequest, usager: Usager, form: AttributForm) -> None:
    data = form.cleaned_data
    attribut = Attribut(data["attribut"])
    try:
        services.set_attribute(usager=usager, by=request.post, attribut=attribut, on=data["on"], reason=data["reason"])
    except Refused as refusal:
        toast(request, refusal.sentence, kind="attention")
        return
    toast(request, f"Identité {'déclarée' if data['on'] else 'qui n’est plus'} {attribut.label}.")
