"""Holding a bilan, and reading one."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alentour.accounts.enums import Act
from alentour.accounts.http import WorkRequest
from alentour.core.doors import Refused
from alentour.projects import facts, rules, selectors, services
from alentour.projects.content import ProjetContent, content_of
from alentour.projects.enums import BilanKind
from alentour.projects.forms import BilanForm
from alentour.projects.models import Goal, Projet
from alentour.projects.presenters.reading import result_chip
from alentour.projects.services.bilans import SLOT
from alentour.projects.views.doors import opened, opened_bilan
from alentour.record.presenters import around
from alentour.record.selectors import team_of
from alentour.ui.toasts import toast


@require_http_methods(["GET", "POST"])
def new(request: WorkRequest, projet_id: UUID) -> HttpResponse:
    held = opened(request, projet_id, Act.WRITE)
    rules.require_leader(request.post)
    content = content_of(held)
    form = BilanForm(request.POST or None, goals=content.goals, initial=_initial(request, held))
    if request.method == "POST" and form.is_valid():
        try:
            written = _write(request, held, form)
            toast(request, "Le bilan est écrit ; la prochaine échéance est posée.")
            return redirect("projects:bilan", written)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    since = content.bilans[0].done_on if content.bilans else held.starts_on or timezone.localdate()
    context = {"projet": held, "form": form, "since": since, **_period(request, held, content, since)}
    status = 422 if form.errors else 200
    page = around(request.post, held.usager, "projet", **context)
    return render(request, "projects/bilan_new.html", page, status=status)


def _initial(request: WorkRequest, held: Projet) -> dict[str, Any]:
    """One's draft, or who should be there."""
    if draft := selectors.draft_of(request.post, held, SLOT):
        return dict(draft.content)
    names = [f"{one.post.professional} ({one.post.metier_label})" for one in team_of(held.usager)]
    return {"done_on": timezone.localdate(), "present": ", ".join([held.usager.display_name, *names])}


def _period(request: WorkRequest, held: Projet, content: ProjetContent, since: date) -> dict[str, Any]:
    """What was observed and what happened since the last bilan."""
    told = [one for one in content.remarks if timezone.localtime(one.at).date() >= since]
    return {"told": told, "facts": facts.facts_of(request.post, held.usager, since, timezone.localdate())}


def _write(request: WorkRequest, held: Projet, form: BilanForm) -> UUID:
    given = form.cleaned_data
    rows = {goal.pk: goal for goal in Goal.objects.for_post(request.post).filter(projet=held)}
    fields = ("done_on", "present", "said", "synthesis", "next_on", "key")
    bilan = services.write_bilan(
        projet=held, by=request.post, kind=BilanKind(given["kind"]),
        reviews={rows[goal_id]: review for goal_id, review in form.reviews().items()},
        **{name: given[name] for name in fields},
    )  # fmt: skip
    return bilan.id


@require_POST
def keep(request: WorkRequest, projet_id: UUID) -> HttpResponse:
    """The bilan being typed."""
    held = opened(request, projet_id, Act.WRITE)
    rules.require_leader(request.post)
    hidden = {"csrfmiddlewaretoken", "key"}
    content = {name: value for name, value in request.POST.items() if name not in hidden}
    services.keep_draft(projet=held, by=request.post, slot=SLOT, content=dict(list(content.items())[:300]))
    return HttpResponse(status=204)


@require_GET
def bilan(request: WorkRequest, bilan_id: UUID) -> HttpResponse:
    held = opened_bilan(request, bilan_id)
    content = content_of(held.projet)
    titles = {goal.id: goal.title for goal in content.goals}
    shown = next(one for one in content.bilans if one.id == held.id)
    reviews = [(titles[one.goal_id], result_chip(one.result), one) for one in shown.reviews]
    context = {"projet": held.projet, "b": shown, "reviews": reviews}
    return render(request, "projects/bilan.html", around(request.post, held.projet.usager, "projet", **context))
