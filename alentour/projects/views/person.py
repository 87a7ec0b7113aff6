"""The tab « Projet » of a record, and the beginning of a projet."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.core.doors import Refused
from alentour.projects import rules, selectors, services
from alentour.projects.content import content_of
from alentour.projects.enums import ProjetKind
from alentour.projects.presenters.dates import first_due, state_line
from alentour.projects.presenters.reading import reading
from alentour.record.access import door
from alentour.record.presenters import around
from alentour.ui.toasts import toast

PAGE = 20


@require_GET
def person(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """Where we are: the version in force, the one being prepared, those before. The secrétaire sees the dates."""
    post = request.post
    usager = door(request, usager_id, Act.READ, DataClass.PROJET)
    versions = Paginator(selectors.projets_of(post, usager), PAGE).get_page(request.GET.get("page"))
    current = selectors.projet_in_force(usager)
    context = {
        "versions": [state_line(one) for one in versions],
        "page": versions,
        "in_force": current,
        "draft": next((one for one in versions if one.is_open), None),
        "r": reading(content_of(current)) if current and rules.reads(post) else None,
        "reads": rules.reads(post),
        "may_lead": rules.leads(post),
        "first_due": None if current else first_due(usager),
    }
    return render(request, "projects/person.html", around(post, usager, "projet", **context))


@require_POST
def begin(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """« Commencer le projet », « Préparer une nouvelle version »."""
    usager = door(request, usager_id, Act.WRITE, DataClass.PROJET)
    kind = ProjetKind.AVENANT if request.POST.get("nature") == ProjetKind.AVENANT else None
    try:
        begun = services.start(usager=usager, by=request.post, kind=kind)
    except Refused as refusal:
        toast(request, refusal.sentence, kind="attention")
        return redirect("projects:person", usager.id)
    return redirect("projects:projet", begun.id)
