"""One passage of a soin: one touch to say « fait », its page to say otherwise, its corrections."""

from __future__ import annotations

import uuid
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from alentour.accounts.enums import Act
from alentour.accounts.http import WorkRequest
from alentour.accounts.rights import can
from alentour.care import services
from alentour.care.forms import SaidForm
from alentour.care.models import CareTask, Realisation
from alentour.care.presenters.tasks import due_lines, task_rows
from alentour.care.selectors.tasks import Due, dues_of, history_of
from alentour.care.tasks import Done, slot_label, slots
from alentour.care.views.tasks import day_or_today, task_or_404
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.record.access import door
from alentour.record.presenters import around

FEW = 20
UNREAD = "Indiquez ce qu'il est advenu de ce passage, et une heure lisible."


@require_POST
def say(request: WorkRequest, task_id: UUID) -> HttpResponse:
    """What came of a passage: from the row (HTMX swaps it) or from its page."""
    task = task_or_404(request, task_id)
    usager = door(request, task.usager_id, Act.WRITE, task.kind.kind)
    day, slot = day_or_today(request.POST.get("day", "")), request.POST.get("slot", "")[:12]
    form = SaidForm(request.POST)
    trouble, status = "", 200
    try:
        if not form.is_valid():
            raise Refused(UNREAD)
        services.record_realisation(
            task=task,
            by=request.post,
            day=_day_given(request),
            slot=slot,
            based_on=request.POST.get("version"),
            **form.done(),
        )
    except Refused as refusal:
        trouble, status = refusal.sentence, 422
    if request.htmx:
        return _row(request, task, usager, day, slot, trouble, status)
    if trouble:
        return _passage(request, task, usager, day, slot, form=form, trouble=trouble, status=status)
    messages.success(request, f"{task.label} : {Done(form.cleaned_data['state']).label}.")
    return redirect("care:tasks-day") if request.POST.get("back") == "equipe" else redirect(_there(usager, day))


def _there(usager: Usager, day: date) -> str:
    url = reverse("care:tasks", args=[usager.id])
    return url if day == timezone.localdate() else f"{url}?jour={day.isoformat()}"


def _due(request: WorkRequest, usager: Usager, task: CareTask, day: date, slot: str) -> Due | None:
    return next(
        (due for due in dues_of(request.post, usager, day) if due.task.pk == task.pk and due.slot == slot), None
    )


def _row(
    request: WorkRequest, task: CareTask, usager: Usager, day: date, slot: str, trouble: str, status: int
) -> HttpResponse:
    due = _due(request, usager, task, day, slot)
    if due is None:
        return HttpResponse(trouble, status=422, content_type="text/plain; charset=utf-8")
    person = usager.display_name if request.POST.get("back") == "equipe" else ""
    (line,) = due_lines([due], request.post, person=person)
    return render(request, "care/_due.html", {"one": line, "trouble": trouble, "typed": request.POST}, status=status)


@require_GET
def passage(request: WorkRequest, task_id: UUID) -> HttpResponse:
    """One passage: what was said of it, what it corrected, and how to say otherwise."""
    task = task_or_404(request, task_id)
    usager = door(request, task.usager_id, Act.READ, task.kind.kind)
    day, slot = day_or_today(request.GET.get("jour", "")), request.GET.get("passage", "")[:12]
    return _passage(request, task, usager, day, slot)


def _passage(
    request: WorkRequest, task: CareTask, usager: Usager, day: date, slot: str, *, form: SaidForm | None = None,
    trouble: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    post = request.post
    if slot not in slots(task, day):
        slot = next(iter(slots(task, day)), slot)
    history = list(history_of(post, task, day, slot)[:FEW])
    standing = next((row for row in history if row.replaced_at is None), None)
    waits = standing is None or standing.state == Done.POSTPONED
    trace.read("tasks.read", by=post, usager_id=usager.id, target=task)
    initial = {"key": uuid.uuid4().hex, "state": standing.state if standing and not waits else Done.DONE}
    may = can(post, Act.WRITE, task.kind.kind) and day <= timezone.localdate()
    context = {
        "task": task,
        "plan": task_rows([task], post)[0],
        "day": day,
        "slot": slot,
        "when": slot_label(slot) if slot else "",
        "history": history,
        "standing": standing,
        "version": str(standing.pk) if standing else "",
        "form": form or SaidForm(initial=initial),
        "may_say": may and waits,
        "may_correct": may and not waits and standing is not None and standing.by_id == post.id,
        "trouble": trouble,
    }
    return render(request, "care/task_passage.html", around(post, usager, "soins", **context), status=status)


@require_POST
def correct(request: WorkRequest, realisation_id: UUID) -> HttpResponse:
    rows = Realisation.objects.for_post(request.post).select_related("task")
    row: Realisation | None = rows.filter(pk=realisation_id).first()
    if row is None:
        raise Http404("no such passage")
    usager = door(request, row.usager_id, Act.WRITE, row.task.kind.kind)
    form = SaidForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(UNREAD)
        given = {name: value for name, value in form.done().items() if name != "key"}
        services.correct_realisation(realisation=row, by=request.post, **given)
    except Refused as refusal:
        return _passage(request, row.task, usager, row.day, row.slot, form=form, trouble=refusal.sentence, status=422)
    messages.success(request, "Passage corrigé : la première version reste lisible.")
    return redirect(_there(usager, row.day))


def _day_given(request: WorkRequest) -> date:
    """The day of the passage, never guessed."""
    try:
        return date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        raise Refused("Le jour du passage n'est pas lisible : rechargez la page.") from None
