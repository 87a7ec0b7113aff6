"""The month of a unit, the roll-call of a half-day, and its sheet on paper."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest, opens
from alentour.agenda import rules, services
from alentour.agenda.enums import Half, Here
from alentour.agenda.halves import half_of
from alentour.agenda.presenters.presences import LEGEND, call, calls, counted, half_words, rows
from alentour.agenda.selectors.presences import called, facts_of, month, people, sheet, units
from alentour.agenda.views.days import Span, asked, day_of
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.record.access import door

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
PAGE = 80


@require_GET
@opens(Act.READ, DataClass.IDENTITE)
def overview(request: WorkRequest) -> HttpResponse:
    """Persons × days."""
    first = (day_of(request.GET.get("mois", "")[:7] + "-01") or timezone.localdate()).replace(day=1)
    unit = request.GET.get("unite", "")[:60]
    page = Paginator(people(request.post, unit), PAGE).get_page(request.GET.get("page"))
    grid = month(request.post, page, first)
    trace.read("presences.read", by=request.post, persons=len(grid))
    after = (first + timedelta(32)).replace(day=1)
    days = [first + timedelta(rank) for rank in range((after - first).days)]
    context = {
        "rows": rows(request.post, grid),
        "days": [(one, "LMMJVSD"[one.weekday()], one.weekday() > 4, one == timezone.localdate()) for one in days],
        "page": page,
        "unit": unit,
        "units": units(request.post),
        "month": f"{MONTHS[first.month - 1]} {first.year}",
        "first": first,
        "before": (first - timedelta(1)).replace(day=1),
        "after": after,
        "legend": LEGEND,
    }
    return render(request, "agenda/month.html", context)


def _asked(request: WorkRequest) -> tuple[date, Half, str, bool]:
    day, now = asked(request, "jour"), half_of(timezone.now())
    given = request.GET.get("moitie", "")
    half = Half(given) if given in Half.values else now[1] if day == now[0] else Half.MATIN
    return day, half, request.GET.get("unite", "")[:60], bool(request.GET.get("toutes"))


@require_GET
@opens(Act.READ, DataClass.IDENTITE)
def roll(request: WorkRequest) -> HttpResponse:
    """Who is here this half-day: one tap a person."""
    day, half, unit, everyone = _asked(request)
    rows_ = called(request.post, day, unit, everyone=everyone)
    page = Paginator(rows_, PAGE).get_page(request.GET.get("page"))
    found = sheet(page, day, half, everyone=everyone)
    trace.read("roll.read", by=request.post, persons=len(found))
    context = {
        "lines": calls(request.post, found),
        "page": page,
        "counts": counted(found),
        "units": units(request.post),
        **_around(request),
    }
    return render(request, "agenda/roll.html", context)


def _around(request: WorkRequest) -> dict[str, Any]:
    day, half, unit, everyone = _asked(request)
    return {
        "day": day,
        "half": half,
        "unit": unit,
        "everyone": everyone,
        "halves": [(one, half_words(one)) for one in Half],
        "half_label": half_words(half),
        "span": Span(first=day, count=1, step=1),
        "may_write": rules.may_write(request.post),
        "here": f"jour={day.isoformat()}&moitie={half}" + ("&toutes=1" if everyone else ""),
    }


@require_POST
def answer(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """One answer at the roll-call; the same one again takes it back."""
    usager = door(request, usager_id, Act.READ, DataClass.IDENTITE)
    day, half, _, everyone = _asked(request)
    said, trouble = request.POST.get("vue", ""), ""
    try:
        here = Here(said) if said in Here.values else None
        services.call(usager=usager, by=request.post, day=day, half=half, here=here)
    except Refused as refusal:
        trouble = refusal.sentence
    if not request.htmx:
        if trouble:
            messages.error(request, trouble)
        return redirect(f"{reverse('agenda:roll')}?{_around(request)['here']}")
    cell = facts_of([usager], day, day)[usager.id].cell(day, half)
    found = sheet(called(request.post, day, everyone=everyone)[:PAGE], day, half, everyone=everyone)
    context = {"line": call(request.post, usager, cell), "counts": counted(found), "trouble": trouble, "swapped": True}
    return render(request, "agenda/_call.html", context | _around(request))


@require_GET
@opens(Act.READ, DataClass.IDENTITE)
def roll_print(request: WorkRequest) -> HttpResponse:
    """The sheet of the day, morning and afternoon, with boxes to tick by hand."""
    day, _, unit, _ = _asked(request)
    persons = list(called(request.post, day, unit)[:300])
    known = facts_of(persons, day, day)
    lines = [
        (call(request.post, one, known[one.id].cell(day, Half.MATIN)), call(request.post, one, known[one.id].cell(day, Half.APRES_MIDI)))
        for one in persons
    ]  # fmt: skip
    trace.record("roll.printed", by=request.post, persons=len(lines))
    context = {"lines": lines, "day": day, "unit": unit, "now": timezone.now()}
    return render(request, "agenda/roll_print.html", context)
