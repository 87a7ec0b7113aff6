"""One entry: read, planned, changed, said done or cancelled, and who came."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alentour.accounts.http import WorkRequest
from alentour.accounts.models import Post
from alentour.agenda import rules, services
from alentour.agenda.conflicts import Conflict, conflicts_of, times_of
from alentour.agenda.enums import NEXT, Attendance, Extent, Kind, Status
from alentour.agenda.forms import EntryForm
from alentour.agenda.forms.entries import initial_of
from alentour.agenda.models import Entry, EntryUsager
from alentour.agenda.presenters.items import address, item
from alentour.agenda.presenters.presences import agreed
from alentour.agenda.selectors.entries import Occurrence, find
from alentour.agenda.selectors.sight import sight
from alentour.agenda.services import Conflicting
from alentour.agenda.views.days import day_of
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.identity.selectors import filter_by_text
from alentour.record.access import visible_usagers
from alentour.record.presenters import person_line
from alentour.ui.shapes import Option, PersonHeader

OPTIONS = 8


@require_GET
def entry(request: WorkRequest, entry_id: UUID) -> HttpResponse:
    """What is planned, where it stands, who comes."""
    post, one = request.post, _found(request, entry_id)
    people = one.usagers
    trace.read("agenda.entry_read", by=post, usager_id=people[0].id if len(people) == 1 else None, target=one.entry)
    return render(request, "agenda/entry.html", _shown(request, one))


def _shown(request: WorkRequest, one: Occurrence) -> dict[str, Any]:
    post, row = request.post, one.entry
    eyes = sight(post, [one], met=_met(post, one))
    people = [_coming(link, post) for link in row.invited.all() if link.usager_id in eyes.named]
    rule, series = row.rule, row.series
    series_rule = series.rule if series else None
    return {
        "one": one,
        "entry": row,
        "item": item(one, eyes),
        "detail": eyes.detail(one),
        "people": people,
        "repeats": rule.sentence(row.first_day) if rule else "",
        "part_of": series_rule.sentence(series.first_day) if series and series_rule else "",
        "next": [status for status in Status if status in NEXT[Status(row.status)]],
        "may_write": rules.may_write(post) or not one.usagers,
        "began": one.starts_at <= timezone.now(),
        "address": address(one),
        "extents": Extent,
        "Status": Status,
        "needed": Kind(row.kind).detail,
    }


def _coming(link: EntryUsager, post: Post) -> tuple[EntryUsager, PersonHeader, list[tuple[str, str]]]:
    """A person of the entry, and the answers in words that agree with her."""
    person = person_line(link.usager, post)
    said = (Attendance.PRESENT, Attendance.ABSENT, Attendance.EXCUSED)
    return link, person, [(one.value, agreed(one.label, person.sex)) for one in said]


@require_http_methods(["GET", "POST"])
def new(request: WorkRequest) -> HttpResponse:
    """Plan; ``?personne=…&jour=…`` come from the page one leaves."""
    asked = request.POST.getlist("usager") if request.method == "POST" else [request.GET.get("personne", "")]
    form = EntryForm(request.POST or None, post=request.post, usagers=asked, initial=_initial(request))
    found: list[Conflict] = []
    trouble, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                given = form.cleaned_data
                made = services.plan(by=request.post, plan=form.done(), keep=given["keep"], key=given["key"])
                messages.success(request, "Rendez-vous écrit dans l'agenda.")
                return redirect("agenda:entry", made.id)
            except Refused as refusal:
                trouble = refusal.sentence
            except Conflicting as met:
                found = met.conflicts
    return _form(request, form, found, trouble, status)


def _initial(request: WorkRequest) -> dict[str, Any]:
    now = timezone.localtime()
    kind = request.GET.get("nature", "")
    return {
        "key": uuid.uuid4().hex,
        "kind": kind if kind in Kind.values else Kind.VISITE,
        "day": day_of(request.GET.get("jour", "")) or now.date(),
        "start": now.replace(hour=min(now.hour + 1, 22), minute=0).time(),
        "end": now.replace(hour=min(now.hour + 2, 23), minute=0).time(),
        "posts": [str(request.post.id)],
        "place": request.GET.get("lieu", ""),
        "vehicle": request.GET.get("lieu", ""),
        "every": 1,
    }


def _form(
    request: WorkRequest,
    form: EntryForm,
    found: list[Conflict],
    trouble: str,
    status: int,
    one: Occurrence | None = None,
) -> HttpResponse:
    context = {"form": form, "conflicts": found, "trouble": trouble, "one": one, "back": reverse("agenda:mine")}
    if one is not None:
        context |= {"back": address(one), "series": one.day is not None}
    return render(request, "agenda/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit(request: WorkRequest, entry_id: UUID) -> HttpResponse:
    one = _found(request, entry_id)
    _require(request, one)
    asked = request.POST.getlist("usager") if request.method == "POST" else [str(person.id) for person in one.usagers]
    form = EntryForm(request.POST or None, post=request.post, usagers=asked, initial=_as_it_stands(request, one))
    found: list[Conflict] = []
    trouble, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = _change(request, one, form)
                messages.success(request, "Rendez-vous modifié.")
                return redirect("agenda:entry", made.id)
            except Refused as refusal:
                trouble = refusal.sentence
            except Conflicting as met:
                found = met.conflicts
    return _form(request, form, found, trouble, status, one)


def _as_it_stands(request: WorkRequest, one: Occurrence) -> dict[str, Any]:
    initial = initial_of(one)
    if not sight(request.post, [one]).detail(one):
        initial |= dict.fromkeys(("title", "note", "where", "outside_pro"), "")
    return initial


def _change(request: WorkRequest, one: Occurrence, form: EntryForm) -> Entry:
    """Whom the reader does not meet stays in it, unseen; so does what its métier does not open."""
    given, plan = form.cleaned_data, form.done()
    eyes, row = sight(request.post, [one]), one.entry
    plan = replace(plan, usagers=(*plan.usagers, *(person for person in one.usagers if person.id not in eyes.named)))
    if not eyes.detail(one):
        plan = replace(
            plan, kind=Kind(row.kind), title=row.title, note=row.note, where=row.where, outside_pro=row.outside_pro
        )
    return services.change(
        occurrence=one, by=request.post, plan=plan, extent=Extent(given["extent"] or Extent.THIS),
        based_on=given["based_on"], keep=given["keep"],
    )  # fmt: skip


@require_POST
def check(request: WorkRequest) -> HttpResponse:
    """The conflicts of a form that is being filled; nothing is written."""
    post = request.post
    form = EntryForm(request.POST, post=post, usagers=request.POST.getlist("usager"))
    found: list[Conflict] = []
    if form.is_valid():
        plan = form.done()
        if plan.ends_at > plan.starts_at:
            times = times_of(plan.starts_at, plan.ends_at, plan.rule)
            found = conflicts_of(post, replace(plan.wanted(times), but=_but(request)))
    return render(request, "agenda/_conflicts.html", {"conflicts": found, "form": form})


def _but(request: WorkRequest) -> frozenset[UUID]:
    try:
        row = find(request.post, UUID(request.POST.get("entry", ""))).entry
    except ValueError:
        return frozenset()
    return frozenset(filter(None, (row.id, row.series_id)))


@require_POST
def state(request: WorkRequest, entry_id: UUID) -> HttpResponse:
    """Confirm, realise, cancel, take up again."""
    one = _found(request, entry_id)
    _require(request, one)
    said, extent = request.POST.get("etat", ""), request.POST.get("extent", "")
    try:
        if said not in Status.values:
            raise Refused("Indiquez où en est ce rendez-vous.")
        made = services.say(
            occurrence=one, by=request.post, status=Status(said), reason=request.POST.get("reason", ""),
            extent=Extent.FOLLOWING if extent == Extent.FOLLOWING else Extent.THIS,
        )  # fmt: skip
    except Refused as refusal:
        context = _shown(request, one) | {"trouble": refusal.sentence, "typed": request.POST.get("reason", "")}
        return render(request, "agenda/entry.html", context, status=422)
    messages.success(request, f"Rendez-vous {Status(said).label}.")
    return redirect("agenda:entry", made.id)


@require_POST
def attendance(request: WorkRequest, entry_id: UUID, usager_id: UUID) -> HttpResponse:
    """One tap: she came, she did not, she had said so. The same answer twice takes it back."""
    rules.require_writer(request.post)
    one = _found(request, entry_id)
    person = next((p for p in sight(request.post, [one]).people(one) if p.id == usager_id), None)
    said, trouble = request.POST.get("venue", ""), ""
    try:
        if person is None or said not in Attendance.values:
            raise Refused("Cette personne n'est pas dans l'activité : rechargez la page.")
        row = services.note_attendance(
            occurrence=one, by=request.post, usager=person, attendance=Attendance(said),
            note=request.POST.get("note", ""),
        )  # fmt: skip
        one = find(request.post, row.entry_id)
    except Refused as refusal:
        trouble = refusal.sentence
    if request.htmx:
        return render(request, "agenda/_coming.html", _shown(request, one) | {"trouble_coming": trouble})
    if trouble:
        messages.error(request, trouble)
    return redirect(address(one))


@require_GET
def search(request: WorkRequest) -> HttpResponse:
    """The persons this post meets, for the field « Pour qui »."""
    text = request.GET.get("qui", "").strip()
    rows = visible_usagers(request.post).filter(is_active=True).order_by("nom_n", "prenom_n")
    found = (
        filter_by_text(rows, text, request.post.structure_id)[:OPTIONS] if text and rules.may_read(request.post) else []
    )
    options = [
        Option(label=one.display_name, value=str(one.id), icon="user-round", detail=one.birth_date_text)
        for one in found
    ]
    return render(request, "agenda/_people.html", {"options": options, "query": text})


def _found(request: WorkRequest, entry_id: UUID) -> Occurrence:
    return find(request.post, entry_id, day_of(request.GET.get("jour", "")))


def _met(post: Post, one: Occurrence) -> Usager | None:
    """The person whose record an emergency access opened to reach this entry, if one did (``find`` met her)."""
    return next((person for person in one.usagers if person.id in post.narrowings), None)


def _require(request: WorkRequest, one: Occurrence) -> None:
    if one.usagers:
        rules.require_writer(request.post)
