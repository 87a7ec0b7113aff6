"""Evaluations: the history of a person, the AGGIR grid, its validation."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.accounts.rights import can, metiers_that_can
from alentour.care import services
from alentour.care.enums import EvaluationState
from alentour.care.forms import AggirForm
from alentour.care.mapping import ALL_VARIABLES, GRID, illustrative_of, judge
from alentour.care.models import Evaluation
from alentour.care.presenters.scales import name_of, row
from alentour.care.selectors.evaluations import evaluations_of, gir_of
from alentour.care.selectors.scales import latest_by_grid
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.record.access import door
from alentour.record.presenters import around

PAGE = 20


@require_GET
def evaluations(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    post = request.post
    usager = door(request, usager_id, Act.READ, DataClass.EVALUATIONS)
    page = Paginator(evaluations_of(post, usager), PAGE).get_page(request.GET.get("page"))
    trace.read("evaluations.read", by=post, usager_id=usager.id, lines=len(page))
    latest = latest_by_grid(post, usager)
    context = {
        "page": page,
        "rows": [row(one) for one in page],
        "last": [(name_of(one), row(one), one.grid) for one in latest.values()],
        "in_force": gir_of(post, usager),
        "may_write": can(post, Act.WRITE, DataClass.EVALUATIONS),
        "validators": metiers_that_can(Act.VALIDATE, DataClass.EVALUATIONS),
    }
    return render(request, "care/evaluations.html", around(post, usager, "evaluations", **context))


@require_POST
def begin(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    usager = door(request, usager_id, Act.WRITE, DataClass.EVALUATIONS)
    begun = services.begin_evaluation(usager=usager, by=request.post)
    return redirect("care:evaluation", begun.id)


@require_http_methods(["GET", "POST"])
def evaluation(request: WorkRequest, evaluation_id: UUID) -> HttpResponse:
    """The grid: to fill while it is in progress, to read once validated."""
    held = _held(request, evaluation_id)
    act = Act.WRITE if request.method == "POST" else Act.READ
    usager = door(request, held.usager_id, act, DataClass.EVALUATIONS)
    trace.read("evaluation.read", by=request.post, usager_id=usager.id, target=held)
    initial = {"done_on": held.done_on, "note": held.note}
    form = AggirForm(request.POST or None, answers=held.answers, initial=initial)
    if request.method == "GET":
        return _page(request, usager, held, form)
    if not form.is_valid():
        return _page(request, usager, held, form, status=422)
    try:
        given = form.cleaned_data
        judged = services.answer_evaluation(
            evaluation=held, by=request.post, answers=form.answers(), done_on=given["done_on"], note=given["note"]
        )
    except Refused as refusal:
        return _page(request, usager, held, form, trouble=refusal.sentence, status=422)
    messages.success(
        request, f"Grille gardée : GIR {judged.gir}." if judged.gir else "Grille gardée, encore incomplète."
    )
    return redirect("care:evaluation", held.id)


@require_POST
def validate(request: WorkRequest, evaluation_id: UUID) -> HttpResponse:
    held = _held(request, evaluation_id)
    door(request, held.usager_id, Act.VALIDATE, DataClass.EVALUATIONS)
    try:
        services.validate_evaluation(evaluation=held, by=request.post)
        messages.success(request, "Évaluation validée : elle ne change plus.")
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("care:evaluation", held.id)


def _held(request: WorkRequest, evaluation_id: UUID) -> Evaluation:
    held: Evaluation | None = Evaluation.objects.for_post(request.post).filter(pk=evaluation_id, grid=GRID).first()
    if held is None:
        raise Http404("no such evaluation")
    return held


def _page(
    request: WorkRequest, usager: Usager, held: Evaluation, form: AggirForm, *, trouble: str = "", status: int = 200
) -> HttpResponse:
    post, judged = request.post, judge(held.answers)
    open_ = held.state == EvaluationState.DRAFT
    context = {
        "evaluation": held,
        "judged": judged,
        "letters": [(variable, judged.letters[variable.key]) for variable in ALL_VARIABLES],
        "aside": illustrative_of(held.answers),
        "may_print": can(post, Act.READ, DataClass.EVALUATIONS),
        "form": form if open_ and can(post, Act.WRITE, DataClass.EVALUATIONS) else None,
        "may_validate": open_ and judged.gir is not None and can(post, Act.VALIDATE, DataClass.EVALUATIONS),
        "validators": metiers_that_can(Act.VALIDATE, DataClass.EVALUATIONS),
        "trouble": trouble,
    }
    return render(request, "care/evaluation.html", around(post, usager, "evaluations", **context), status=status)
