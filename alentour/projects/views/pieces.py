"""Adding, changing and taking out an expectation, a need, an objective, a means, an action."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from alentour.accounts.enums import Act
from alentour.accounts.http import WorkRequest
from alentour.core.doors import Refused
from alentour.projects import rules, services
from alentour.projects.forms import FORMS, PieceForm
from alentour.projects.models import Action, Goal, Projet
from alentour.projects.models.pieces import Piece
from alentour.projects.presenters.pieces import NAMES, conflict
from alentour.projects.services import Stale
from alentour.projects.views.doors import opened, piece_of
from alentour.record.presenters import around
from alentour.ui.toasts import toast


@require_http_methods(["GET", "POST"])
def add(request: WorkRequest, projet_id: UUID, kind: str) -> HttpResponse:
    held = _opened(request, projet_id, kind)
    initial = {"goal": request.GET.get("objectif", "")} if request.method == "GET" else {}
    return _form(request, held, kind, None, FORMS[kind](request.POST or None, projet=held, initial=initial))


@require_http_methods(["GET", "POST"])
def change(request: WorkRequest, projet_id: UUID, kind: str, piece_id: UUID) -> HttpResponse:
    held = _opened(request, projet_id, kind)
    row = piece_of(held, kind, piece_id)
    return _form(request, held, kind, row, FORMS[kind](request.POST or None, projet=held, piece=row))


def _opened(request: WorkRequest, projet_id: UUID, kind: str) -> Projet:
    if kind not in FORMS:
        raise Http404("no such kind of piece")
    held = opened(request, projet_id, Act.WRITE)
    rules.require_writer(request.post)
    return held


def _form(request: WorkRequest, held: Projet, kind: str, row: Piece | None, form: PieceForm) -> HttpResponse:
    if request.method == "GET":
        return _page(request, held, kind, row, form)
    if not form.is_valid():
        return _page(request, held, kind, row, form, status=422)
    try:
        saved = services.save_piece(
            projet=held, kind=kind, by=request.post, values=form.values(), needs=form.needs(), piece=row,
            based_on=form.cleaned_data["based_on"] or 0, key=form.cleaned_data["key"],
        )  # fmt: skip
    except Stale as stale:
        again = request.POST.copy()
        again["based_on"] = str(stale.version)
        shown = FORMS[kind](again, projet=held, piece=row)
        return _page(request, held, kind, row, shown, status=409, stale=stale, was=conflict(stale, form))
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, held, kind, row, form, status=422)
    toast(request, f"{NAMES[kind].capitalize()} : c'est enregistré.")
    return _back(saved, held)


def _back(piece: Piece, held: Projet) -> HttpResponse:
    if isinstance(piece, Goal | Action):
        return redirect("projects:goal", piece.goal_id if isinstance(piece, Action) else piece.id)
    return redirect("projects:projet", held.id)


@require_POST
def remove(request: WorkRequest, projet_id: UUID, kind: str, piece_id: UUID) -> HttpResponse:
    held = _opened(request, projet_id, kind)
    try:
        services.remove_piece(piece=piece_of(held, kind, piece_id), kind=kind, by=request.post)
        toast(request, f"{NAMES[kind].capitalize()} : retiré de cette version.")
    except Refused as refusal:
        toast(request, refusal.sentence, kind="attention")
    return redirect("projects:projet", held.id)


def _page(
    request: WorkRequest, held: Projet, kind: str, row: Piece | None, form: PieceForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"projet": held, "kind": kind, "name": NAMES[kind], "piece": row, "form": form, **more}
    page = around(request.post, held.usager, "projet", **context)
    return render(request, "projects/piece.html", page, status=status)
