"""What the person decided: agreements, refusals, oppositions, and their withdrawal."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.core.doors import ClosedDoor, Refused
from alentour.record import rules, selectors, services
from alentour.record.access import door
from alentour.record.enums import ConsentObject
from alentour.record.forms import ConsentForm
from alentour.record.kinds import KINDS
from alentour.record.presenters import around, consent_lines
from alentour.record.presenters.lines import said
from alentour.ui.toasts import toast

INFORMATIONS = 50


@require_http_methods(["GET", "POST"])
def consents(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """The decisions in force and the past ones; collecting one is offered for what this métier's gestures need."""
    usager = door(request, usager_id, Act.READ, DataClass.IDENTITE)
    form = ConsentForm(request.POST or None, post=request.post)
    if request.method == "POST" and form.is_valid():
        try:
            services.collect_consent(usager=usager, by=request.post, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toast(request, "La décision est enregistrée ; elle vaut dès maintenant.")
            return redirect("record:consents", usager_id)
    lines = consent_lines(request.post, selectors.consents_of(usager))
    context = around(
        request.post,
        usager,
        "accords",
        form=form if rules.collectable(request.post) else None,
        in_force=[line for line in lines if line.in_force],
        past=[line for line in lines if not line.in_force],
        informations=said(selectors.informations_of(usager)[:INFORMATIONS], request.post),
        may_inform=KINDS["information"].may_write(request.post),
    )
    return render(request, "record/consents.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request: WorkRequest, usager_id: UUID, consent_id: UUID) -> HttpResponse:
    """The person takes her decision back."""
    usager = door(request, usager_id, Act.READ, DataClass.IDENTITE)
    consent = get_object_or_404(selectors.consents_of(usager), pk=consent_id)
    object = ConsentObject(consent.object)
    if not rules.may_collect(request.post, object):
        raise ClosedDoor(f"recueillir la décision sur {object.label}", rules.metiers_that_collect(object))
    services.withdraw_consent(consent=consent, by=request.post)
    toast(request, "La décision est retirée, avec effet immédiat.")
    return redirect("record:consents", usager_id)
