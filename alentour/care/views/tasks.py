"""Soins et surveillances: the plan of the day of a person, her week, planning, the day of the team."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
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
from alentour.care import services
from alentour.care.forms import TaskForm
from alentour.care.forms.tasks import from_catalogue
from alentour.care.models import CareTask
from alentour.care.presenters.tasks import DueLine, by_moment, due_lines, task_rows, week_rows
from alentour.care.rules import may_plan_task
from alentour.care.selectors.tasks import (
    Due,
    dues_of,
    people_with_tasks,
    tasks_due_for,
    tasks_of,
    week_of,
    writable_natures,
)
from alentour.care.tasks import catalogue
from alentour.core import trace
from alentour.core.doors import ClosedDoor, Refused
from alentour.identity.models import Usager
from alentour.record.access import door
from alentour.record.presenters import around

PEOPLE = 20
FEW = 20


def _open(request: WorkRequest, usager_id: UUID, act: Act = Act.READ) -> Usager:
    """The plan opens with the care, or with the daily life for the métiers that do not read the care."""
    kind = DataClass.SOINS if can(request.post, act, DataClass.SOINS) else DataClass.TRANSMISSIONS_VIE
    return door(request, usager_id, act, kind)


@require_GET
def person_day(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """The passages of a day, then the plan they come from."""
    usager = _open(request, usager_id)
    post, day = request.post, day_or_today(request.GET.get("jour", ""))
    dues = dues_of(post, usager, day)
    trace.read("tasks.read", by=post, usager_id=usager.id, passages=len(dues))
    context = {
        "day": day,
        "is_today": day == timezone.localdate(),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "groups": by_moment(due_lines(dues, post), dues, day),
        "said": sum(not due.waits for due in dues),
        "total": len(dues),
        "plan": task_rows(tasks_of(post, usager)[:100], post),
        "past": task_rows(tasks_of(post, usager, over=True).order_by("-pk")[:FEW], post),
        "may_plan": _may_plan(request),
    }
    return render(request, "care/tasks.html", around(post, usager, "soins", **context))


def _may_plan(request: WorkRequest) -> bool:
    post = request.post
    return any(may_plan_task(post, nature, [post.metier]) for nature in writable_natures(post))


@require_GET
def week(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """Seven days, who did what."""
    usager = _open(request, usager_id)
    post, day = request.post, day_or_today(request.GET.get("jour", ""))
    monday = day - timedelta(days=day.weekday())
    rows = week_rows(week_of(post, usager, monday))
    trace.read("tasks.read", by=post, usager_id=usager.id, tasks=len(rows))
    context = {
        "days": [monday + timedelta(days=number) for number in range(7)],
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "rows": rows,
    }
    return render(request, "care/tasks_week.html", around(post, usager, "soins", **context))


@require_http_methods(["GET", "POST"])
def plan(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """Plan one; ``?modele=`` starts from a line of the catalogue, ``?document=…&reference=…`` comes from a prescription."""
    usager = _open(request, usager_id, Act.WRITE)
    if not _may_plan(request):
        raise ClosedDoor("planifier un soin", metiers_that_can(Act.WRITE, DataClass.SANTE))
    form = TaskForm(request.POST or None, post=request.post, initial=_first_values(request))
    trouble, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.plan_task(usager=usager, by=request.post, **form.done())
                messages.success(request, "Soin ajouté au plan : il paraît dans la journée de ceux qui le font.")
                return redirect("care:tasks", usager.id)
            except Refused as refusal:
                trouble = refusal.sentence
    context = {"form": form, "trouble": trouble, "kinds": _kinds(request)}
    return render(request, "care/task_new.html", around(request.post, usager, "soins", **context), status=status)


def _kinds(request: WorkRequest) -> list[tuple[str, str]]:
    mine = writable_natures(request.post)
    return [(kind.slug, kind.label) for kind in catalogue().values() if kind.nature in mine]


def _first_values(request: WorkRequest) -> dict[str, object]:
    kind = catalogue().get(request.GET.get("modele", ""))
    values: dict[str, object] = {"key": uuid.uuid4().hex, **(from_catalogue(kind) if kind else {})}
    if document := request.GET.get("document", "")[:36]:
        label = request.GET.get("ordonnance", "")[:160]
        values |= {"source": "prescription", "source_id": document, "source_label": label}
    return values


@require_POST
def stop(request: WorkRequest, task_id: UUID) -> HttpResponse:
    task = task_or_404(request, task_id)
    usager = door(request, task.usager_id, Act.WRITE, task.kind.kind)
    try:
        services.stop_task(task=task, by=request.post, reason=request.POST.get("reason", ""))
        messages.success(request, "Soin arrêté : il ne revient plus, ce qui a été fait reste écrit.")
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("care:tasks", usager.id)


@require_GET
def team_day(request: WorkRequest) -> HttpResponse:
    """« Soins du jour »: by moment, for the persons I follow; ``?equipe=1`` shows what the other métiers do too."""
    post = request.post
    if not writable_natures(post):
        raise ClosedDoor("noter les soins du jour", metiers_that_can(Act.WRITE, DataClass.SOINS))
    day, everyone = timezone.localdate(), bool(request.GET.get("equipe"))
    page = Paginator(people_with_tasks(post, day, mine=not everyone), PEOPLE).get_page(request.GET.get("page"))
    found = tasks_due_for(post, day, usagers=list(page), mine=not everyone)
    pairs = [(line, due) for usager, dues in found for line, due in _named(usager, dues, request)]
    trace.read("tasks.team", by=post, persons=len(found))
    context = {
        "groups": by_moment([line for line, _ in pairs], [due for _, due in pairs], day),
        "page": page,
        "everyone": everyone,
        "late": sum(line.late for line, _ in pairs),
        "said": sum(not line.waits for line, _ in pairs),
        "total": len(pairs),
    }
    return render(request, "care/tasks_day.html", context)


def _named(usager: Usager, dues: list[Due], request: WorkRequest) -> list[tuple[DueLine, Due]]:
    return list(zip(due_lines(dues, request.post, person=usager.display_name), dues, strict=True))


def task_or_404(request: WorkRequest, task_id: UUID) -> CareTask:
    rows = CareTask.objects.for_post(request.post).select_related(
        "written_by__professional", "stopped_by__professional"
    )
    task: CareTask | None = rows.filter(pk=task_id).first()
    if task is None:
        raise Http404("no such task")
    return task


def day_or_today(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()
