"""Records arrive: the file, the preview, the decisions, the taking over, and its undoing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alentour.accounts.http import WorkRequest
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.identity.presenters import compared
from alentour.portability import presenters, rules, selectors, services
from alentour.portability.checking import candidates_of, ins_told, traits_told
from alentour.portability.enums import Choice, Standing
from alentour.portability.forms import ReceiveForm
from alentour.portability.models import Arriving
from alentour.portability.views.sending import progress
from alentour.ui.toasts import toast

PEOPLE, CONFLICTS = 25, 15


@require_http_methods(["GET", "POST"])
def receive(request: WorkRequest) -> HttpResponse:
    """Choose the file: it is sealed, read and compared; nothing is written in any record."""
    rules.require_take(request.post)
    form = ReceiveForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            job = services.receive(by=request.post, key=str(form.cleaned_data["key"]), stream=sent, name=sent.name)
            return redirect("portability:import", job.pk)
        except Refused as refusal:
            form.add_error("file", refusal.sentence)
    return render(request, "portability/receive.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def preview(request: WorkRequest, job_id: UUID) -> HttpResponse:
    """Everybody in the file, those in doubt first."""
    rules.require_take(request.post)
    job = selectors.open_import(request.post, job_id)
    page = Paginator(selectors.people_of(job), PEOPLE).get_page(request.GET.get("page"))
    held = selectors.standings(job)
    trace.read("import.read", by=request.post, target=job)
    context = {
        "job": job, "line": presenters.import_line(job), "label": presenters.progress_label(job), "page": page,
        "people": [presenters.person_line(one) for one in page], "ready": held.get(Standing.READY, 0),
        "doubts": held.get(Standing.DOUBT, 0), "applied": held.get(Standing.APPLIED, 0),
        "standings": [(Standing(key).label, count) for key, count in held.items()],
    }  # fmt: skip
    return render(request, "portability/import.html", context)


@require_GET
def import_progress(request: WorkRequest, job_id: UUID) -> HttpResponse:
    rules.require_take(request.post)
    return progress(request, selectors.open_import(request.post, job_id))


@require_GET
def person(request: WorkRequest, arriving_id: UUID) -> HttpResponse:
    """One person of the file: who she is, what is new, what is here already, what differs."""
    rules.require_take(request.post)
    arriving = selectors.open_arriving(request.post, arriving_id)
    trace.read("import.read", by=request.post, usager_id=arriving.usager_id, target=arriving)
    page = Paginator(selectors.conflicts_of(arriving), CONFLICTS).get_page(request.GET.get("page"))
    open_ = not arriving.job.is_open and arriving.state in {Standing.READY, Standing.DOUBT, Standing.SKIPPED}
    asks = open_ and (arriving.state == Standing.DOUBT or arriving.decided_by_id is not None)
    context = {
        "arriving": arriving, "line": presenters.person_line(arriving), "counts": presenters.count_lines(arriving), "page": page,
        "conflicts": presenters.conflict_lines(list(page), request.post, still_open=open_), "open": open_,
        "may_identify": rules.may_identify(request.post) and open_, "candidates": _candidates(arriving) if asks else [],
        "left": arriving.left, "faults": arriving.faults,
    }  # fmt: skip
    return render(request, "portability/person.html", context)


def _candidates(arriving: Arriving) -> list[dict[str, Any]]:
    traits, ins = traits_told(arriving.identity), ins_told(arriving.identity)
    return [
        {"usager": one, "comparison": compared(one, traits, ins, theirs_is="Fichier")}
        for one in candidates_of(arriving)
    ]


@require_POST
def identify(request: WorkRequest, arriving_id: UUID) -> HttpResponse:
    """She is somebody we know, or somebody new: identitovigilance says so."""
    rules.require_identify(request.post)
    arriving = selectors.open_arriving(request.post, arriving_id)
    chosen = request.POST.get("personne", "")
    known = next((one for one in candidates_of(arriving) if str(one.pk) == chosen), None)
    if known is None and chosen != "nouvelle":
        toast(request, "Dites si c'est l'une des personnes proposées, ou une autre.", kind="danger")
    else:
        _do(request, lambda: services.identify(arriving=arriving, by=request.post, usager=known), "C'est noté.")
    return redirect("portability:person", arriving.pk)


@require_POST
def skip(request: WorkRequest, arriving_id: UUID) -> HttpResponse:
    rules.require_take(request.post)
    arriving = selectors.open_arriving(request.post, arriving_id)
    _do(request, lambda: services.skip(arriving=arriving, by=request.post), "C'est noté.")
    return redirect("portability:person", arriving.pk)


@require_POST
def choose(request: WorkRequest, conflict_id: UUID) -> HttpResponse:
    rules.require_take(request.post)
    conflict = selectors.open_conflict(request.post, conflict_id)
    given = request.POST.get("choix", "")
    if given in Choice.values:
        _do(
            request,
            lambda: services.choose(conflict=conflict, by=request.post, choice=Choice(given)),
            "Votre choix est noté.",
        )
    return redirect("portability:person", conflict.arriving_id)


@require_POST
def gesture(request: WorkRequest, job_id: UUID, what: str) -> HttpResponse:
    """Take over, take back, destroy the file."""
    rules.require_take(request.post)
    job = selectors.open_import(request.post, job_id)
    verbs: dict[str, tuple[Callable[..., None], str]] = {
        "reprendre": (services.apply, "La reprise commence. Vous pouvez quitter cette page et y revenir."),
        "annuler": (services.undo, "L'annulation commence. Ce qui a changé depuis restera, et vous sera dit."),
        "detruire": (services.discard, "Le fichier est détruit."),
    }
    verb, said = verbs[what]
    done = _do(request, lambda: verb(job=job, by=request.post), said)
    if done and what == "detruire" and job.applied_at is None:
        return redirect("portability:home")
    return redirect("portability:import", job.pk)


def _do(request: WorkRequest, act: Callable[[], None], said: str) -> bool:
    try:
        act()
    except Refused as refusal:
        toast(request, refusal.sentence, kind="danger")
        return False
    toast(request, said)
    return True
