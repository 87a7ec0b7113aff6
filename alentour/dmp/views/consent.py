"""What the person was told and decided about her DMP, noted in one gesture."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.accounts.rights import require
from alentour.core.doors import Refused
from alentour.dmp import services
from alentour.record.access import door
from alentour.record.enums import GivenBy, Means
from alentour.ui.toasts import toast


@require_POST
def inform(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    return _note(request, usager_id, services.inform, "Information notée : ses documents peuvent être déposés au DMP.")


@require_POST
def oppose(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    return _note(request, usager_id, services.oppose, "Opposition notée : plus rien ne sera déposé à son DMP.")


@require_POST
def permit(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    return _note(request, usager_id, services.permit_reading, "Accord noté : l'équipe peut consulter le DMP.")


def _note(request: WorkRequest, usager_id: UUID, verb: Callable[..., None], said: str) -> HttpResponse:
    usager = door(request, usager_id, Act.READ, DataClass.DMP)
    require(request.post, Act.WRITE, DataClass.DMP)
    given_by, means = request.POST.get("given_by", ""), request.POST.get("means", "")
    try:
        verb(
            usager=usager,
            by=request.post,
            given_by=given_by if given_by in GivenBy.values else GivenBy.PERSONNE,
            means=means if means in Means.values else Means.ORAL,
        )
        toast(request, said)
    except Refused as refusal:
        toast(request, refusal.sentence, kind="danger")
    back = request.POST.get("retour", "")
    if back and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return redirect("dmp:panel", usager.id)
