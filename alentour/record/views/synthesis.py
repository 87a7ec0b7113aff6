"""The record of a person: what to know, who is around, what happened lately."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.identity.presenters import why_not
from alentour.record import panels, selectors
from alentour.record.access import door
from alentour.record.forms import AlertForm
from alentour.record.presenters import around


@require_GET
def synthesis(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    usager = door(request, usager_id, Act.READ, DataClass.IDENTITE)
    post = request.post
    reads_health = rights.can(post, Act.READ, DataClass.SANTE)
    context = around(
        post,
        usager,
        "synthese",
        stay=selectors.current_stay(usager),
        team=selectors.team_of(usager),
        circle=selectors.circle_of(usager),
        contacts=selectors.contacts_of(usager),
        alerts=selectors.alerts_of(usager) if reads_health else [],
        reads_health=reads_health,
        alert_form=AlertForm() if rights.can(post, Act.WRITE, DataClass.SANTE) else None,
        may_edit=rights.can(post, Act.WRITE, DataClass.IDENTITE),
        why=why_not(usager) if rights.can(post, Act.WRITE, DataClass.INS) else None,
        summaries=panels.summaries(post, usager),
        events=panels.last_events(post, usager),
    )
    return render(request, "record/synthesis.html", context)
