"""The record of a person: what to know, who is around, what happened lately; and the same on paper."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.core import trace
from alentour.core.gather import together
from alentour.identity.presenters import why_not
from alentour.record import panels, rules
from alentour.record.access import door
from alentour.record.kinds import KINDS
from alentour.record.presenters import around, person_header
from alentour.record.presenters.synthesis import ask_synthesis, synthesis_of


@require_GET
def synthesis(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    usager = door(request, usager_id, Act.READ, DataClass.IDENTITE)
    post = request.post
    page, tabs, summaries, events = together(
        ask_synthesis(usager, post),
        panels.ask_tabs(post, usager, "synthese"),
        panels.ask_summaries(post, usager),
        panels.ask_last_events(post, usager),
    )
    context = around(
        post,
        usager,
        "synthese",
        held=page.held,
        tabs=tabs,
        s=page,
        team=page.team,
        may_warn=rights.can(post, Act.WRITE, DataClass.SANTE),
        may_edit=rights.can(post, Act.WRITE, DataClass.IDENTITE),
        may_move=rights.can(post, Act.WRITE, rules.movement_class(post)),
        may_live=KINDS["habitude"].may_write(post),
        why=why_not(usager) if rights.can(post, Act.WRITE, DataClass.INS) else None,
        summaries=summaries,
        events=events,
    )
    return render(request, "record/synthesis.html", context)


@require_GET
def printed(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """The Synthèse on A4: for the ambulance, the hospital, the family meeting. Printing is traced as such."""
    usager = door(request, usager_id, Act.READ, DataClass.IDENTITE)
    post = request.post
    page = synthesis_of(usager, post, whole=True)
    trace.record("usager.printed", by=post, usager_id=usager.id, kind=DataClass.IDENTITE)
    context = {
        "s": page,
        "usager": usager,
        "person": person_header(usager, post, page.held),
        "at": timezone.localtime(),
        "by": post.professional.display_name,
        "structure": usager.structure,
    }
    return render(request, "record/synthesis_print.html", context)
