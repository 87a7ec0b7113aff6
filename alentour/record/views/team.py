"""The care team: what opens the record to the métiers of the team."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.record import selectors, services
from alentour.record.access import door
from alentour.record.enums import TeamRole
from alentour.record.forms import TeamForm
from alentour.ui.toasts import toast


@require_POST
def add(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    usager = door(request, usager_id, Act.WRITE, DataClass.IDENTITE)
    form = TeamForm(request.POST, usager=usager)
    if form.is_valid():
        data = form.cleaned_data
        services.add_to_team(
            usager=usager,
            post=data["post"],
            by=request.post,
            role=TeamRole(data["role"]),
            starts_on=data["starts_on"],
        )
        toast(request, f"{data['post'].professional.display_name} est dans l'équipe : le dossier lui est ouvert.")
    else:
        toast(request, "Choisissez un professionnel de la structure.", kind="attention")
    return redirect("record:entourage", usager_id)


@require_POST
def remove(request: WorkRequest, usager_id: UUID, member_id: UUID) -> HttpResponse:
    usager = door(request, usager_id, Act.WRITE, DataClass.IDENTITE)
    member = get_object_or_404(selectors.team_of(usager), pk=member_id)
    services.remove_from_team(member=member, by=request.post)
    toast(request, f"{member.post.professional.display_name} n'est plus dans l'équipe.")
    if member.post_id == request.post.id:
        return redirect("record:list")
    return redirect("record:entourage", usager_id)
