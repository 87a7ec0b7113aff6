"""A version: read, printed, compared, moved along its life."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alentour.accounts.enums import Act
from alentour.accounts.http import WorkRequest
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.projects import rules, services
from alentour.projects.content import content_of
from alentour.projects.forms import FrameForm, RemarkForm
from alentour.projects.models import Projet
from alentour.projects.presenters.compare import compare
from alentour.projects.presenters.reading import Reading, reading
from alentour.projects.views.doors import opened
from alentour.record.presenters import around, person_header
from alentour.ui.toasts import toast


@require_GET
def projet(request: WorkRequest, projet_id: UUID) -> HttpResponse:
    held = opened(request, projet_id)
    trace.read("projet.read", by=request.post, usager_id=held.usager_id, target=held)
    return page(request, held, RemarkForm())


def page(request: WorkRequest, held: Projet, form: RemarkForm, status: int = 200) -> HttpResponse:
    """The whole page; ``form`` is that of the observation, with what was typed."""
    post, r = request.post, reading(content_of(held))
    context = {"projet": held, "r": r, "form": form, **gestures(request, held, r)}
    return render(request, "projects/projet.html", around(post, held.usager, "projet", **context), status=status)


def gestures(request: WorkRequest, held: Projet, r: Reading) -> dict[str, Any]:
    """What this post may do with this version, as the template asks it."""
    post, open_ = request.post, held.is_open
    return {
        "may_write": open_ and rules.writes(post),
        "may_act": rules.writes(post) and (open_ or held.is_in_force),
        "may_lead": rules.leads(post),
        "may_observe": rules.observes(post) and (open_ or held.is_in_force),
        "may_validate": open_ and rules.validates(post),
        "may_end": held.is_in_force and rules.validates(post),
        "may_review": held.is_in_force and rules.leads(post),
        "writable": {one.kind for one in r.content.sections if open_ and rules.may_write_section(post, one.kind)},
        "observations": [one for one in r.content.remarks if one.goal_id is None],
    }


@require_GET
def printed(request: WorkRequest, projet_id: UUID) -> HttpResponse:
    """A4, for the person, her family, the folder."""
    held = opened(request, projet_id)
    trace.record("projet.printed", by=request.post, usager_id=held.usager_id, target=held)
    r = reading(content_of(held))
    context = {"projet": held, "r": r, "person": person_header(held.usager, request.post), "usager": held.usager}
    return render(request, "projects/print.html", context)


@require_GET
def changes(request: WorkRequest, projet_id: UUID) -> HttpResponse:
    """What this version says otherwise than the one it replaces."""
    held = opened(request, projet_id)
    if held.replaces is None:
        raise Http404("a first version replaces nothing")
    found = compare(content_of(held.replaces), content_of(held))
    context = {"projet": held, "before": held.replaces, "changes": found}
    return render(request, "projects/changes.html", around(request.post, held.usager, "projet", **context))


@require_http_methods(["GET", "POST"])
def frame(request: WorkRequest, projet_id: UUID) -> HttpResponse:
    """Its title, its référent."""
    held = opened(request, projet_id, Act.WRITE)
    rules.require_leader(request.post)
    form = FrameForm(request.POST or None, projet=held)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_frame(projet=held, by=request.post, **form.cleaned_data)
            toast(request, "Titre et référent enregistrés.")
            return redirect("projects:projet", held.id)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    context = {"projet": held, "form": form}
    status = 422 if form.errors else 200
    return render(request, "projects/frame.html", around(request.post, held.usager, "projet", **context), status=status)


Gesture = Callable[[Projet, WorkRequest], Projet]
MOVES: dict[str, tuple[Act, Gesture, str]] = {
    "valider": (
        Act.VALIDATE,
        lambda held, request: services.validate(projet=held, by=request.post, despite=_said(request)),
        "Le projet est validé : il est en vigueur dès maintenant.",
    ),
    "pause": (
        Act.WRITE,
        lambda held, request: services.pause(projet=held, by=request.post, reason=_said(request)),
        "Le projet est en pause.",
    ),
    "reprendre": (
        Act.WRITE,
        lambda held, request: services.resume(projet=held, by=request.post),
        "Le projet reprend.",
    ),
    "terminer": (
        Act.VALIDATE,
        lambda held, request: services.end(projet=held, by=request.post, reason=_said(request)),
        "Le projet est terminé ; il reste lisible.",
    ),
    "abandonner": (
        Act.WRITE,
        lambda held, request: services.abandon(projet=held, by=request.post, reason=_said(request)),
        "La version est abandonnée ; elle reste lisible.",
    ),
}


def _said(request: WorkRequest) -> str:
    return request.POST.get("reason", "")


@require_POST
def move(request: WorkRequest, projet_id: UUID, gesture: str) -> HttpResponse:
    """One of ``MOVES``; a refusal comes back on the page, with what was typed."""
    if gesture not in MOVES:
        raise Http404("no such gesture")
    act, do, sentence = MOVES[gesture]
    held = opened(request, projet_id, act)
    try:
        do(held, request)
    except Refused as refusal:
        kept = {"refused": gesture, "trouble": refusal.sentence, "typed": _said(request)}
        context = {"projet": held, **kept}
        return render(request, "projects/move.html", around(request.post, held.usager, "projet", **context), status=422)
    toast(request, sentence)
    return redirect("projects:projet", held.id)
