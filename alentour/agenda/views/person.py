"""The tab « Agenda » of a record: what is planned, when she is away, her week on paper."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.accounts.rights import can
from alentour.agenda import rules, services
from alentour.agenda.enums import Half
from alentour.agenda.forms import AbsenceForm, ReturnForm, RhythmForm
from alentour.agenda.models import Absence
from alentour.agenda.presenters.items import Day, days, items
from alentour.agenda.presenters.presences import Mark, mark
from alentour.agenda.selectors.entries import of_usager
from alentour.agenda.selectors.presences import absences_of, ask_rhythm, cells, facts_of, presences_of
from alentour.agenda.views.days import Span, asked, monday, week
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.core.gather import every, together
from alentour.identity.models import Usager
from alentour.record.access import door
from alentour.record.presenters import around

WEEKS = 2
FEW = 10


def _her(request: WorkRequest, usager_id: UUID) -> Usager:
    return door(request, usager_id, Act.READ, DataClass.IDENTITE)


@require_GET
def person(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """Two weeks of entries, and when she is here."""
    usager = _her(request, usager_id)
    shown = Span(first=monday(asked(request)), count=7 * WEEKS, step=7 * WEEKS)
    return render(request, "agenda/person.html", _tab(request, usager, shown))


def _tab(request: WorkRequest, usager: Usager, shown: Span, **more: Any) -> dict[str, Any]:
    post = request.post
    facts = facts_of([usager], shown.first, shown.last)
    lines = items(post, of_usager(post, usager, shown.first, shown.last), met=usager, facts=facts)
    here = {cell.slot: mark(cell) for cell in cells(facts[usager.id], shown.first, shown.last)}
    columns = days(lines, shown.first, shown.count)
    rhythm, absences = together(ask_rhythm(usager), every(absences_of(usager)[:FEW]))
    context = {
        "span": shown,
        "days": [
            _line(column, here[(column.day, Half.MATIN)], here[(column.day, Half.APRES_MIDI)]) for column in columns
        ],
        "empty": not lines,
        "absences": absences,
        "recorded": [one for one in facts[usager.id].away if one.from_record],
        "rhythm": rhythm,
        "rhythm_form": RhythmForm(initial=_rhythm_initial(rhythm.halves if rhythm else "")),
        "reads_health": can(post, Act.READ, DataClass.SANTE),
        "may_write": rules.may_write(post),
        "return_form": ReturnForm(auto_id="return_%s"),
    }
    return around(post, usager, "agenda", **(context | more))


def _line(column: Day, morning: Mark, afternoon: Mark) -> tuple[Day, Mark, Mark, bool]:
    """A day and its two halves; worth a line of its own when she is away, or here for a part of it."""
    away = {"off", "away"} & {morning.css, afternoon.css}
    return column, morning, afternoon, bool(away) or (morning.words == "") != (afternoon.words == "")


def _rhythm_initial(halves: str) -> dict[str, Any]:
    return {"halves": [str(rank) for rank, one in enumerate(halves) if one == "1"], "starts_on": timezone.localdate()}


@require_http_methods(["GET", "POST"])
def absence(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """Announce that she will be away."""
    usager = _her(request, usager_id)
    rules.require_writer(request.post)
    initial = {"key": uuid.uuid4().hex, "ends_half": "apres_midi", "starts_half": "matin"}
    form = AbsenceForm(request.POST or None, initial=initial)
    trouble, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.announce_absence(usager=usager, by=request.post, **form.done())
                messages.success(request, "Absence écrite : elle se voit dans l'agenda et à l'appel.")
                return redirect("agenda:person", usager.id)
            except Refused as refusal:
                trouble = refusal.sentence
    context = {"form": form, "trouble": trouble, "past": list(absences_of(usager, past=True)[:FEW])}
    return render(request, "agenda/absence.html", around(request.post, usager, "agenda", **context), status=status)


@require_POST
def absence_end(request: WorkRequest, usager_id: UUID, absence_id: UUID) -> HttpResponse:
    usager, row = _her(request, usager_id), _absence(request, usager_id, absence_id)
    form = ReturnForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("Indiquez le dernier jour d'absence.")
        services.end_absence(absence=row, by=request.post, last=form.last())
        messages.success(request, "Retour écrit.")
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("agenda:person", usager.id)


@require_POST
def absence_withdraw(request: WorkRequest, usager_id: UUID, absence_id: UUID) -> HttpResponse:
    usager = _her(request, usager_id)
    services.withdraw_absence(absence=_absence(request, usager_id, absence_id), by=request.post)
    messages.success(request, "Absence retirée.")
    return redirect("agenda:person", usager.id)


@require_POST
def rhythm(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """The half-days on which she is expected."""
    usager = _her(request, usager_id)
    form = RhythmForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("Indiquez à partir de quel jour ce rythme commence.")
        services.set_rhythm(
            usager=usager, by=request.post, halves=form.done(), starts_on=form.cleaned_data["starts_on"]
        )  # fmt: skip
        messages.success(request, "Rythme écrit : les demi-journées attendues suivent.")
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("agenda:person", usager.id)


@require_GET
def week_sheet(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """Her week on paper, for herself: large words, one picture a line."""
    usager, shown = _her(request, usager_id), week(request)
    found = [one for one in of_usager(request.post, usager, shown.first, shown.last) if not one.entry.is_cancelled]
    trace.record("agenda.printed", by=request.post, usager_id=usager.id)
    lines = items(request.post, found, met=usager)
    halves = {cell.slot: cell for cell in presences_of(usager, shown.first, shown.last)}
    columns = [
        (column, [halves[(column.day, half)] for half in Half]) for column in days(lines, shown.first, shown.count)
    ]
    context = {"span": shown, "columns": columns, "now": timezone.now()}
    return render(request, "agenda/week_sheet.html", around(request.post, usager, "agenda", **context))


def _absence(request: WorkRequest, usager_id: UUID, absence_id: UUID) -> Absence:
    row: Absence | None = Absence.objects.for_post(request.post).filter(pk=absence_id, usager=usager_id).first()
    if row is None:
        raise Http404("no such absence")
    return row
