"""One event: its account, who was told, what follows until it is closed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.accounts.rights import can
from alentour.care import services
from alentour.care.events import Told
from alentour.care.forms import AuthorityForm, StepForm, ToldForm
from alentour.care.models import CareEvent, EventStep
from alentour.care.presenters.events import state_of, step_rows, title_of, tone_of
from alentour.care.rules import may_plan_task
from alentour.care.selectors.events import anticoagulants_of, hands, watched
from alentour.care.tasks import Kind, catalogue
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.record.access import door
from alentour.record.presenters import around

KIND = DataClass.EVENEMENTS
UNREAD = "Il manque quelque chose, ou une date n'est pas lisible : votre saisie est gardée."


@require_GET
def event(request: WorkRequest, event_id: UUID) -> HttpResponse:
    row = _event(request, event_id)
    return _page(request, row, door(request, row.usager_id, Act.READ, KIND))


def _page(
    request: WorkRequest, row: CareEvent, usager: Usager, *, trouble: str = "", opened: str = "", form: Any = None
) -> HttpResponse:
    post, steps = request.post, step_rows(row)
    writes, validates = can(post, Act.WRITE, KIND), can(post, Act.VALIDATE, KIND)
    trace.read("event.read", by=post, usager_id=usager.id, target=row)
    key = {"key": uuid.uuid4().hex}
    context = {
        "event": row,
        "title": title_of(row),
        "tone": tone_of(row),
        "state": state_of(row, sum(one.done_at is None for one in steps)),
        "steps": steps,
        "notices": list(row.notices.select_related("by__professional")),
        "blood": anticoagulants_of(post, usager) if row.kind == "chute" else [],
        "watches": _watches(request, row),
        "tell_form": form if opened == "tell" else ToldForm(initial=key),
        "step_form": form if opened == "step" else StepForm(hands=hands(post, usager), initial=key),
        "authority_form": form if opened == "authority" else AuthorityForm(),
        "conclusion": request.POST.get("conclusion", ""),
        "may_write": writes,
        "may_follow": writes and row.closed_at is None,
        "may_close": validates and row.closed_at is None,
        "may_declare": validates and row.declared_on is None,
        "opened": opened,
        "trouble": trouble,
    }
    status = 422 if trouble else 200
    return render(request, "care/event.html", around(post, usager, "evenements", **context), status=status)


def _watches(request: WorkRequest, row: CareEvent) -> list[Kind]:
    """The surveillances proposed after this event, for who plans them, until they are planned."""
    found = [kind for kind in catalogue().values() if kind.after == row.kind]
    mine = [kind for kind in found if may_plan_task(request.post, kind.nature, kind.metiers)]
    if not mine or row.closed_at is not None:
        return []
    planned = watched(request.post, row)
    return [kind for kind in mine if kind.slug not in planned]


def _gesture(
    request: WorkRequest,
    row: CareEvent,
    act: Act,
    do: Callable[[], object],
    said: str,
    *,
    opened: str,
    form: Any = None,
) -> HttpResponse:
    """Do it and come back, or show the page again with what was typed."""
    usager = door(request, row.usager_id, act, KIND)
    try:
        if form is not None and not form.is_valid():
            raise Refused(UNREAD)
        do()
    except Refused as refusal:
        if not can(request.post, Act.READ, KIND):
            messages.error(request, refusal.sentence)
            return redirect("record:synthesis", usager.id)
        return _page(request, row, usager, trouble=refusal.sentence, opened=opened, form=form)
    messages.success(request, said)
    return redirect("care:event", row.id)


@require_POST
def tell(request: WorkRequest, event_id: UUID) -> HttpResponse:
    row, form = _event(request, event_id), ToldForm(request.POST)

    def do() -> None:
        given = form.cleaned_data | {"who": Told(form.cleaned_data["who"])}
        services.tell(event=row, by=request.post, **given)

    return _gesture(request, row, Act.WRITE, do, "Noté : prévenu.", opened="tell", form=form)


@require_POST
def step(request: WorkRequest, event_id: UUID) -> HttpResponse:
    row = _event(request, event_id)
    form = StepForm(request.POST, hands=hands(request.post, row.usager))
    said = "Suite notée : elle paraît dans la journée de qui la fait."
    return _gesture(
        request, row, Act.WRITE, lambda: services.add_step(event=row, by=request.post, **form.done()), said,
        opened="step", form=form,
    )  # fmt: skip


@require_POST
def watch(request: WorkRequest, event_id: UUID) -> HttpResponse:
    row = _event(request, event_id)
    slugs = request.POST.getlist("slug")
    return _gesture(
        request, row, Act.WRITE, lambda: services.watch_after(event=row, by=request.post, slugs=slugs),
        "Surveillances ajoutées au plan de soins, pour deux jours.", opened="watch",
    )  # fmt: skip


@require_POST
def authority(request: WorkRequest, event_id: UUID) -> HttpResponse:
    row, form = _event(request, event_id), AuthorityForm(request.POST)
    return _gesture(
        request, row, Act.VALIDATE,
        lambda: services.declare_to_authority(event=row, by=request.post, **form.cleaned_data),
        "Déclaration notée.", opened="authority", form=form,
    )  # fmt: skip


@require_POST
def close(request: WorkRequest, event_id: UUID) -> HttpResponse:
    row = _event(request, event_id)
    conclusion = request.POST.get("conclusion", "")
    return _gesture(
        request, row, Act.VALIDATE, lambda: services.close_event(event=row, by=request.post, conclusion=conclusion),
        "Évènement clos.", opened="close",
    )  # fmt: skip


@require_POST
def settle(request: WorkRequest, step_id: UUID) -> HttpResponse:
    found: EventStep | None = (
        EventStep.objects.for_post(request.post).select_related("event__usager").filter(pk=step_id).first()
    )
    if found is None:
        raise Http404("no such step")
    result = request.POST.get("result", "")
    return _gesture(
        request, found.event, Act.WRITE, lambda: services.settle_step(step=found, by=request.post, result=result),
        "Suite faite.", opened=str(found.pk),
    )  # fmt: skip


def _event(request: WorkRequest, event_id: UUID) -> CareEvent:
    rows = CareEvent.objects.for_post(request.post).select_related(
        "usager", "author__professional", "closed_by__professional", "declared_by__professional"
    )
    row: CareEvent | None = rows.filter(pk=event_id).first()
    if row is None:
        raise Http404("no such event")
    return row
