"""Asking INSi, then deciding, both identities side by side."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.core.doors import Refused
from alentour.identity import access, insi, presenters, rules
from alentour.identity.enums import Evenement, StatutIns
from alentour.identity.models import Usager
from alentour.ui.toasts import toast


@require_http_methods(["GET", "POST"])
def ask(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """What will be sent, and one button; the person waits for the answer (a few seconds)."""
    usager = access.door(request, usager_id, Act.WRITE, DataClass.INS)
    sentence, status = why_forbidden(usager), 200
    if request.method == "POST":
        try:
            asked = insi.ask(usager=usager, by=request.post)
        except Refused as refusal:
            sentence, status = refusal.sentence, 422
        else:
            if asked.found:
                return redirect("identity:insi-answer", usager_id)
            sentence, status = asked.sentence, 422
    lines = presenters.card_lines(usager)
    context = access.around(request, usager, sentence=sentence, forbidden=bool(why_forbidden(usager)), lines=lines)
    return render(request, "identity/insi.html", context, status=status)


def why_forbidden(usager: Usager) -> str:
    """Why INSi may not be asked about this person now; "" when it may."""
    try:
        rules.next_statut(usager, Evenement.INSI)
    except Refused as refusal:
        return refusal.sentence
    return ""


@require_http_methods(["GET", "POST"])
def answer(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """Ours and INSi's, side by side, and one confirmation."""
    usager = access.door(request, usager_id, Act.WRITE, DataClass.INS)
    if request.method == "POST":
        return _decide(request, usager)
    waiting = insi.proposal_of(usager)
    if waiting is None:
        toast(request, insi.EXPIRED, kind="attention")
        return redirect("identity:insi", usager_id)
    proposal_id, identity = waiting
    context = access.around(
        request,
        usager,
        comparison=presenters.compared(usager, identity.traits, identity.ins),
        proposal_id=proposal_id,
        key_is_right=identity.ins.key_is_right,
        former=len(identity.history),
        becomes=rules.next_statut(usager, Evenement.INSI).label,
        stays_validated=usager.statut == StatutIns.VALIDEE and bool(insi.contradictions(usager, identity)),
        declared_differs=insi.declared_differs(usager, identity),
    )
    return render(request, "identity/insi_answer.html", context)


def _decide(request: WorkRequest, usager: Usager) -> HttpResponse:
    if request.POST.get("do") != "accept":
        insi.decline(usager=usager, by=request.post)
        toast(request, "La réponse d'INSi n'a pas été retenue. Rien n'a changé dans l'identité.")
        return redirect("identity:card", usager.id)
    try:
        after = insi.accept(usager=usager, by=request.post, proposal_id=_uuid(request.POST.get("proposal", "")))
    except Refused as refusal:
        toast(request, refusal.sentence, kind="attention")
        return redirect("identity:card", usager.id)
    if after.discrepancies:
        toast(request, "L'écart avec INSi est noté : l'identité reste validée, sans INS.", kind="attention")
    else:
        toast(request, f"{StatutIns(after.statut).label} : l'INS est enregistrée.")
    return redirect("identity:card", usager.id)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
