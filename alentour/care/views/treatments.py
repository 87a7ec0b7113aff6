"""Plan de prise: the tab, a line, the doses of a day, the round, the pilulier on paper."""

from __future__ import annotations

import uuid
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest, opens
from alentour.accounts.rights import can
from alentour.care import services
from alentour.care.enums import FIXED, Intake, Moment
from alentour.care.forms import LineForm
from alentour.care.models import Administration, TreatmentLine
from alentour.care.rules import may_plan
from alentour.care.selectors.treatments import as_needed, doses_of, lines_of, round_of
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.record.access import door
from alentour.record.presenters import around, person_line
from alentour.record.selectors import situation

FEW = 30


@require_GET
def plan(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    post = request.post
    usager = door(request, usager_id, Act.READ, DataClass.ADMINISTRATION)
    trace.read("plan.read", by=post, usager_id=usager.id)
    context = {
        "lines": [(line, _cells(line)) for line in lines_of(post, usager)],
        "past": list(lines_of(post, usager, stopped=True).order_by("-stopped_at")[:FEW]),
        "moments": FIXED,
        "may_plan": may_plan(post),
        "may_give": can(post, Act.WRITE, DataClass.ADMINISTRATION),
    }
    return render(request, "care/plan.html", around(post, usager, "traitements", **context))


def _cells(line: TreatmentLine) -> list[tuple[str, str]]:
    return [(moment.label, line.dose(moment)) for moment in FIXED]


@require_http_methods(["GET", "POST"])
def line_new(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """Copy a line of an ordonnance; ``?document=…&ordonnance=…`` comes from the document's page."""
    usager = door(request, usager_id, Act.READ, DataClass.PRESCRIPTION)
    services.require_planner(request.post)
    initial = {
        "key": uuid.uuid4().hex,
        "document_id": request.GET.get("document", "")[:36],
        "document_label": request.GET.get("ordonnance", "")[:160],
    }
    form = LineForm(request.POST or None, initial=initial)
    trouble, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.add_line(usager=usager, by=request.post, **form.cleaned_data)
                messages.success(request, "Traitement ajouté au plan de prise.")
                return redirect("care:plan", usager.id)
            except Refused as refusal:
                trouble = refusal.sentence
    context = {"form": form, "trouble": trouble}
    return render(request, "care/line.html", around(request.post, usager, "traitements", **context), status=status)


@require_POST
def line_stop(request: WorkRequest, line_id: UUID) -> HttpResponse:
    line = _line(request, line_id)
    usager = door(request, line.usager_id, Act.READ, DataClass.PRESCRIPTION)
    try:
        services.stop_line(line=line, by=request.post, reason=request.POST.get("reason", ""))
        messages.success(request, "Traitement arrêté : il ne se donne plus, son histoire reste.")
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("care:plan", usager.id)


@require_GET
def intakes(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """The doses of a day, by moment: one touch to say « donnée »."""
    post = request.post
    usager = door(request, usager_id, Act.WRITE, DataClass.ADMINISTRATION)
    return _day(
        request, usager, _date(request.GET.get("jour", "")), post_reads=can(post, Act.READ, DataClass.ADMINISTRATION)
    )


def _day(
    request: WorkRequest, usager: Usager, day: date, *, post_reads: bool, trouble: str = "", status: int = 200
) -> HttpResponse:
    doses = doses_of(request.post, usager, day)
    trace.read("intakes.read", by=request.post, usager_id=usager.id, doses=len(doses))
    context = {
        "day": day,
        "is_today": day == timezone.localdate(),
        "groups": [(moment, found) for moment in FIXED if (found := [one for one in doses if one.moment == moment])],
        "needed": as_needed(request.post, usager, day),
        "others": [Intake.REFUSED, Intake.HELD, Intake.MISSED],
        "post_reads": post_reads,
        "trouble": trouble,
        "typed": request.POST.get("reason", ""),
        "typed_for": request.POST.get("place", ""),
    }
    return render(request, "care/intakes.html", around(request.post, usager, "traitements", **context), status=status)


@require_POST
def intake(request: WorkRequest, line_id: UUID) -> HttpResponse:
    """What came of one dose."""
    line = _line(request, line_id)
    usager = door(request, line.usager_id, Act.WRITE, DataClass.ADMINISTRATION)
    day = _date(request.POST.get("day", ""))
    try:
        said = services.note_intake(
            line=line,
            by=request.post,
            day=_day_given(request),
            moment=_moment(request),
            state=_state(request),
            reason=request.POST.get("reason", ""),
        )
    except Refused as refusal:
        reads = can(request.post, Act.READ, DataClass.ADMINISTRATION)
        return _day(request, usager, day, post_reads=reads, trouble=refusal.sentence, status=422)
    messages.success(request, f"Prise {Intake(said.state).label}.")
    response = redirect("care:intakes", usager.id)
    if day != timezone.localdate():
        response["Location"] += f"?jour={day.isoformat()}"
    return response


@require_POST
def intake_cancel(request: WorkRequest, administration_id: UUID) -> HttpResponse:
    row: Administration | None = Administration.objects.for_post(request.post).filter(pk=administration_id).first()
    if row is None:
        raise Http404("no such dose")
    usager = door(request, row.usager_id, Act.WRITE, DataClass.ADMINISTRATION)
    try:
        services.cancel_intake(administration=row, by=request.post)
        messages.success(request, "Prise reprise : elle est de nouveau à noter.")
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("care:intakes", usager.id)


@require_GET
@opens(Act.WRITE, DataClass.ADMINISTRATION)
def the_round(request: WorkRequest) -> HttpResponse:
    """Who has something to take today, and what is not said yet; who is in hospital or away comes last, with nothing to give."""
    found = sorted(round_of(request.post, timezone.localdate()), key=lambda one: is_out(one[0]))
    trace.read("round.read", by=request.post, persons=len(found))
    rows = [
        (
            usager,
            person_line(usager, request.post),
            [one for one in doses if one.waits],
            sum(one.is_late for one in doses),
            len(doses),
            is_out(usager),
        )
        for usager, doses in found
    ]
    return render(request, "care/round.html", {"rows": rows})


def is_out(usager: Usager) -> bool:
    """Whether somebody of ``round_of`` is away today."""
    stays = getattr(usager, "stay_now", [])
    return bool(stays) and situation(usager, stays[0]).state == "absent"


@require_GET
def pilulier(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """The plan de prise on paper."""
    usager = door(request, usager_id, Act.READ, DataClass.ADMINISTRATION)
    trace.record("plan.printed", by=request.post, usager_id=usager.id)
    lines = list(lines_of(request.post, usager))
    context = {
        "lines": [(line, _cells(line)) for line in lines if line.moments],
        "needed": [line for line in lines if line.besoin],
        "moments": FIXED,
        "now": timezone.now(),
    }
    return render(request, "care/pilulier.html", around(request.post, usager, "traitements", **context))


def _line(request: WorkRequest, line_id: UUID) -> TreatmentLine:
    line: TreatmentLine | None = TreatmentLine.objects.for_post(request.post).filter(pk=line_id).first()
    if line is None:
        raise Http404("no such line")
    return line


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


def _day_given(request: WorkRequest) -> date:
    """The day of the dose, never guessed."""
    try:
        return date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        raise Refused("Le jour de la prise n'est pas lisible : rechargez la page.") from None


def _moment(request: WorkRequest) -> Moment:
    given = request.POST.get("moment", "")
    if given not in Moment.values:
        raise Refused("Indiquez le moment de la prise.")
    return Moment(given)


def _state(request: WorkRequest) -> Intake:
    given = request.POST.get("state", "")
    if given not in Intake.values:
        raise Refused("Indiquez ce qu'il est advenu de la prise.")
    return Intake(given)
