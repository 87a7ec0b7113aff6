"""Scales: choose one, fill it, read it, its history and curve, its gestures."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.accounts.rights import can, metiers_that_can
from alentour.care.enums import COUNTED, EvaluationState
from alentour.care.forms import ScaleForm
from alentour.care.mapping import GRID
from alentour.care.models import Evaluation
from alentour.care.presenters import scales as shown
from alentour.care.scales import current, find
from alentour.care.selectors import scales as selectors
from alentour.care.services import scales as services
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.record.access import door
from alentour.record.presenters import around

PAGE = 20
KEPT = 10


@require_GET
def choose(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """The scales this métier fills, and what this post wrote."""
    post = request.post
    usager = door(request, usager_id, Act.WRITE, DataClass.EVALUATIONS)
    scales = [scale for scale in current().values() if services.may_fill(post, scale)]
    mine = selectors.mine_of(post, usager).select_related("author__professional", "validated_by__professional")
    context = {
        "choices": shown.choices(scales, selectors.latest_by_grid(post, usager)),
        "mine": [shown.row(one) for one in mine[:KEPT]],
        "may_aggir": can(post, Act.READ, DataClass.EVALUATIONS),
    }
    return render(request, "care/scale_choose.html", around(post, usager, "evaluations", **context))


@require_POST
def begin(request: WorkRequest, usager_id: UUID, slug: str) -> HttpResponse:
    usager = door(request, usager_id, Act.WRITE, DataClass.EVALUATIONS)
    if slug not in current():
        raise Http404("no such scale")
    begun = services.begin_scale(usager=usager, by=request.post, slug=slug)
    return redirect("care:scale", begun.id)


@require_http_methods(["GET", "POST"])
def sheet(request: WorkRequest, evaluation_id: UUID) -> HttpResponse:
    """The sheet: to fill while it is a draft, to read afterwards."""
    held = held_scale(request, evaluation_id)
    usager = _door(request, held)
    trace.read("evaluation.read", by=request.post, usager_id=usager.id, target=held)
    form = _form(request, held, usager)
    if request.method == "GET" or form is None:
        return _page(request, usager, held, form, status=200 if request.method == "GET" else 422)
    if not form.is_valid():
        return _page(request, usager, held, form, status=422)
    try:
        given = form.cleaned_data
        scored = services.answer_scale(
            evaluation=held, by=request.post, answers=form.answers(), done_at=given["done_at"], note=given["note"],
            seen=form.seen_at(),
        )  # fmt: skip
        if "finish" in request.POST:
            services.complete_scale(evaluation=held, by=request.post)
    except Refused as refusal:
        held.refresh_from_db()
        return _page(request, usager, held, form, trouble=refusal.sentence, status=422)
    held.refresh_from_db()
    _say(request, held, complete=scored.total is not None)
    return redirect("care:scale", held.id)


def _say(request: WorkRequest, held: Evaluation, *, complete: bool) -> None:
    if held.state == EvaluationState.DRAFT:
        messages.success(request, "Brouillon gardé." if complete else "Brouillon gardé, encore sans score.")
    elif held.alert:
        messages.warning(
            request, f"Évaluation enregistrée. {shown.alert_words(held)} : l'équipe le voit dans sa journée."
        )
    else:
        messages.success(request, "Évaluation enregistrée.")


@require_GET
def history(request: WorkRequest, usager_id: UUID, slug: str) -> HttpResponse:
    """The history of one grid and its curve."""
    post = request.post
    usager = door(request, usager_id, Act.READ, DataClass.EVALUATIONS)
    if slug != GRID and slug not in current():
        raise Http404("no such scale")
    scale = current().get(slug)
    page = Paginator(selectors.history_of(post, usager, slug), PAGE).get_page(request.GET.get("page"))
    trace.read("evaluations.read", by=post, usager_id=usager.id, lines=len(page), grid=slug)
    context = {
        "scale": scale,
        "grid": slug,
        "page": page,
        "rows": [shown.row(one) for one in page],
        "series": shown.series(slug, selectors.points_of(post, usager, slug)),
        "may_fill": scale is not None and services.may_fill(post, scale),
    }
    return render(request, "care/scale_history.html", around(post, usager, "evaluations", **context))


@require_POST
def gesture(request: WorkRequest, evaluation_id: UUID, what: str) -> HttpResponse:
    """Validate, correct, take the alert in charge."""
    held = held_scale(request, evaluation_id)
    act, kind = GESTURES[what]
    usager = door(request, held.usager_id, act, kind)
    try:
        if what == "corriger":
            return redirect("care:scale", services.correct_scale(evaluation=held, by=request.post).id)
        if what == "valider":
            services.validate_scale(evaluation=held, by=request.post)
            messages.success(request, "Évaluation validée.")
        elif services.handle_scale_alert(evaluation=held, by=request.post):
            messages.success(request, "Alerte prise en charge par vous.")
        else:
            messages.info(
                request, "Cette alerte est déjà prise en charge, ou dépassée par une évaluation plus récente."
            )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("care:sante", usager.id) if what == "alerte" else redirect("care:scale", held.id)


GESTURES = {
    "valider": (Act.VALIDATE, DataClass.EVALUATIONS),
    "corriger": (Act.WRITE, DataClass.EVALUATIONS),
    "alerte": (Act.WRITE, DataClass.SOINS),
}


def held_scale(request: WorkRequest, evaluation_id: UUID) -> Evaluation:
    rows = Evaluation.objects.for_post(request.post).exclude(grid=GRID)
    people = ("author__professional", "validated_by__professional", "handled_by__professional")
    held: Evaluation | None = rows.filter(pk=evaluation_id).select_related(*people).first()
    if held is None:
        raise Http404("no such evaluation")
    return held


def _door(request: WorkRequest, held: Evaluation) -> Usager:
    """Who writes reads its own, even when its métier reads no others."""
    own = request.method == "POST" or held.author_id == request.post.id
    return door(request, held.usager_id, Act.WRITE if own else Act.READ, DataClass.EVALUATIONS)


def _form(request: WorkRequest, held: Evaluation, usager: Usager) -> ScaleForm | None:
    """None once it is filled, or for who does not fill this scale."""
    scale = find(held.grid, held.grid_version)
    if request.method == "POST":
        services.require_filler(request.post, scale)
        if held.state != EvaluationState.DRAFT:
            messages.error(
                request, "Cette évaluation est déjà remplie : elle ne change plus. Corrigez-la, ou recommencez."
            )
            return None
    elif held.state != EvaluationState.DRAFT or not services.may_fill(request.post, scale):
        return None
    proposed = {} if held.answers else selectors.proposals(request.post, usager, scale)
    at = timezone.localtime(held.done_at) if held.done_at else None
    initial = {**held.answers, "note": held.note, "done_at": at, "seen": held.updated_at.isoformat()}
    return ScaleForm(request.POST or None, scale=scale, proposed=proposed, initial=initial)


def _page(
    request: WorkRequest,
    usager: Usager,
    held: Evaluation,
    form: ScaleForm | None,
    *,
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    post, scale = request.post, find(held.grid, held.grid_version)
    if form is not None and trouble:
        form.show_again(held.updated_at)
    done = held.state in COUNTED
    context = {
        "evaluation": held,
        "scale": scale,
        "result": shown.result_of(held),
        "lines": shown.lines_of(held),
        "form": form,
        "row": shown.row(held),
        "trouble": trouble,
        "may_validate": held.state == EvaluationState.COMPLETE and can(post, Act.VALIDATE, DataClass.EVALUATIONS),
        "may_correct": done and services.may_fill(post, scale),
        "may_read": can(post, Act.READ, DataClass.EVALUATIONS),
        "may_handle": held.alert == "ouverte" and can(post, Act.WRITE, DataClass.SOINS),
        "validators": metiers_that_can(Act.VALIDATE, DataClass.EVALUATIONS),
        "correction": held.corrections.exclude(state=EvaluationState.DRAFT).first(),
    }
    page = around(post, usager, "evaluations", **context)
    return render(request, "care/scale.html", page, status=status)
