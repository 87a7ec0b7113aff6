"""The relève of my team: on screen, and on paper."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.accounts.rights import can
from alentour.care import selectors, services
from alentour.care.models import Transmission
from alentour.care.presenters.measures import alert_lines
from alentour.care.presenters.transmissions import lines
from alentour.care.selectors.measures import alerts_for
from alentour.care.selectors.releve import feed, mentions_for, start_of
from alentour.care.views.narrowing import authors, chosen, narrowed
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.core.gather import every, together
from alentour.record.access import visible_usagers
from alentour.record.presenters import person_line
from alentour.record.selectors import with_stay_and_alerts

PAGE = 25
ON_PAPER = 300
FEW = 20
PERIODS = {"": "ma dernière relève", "12": "12 heures", "24": "24 heures", "72": "3 jours", "168": "7 jours"}


@require_GET
def releve(request: WorkRequest) -> HttpResponse:
    """What was written since my last relève, the lines that ask for me and the open alerts first."""
    post, since = request.post, _since(request)
    page = Paginator(_feed(request, since), PAGE).get_page(request.GET.get("page"))
    trace.read("releve.read", by=post, lines=len(page))
    mentions, alerts, wrote = together(
        every(mentions_for(post)[:FEW]), every(alerts_for(post)[:FEW]), authors(post, feed(post, since=since))
    )
    context = {
        "since": since,
        "shown_at": timezone.now().isoformat(),
        "page": page,
        "lines": lines(list(page), post, named=True),
        "called": [mention.transmission for mention in mentions],
        "alerts": alert_lines(alerts, named=True),
        "may_write": can(post, Act.WRITE, DataClass.SOINS),
        "categories": selectors.readable(post),
        "periods": PERIODS.items(),
        "chosen": chosen(request),
        "authors": wrote,
    }
    return render(request, "care/releve.html", context)


@require_GET
def releve_print(request: WorkRequest) -> HttpResponse:
    """The hand-over sheet: by person, black on white."""
    post, since = request.post, _since(request)
    rows = list(_feed(request, since).order_by("usager__nom_n", "usager__prenom_n", "usager_id", "-done_at")[:ON_PAPER])
    trace.record("releve.printed", by=post, lines=len(rows))
    met = visible_usagers(post).filter(pk__in={row.usager_id for row in rows})
    usagers = {usager.id: usager for usager in with_stay_and_alerts(met, post)}
    groups = [
        (person_line(usagers[ident], post), lines(list(found), post))
        for ident, found in groupby(rows, key=lambda row: row.usager_id)
    ]
    context = {"groups": groups, "since": since, "now": timezone.now(), "cut": len(rows) == ON_PAPER}
    return render(request, "care/releve_print.html", context)


def _since(request: WorkRequest) -> datetime:
    hours = request.GET.get("depuis", "")
    if hours and hours in PERIODS:
        return timezone.now() - timedelta(hours=int(hours))
    return start_of(request.post)


def _feed(request: WorkRequest, since: datetime) -> QuerySet[Transmission]:
    return narrowed(feed(request.post, since=since), request)


@require_POST
def take(request: WorkRequest) -> HttpResponse:
    """« J'ai pris la relève. »"""
    until = _moment(request.POST.get("until", ""))
    try:
        count = services.take_over(by=request.post, until=until)
        words = f"{count} transmission{'s' if count > 1 else ''} lue{'s' if count > 1 else ''}"
        messages.success(request, f"Relève prise : {words}.")
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("care:releve")


def _moment(text: str) -> datetime:
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    return found if found and timezone.is_aware(found) else timezone.now()
