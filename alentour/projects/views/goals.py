"""An objective: what it aims at, what is done, what is said of it; and the board of all of them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from alentour.accounts.enums import Act
from alentour.accounts.http import WorkRequest
from alentour.core.doors import Refused
from alentour.projects import rules, services
from alentour.projects.content import content_of
from alentour.projects.enums import ItemState, RemarkKind
from alentour.projects.forms import RemarkForm, StateForm
from alentour.projects.models import Action, Goal
from alentour.projects.presenters.reading import goal_line, reading
from alentour.projects.services.pieces import may_move
from alentour.projects.views import projet as projets
from alentour.projects.views.doors import opened, opened_goal
from alentour.record.presenters import around
from alentour.ui.toasts import toast


@require_GET
def goal(request: WorkRequest, goal_id: UUID) -> HttpResponse:
    return _page(request, opened_goal(request, goal_id), RemarkForm())


def _page(request: WorkRequest, held: Goal, form: RemarkForm, status: int = 200) -> HttpResponse:
    post, projet = request.post, held.projet
    content = content_of(projet)
    line = goal_line(next(one for one in content.goals if one.id == held.id), content.needs)
    rows = {row.id: row for row in Action.objects.for_post(post).filter(goal=held).select_related("author", "post")}
    alive = projet.is_open or projet.is_in_force
    context = {
        "projet": projet, "line": line, "g": line.goal, "form": form,
        "actions": [(one, alive and may_move(post, rows[one.id])) for one in line.goal.actions],
        "remarks": [one for one in content.remarks if one.goal_id == held.id],
        "states": list(ItemState), "may_move": alive and may_move(post, held),
        "may_change": projet.is_open and rules.may_change(post, held.author, held.referent),
        "may_act": alive and rules.writes(post), "may_observe": alive and rules.observes(post),
    }  # fmt: skip
    return render(request, "projects/goal.html", around(post, projet.usager, "projet", **context), status=status)


@require_GET
def board(request: WorkRequest, projet_id: UUID) -> HttpResponse:
    """The objectives by state."""
    held = opened(request, projet_id)
    r = reading(content_of(held))
    columns = [(state.label, [one for one in r.goals if one.goal.state == state]) for state in ItemState]
    context = {"projet": held, "columns": columns, "r": r}
    return render(request, "projects/board.html", around(request.post, held.usager, "projet", **context))


@require_POST
def move(request: WorkRequest, goal_id: UUID) -> HttpResponse:
    """The state of the objective, or of one of its actions (``action``)."""
    held = opened_goal(request, goal_id)
    piece: Goal | Action | None = held
    if wanted := request.POST.get("action"):
        piece = {str(row.pk): row for row in Action.objects.for_post(request.post).filter(goal=held)}.get(wanted)
    form = StateForm(request.POST)
    if piece is None or not form.is_valid():
        raise Http404("no such action or state")
    try:
        given = form.cleaned_data
        services.set_state(piece=piece, by=request.post, state=ItemState(given["state"]), reason=given["reason"])
        toast(request, "C'est noté.")
    except Refused as refusal:
        toast(request, refusal.sentence, kind="attention")
    return redirect("projects:goal", held.id)


@require_POST
def remark(request: WorkRequest, goal_id: UUID) -> HttpResponse:
    """A message of the exchange about this objective."""
    held = opened_goal(request, goal_id, Act.WRITE)
    form = RemarkForm(request.POST)
    if form.is_valid():
        try:
            services.remark(
                projet=held.projet, goal=held, by=request.post, kind=RemarkKind.ECHANGE, **form.cleaned_data
            )
            return redirect("projects:goal", held.id)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    return _page(request, held, form, status=422)


@require_POST
def observe(request: WorkRequest, projet_id: UUID) -> HttpResponse:
    """An observation about the whole projet."""
    held = opened(request, projet_id, Act.WRITE)
    form = RemarkForm(request.POST)
    if form.is_valid():
        try:
            services.remark(projet=held, by=request.post, kind=RemarkKind.OBSERVATION, **form.cleaned_data)
            toast(request, "Observation ajoutée.")
            return redirect("projects:projet", held.id)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    return projets.page(request, held, form, status=422)
