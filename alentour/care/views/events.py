"""Events: declaring one, those of a person, those of the establishment."""

from __future__ import annotations

import uuid
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest, opens
from alentour.accounts.rights import can, metiers_that_can
from alentour.care import services
from alentour.care.events import EventKind
from alentour.care.forms import EventForm
from alentour.care.presenters.events import event_rows, falls_curve
from alentour.care.selectors.events import (
    all_events,
    anticoagulants_of,
    counts,
    events_of,
    falls_by_month,
    waiting_steps,
)
from alentour.care.views.people import choose_person
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.record.access import door
from alentour.record.presenters import around

PAGE = 25
PERIODS = {"30": "30 jours", "90": "3 mois", "365": "1 an", "tout": "tout"}
STATES = {"ouverts": "à suivre", "a_declarer": "à déclarer", "graves": "graves", "clos": "clos"}
KIND = DataClass.EVENEMENTS


@require_GET
@opens(Act.WRITE, KIND)
def choose(request: WorkRequest) -> HttpResponse:
    return choose_person(request, title="À qui est-ce arrivé ?", then="care:event-new")


@require_GET
def person(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    usager = door(request, usager_id, Act.READ, KIND)
    post = request.post
    page = Paginator(events_of(post, usager), PAGE).get_page(request.GET.get("page"))
    trace.read("events.read", by=post, usager_id=usager.id, lines=len(page))
    context = {"page": page, "rows": event_rows(page), "may_write": can(post, Act.WRITE, KIND)}
    return render(request, "care/events_of.html", around(post, usager, "evenements", **context))


@require_http_methods(["GET", "POST"])
def declare(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    post = request.post
    usager = door(request, usager_id, Act.WRITE, KIND)
    now = timezone.localtime().replace(second=0, microsecond=0)
    form = EventForm(request.POST or None, initial={"key": uuid.uuid4().hex, "happened_at": now})
    trouble, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                event = services.declare_event(usager=usager, by=post, **form.done())
                messages.success(
                    request, f"Évènement écrit. Le lisent : {', '.join(metiers_that_can(Act.READ, KIND))}."
                )
                reads = can(post, Act.READ, KIND)
                return redirect("care:event", event.id) if reads else redirect("record:synthesis", usager.id)
            except Refused as refusal:
                trouble = refusal.sentence
    context = {"form": form, "trouble": trouble, "blood": anticoagulants_of(post, usager)}
    return render(request, "care/event_new.html", around(post, usager, "evenements", **context), status=status)


@require_GET
@opens(Act.READ, KIND)
def establishment(request: WorkRequest) -> HttpResponse:
    """Every event of the persons I follow, with its counts and the falls month by month."""
    post = request.post
    chosen = {name: request.GET.get(name, "") for name in ("nature", "etat", "periode")}
    chosen["periode"] = chosen["periode"] if chosen["periode"] in PERIODS else "90"
    days = chosen["periode"]
    since = None if days == "tout" else timezone.localdate() - timedelta(days=int(days))
    rows = all_events(post, kind=chosen["nature"], state=chosen["etat"], since=since)
    shown = rows.select_related("author__professional", "usager").annotate(waiting=waiting_steps())
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    trace.read("events.listed", by=post, lines=len(page))
    context = {
        "page": page,
        "rows": event_rows(page, named=True),
        "counts": counts(rows),
        "falls": falls_curve(falls_by_month(post)),
        "kinds": EventKind.choices,
        "states": STATES.items(),
        "periods": PERIODS.items(),
        "chosen": chosen,
        "may_write": can(post, Act.WRITE, KIND),
    }
    return render(request, "care/events.html", context)
