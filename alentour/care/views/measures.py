"""Constantes: the tab « Santé », the bedside screen, the limits of a person, the alerts."""

from __future__ import annotations

import uuid
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest, opens
from alentour.accounts.rights import can
from alentour.care import selectors, services
from alentour.care.constantes import constantes
from alentour.care.forms import ReadingForm, ThresholdForm
from alentour.care.models import Measure, Reading
from alentour.care.presenters import measures as shown
from alentour.care.presenters.scales import scale_alert_lines
from alentour.care.selectors.measures import ask_curves, ask_limits, by_kind, newest_of, readings_of
from alentour.care.selectors.scales import alerts_of as scale_alerts_of
from alentour.care.views.people import choose_person
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.core.gather import every, together
from alentour.identity.models import Usager
from alentour.record import panels
from alentour.record.access import door
from alentour.record.presenters import around
from alentour.record.presenters.header import ask_hold

PAGE = 25
PERIODS = {"7": "7 jours", "30": "30 jours", "90": "3 mois", "365": "1 an", "tout": "tout"}


@require_GET
def sante(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """The latest values, the curves of the period, the relevés."""
    post = request.post
    usager = door(request, usager_id, Act.READ, DataClass.SOINS)
    period = period_of(request)
    since = None if period == "tout" else timezone.now() - timedelta(days=int(period))
    page = Paginator(readings_of(post, usager, since=since), PAGE).get_page(request.GET.get("page"))
    trace.read("measures.read", by=post, usager_id=usager.id, lines=len(page))
    slugs = shown.columns(page)
    held, tabs, limits, newest, curves, alerts, pains = together(
        ask_hold(usager, post),
        panels.ask_tabs(post, usager, "sante"),
        ask_limits(usager),
        every(newest_of(post, usager)),
        ask_curves(post, usager, since=since),
        every(selectors.alerts_of(post, usager).select_related("reading__author__professional")),
        every(scale_alerts_of(post, usager)),
    )
    context = {
        "held": held,
        "tabs": tabs,
        "alerts": shown.alert_lines(alerts) + scale_alert_lines(pains),
        "may_scale": can(post, Act.WRITE, DataClass.EVALUATIONS),
        "stats": shown.stats(by_kind(newest)),
        "curves": shown.curves(curves, limits),
        "headings": [shown.heading(slug) for slug in slugs],
        "rows": shown.rows(list(page), slugs, post.id, may_all=can(post, Act.WRITE, DataClass.SANTE)),
        "page": page,
        "periods": PERIODS.items(),
        "period": period,
        "may_write": can(post, Act.WRITE, DataClass.SOINS),
        "may_set": can(post, Act.WRITE, DataClass.SANTE),
        "own": [constantes()[slug] for slug, limit in limits.items() if limit.threshold],
    }
    return render(request, "care/sante.html", around(post, usager, "sante", **context))


def period_of(request: WorkRequest) -> str:
    """The period asked for; thirty days when none of ours is."""
    asked = request.GET.get("periode", "30")
    return asked if asked in PERIODS else "30"


@require_GET
@opens(Act.WRITE, DataClass.SOINS)
def measure_choose(request: WorkRequest) -> HttpResponse:
    return choose_person(request, title="De qui sont les constantes ?", then="care:measure")


@require_http_methods(["GET", "POST"])
def measure(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """Every constante on one screen, at the bedside."""
    usager = door(request, usager_id, Act.WRITE, DataClass.SOINS)
    form = ReadingForm(request.POST or None, initial={"key": uuid.uuid4().hex})
    if request.method == "GET":
        return _bedside(request, usager, form)
    if not form.is_valid():
        return _bedside(request, usager, form, status=422)
    try:
        reading = services.take(usager=usager, by=request.post, **form.done())
    except Refused as refusal:
        return _bedside(request, usager, form, trouble=refusal.sentence, status=422)
    _say(request, reading)
    return redirect("care:sante", usager.id)


def _say(request: WorkRequest, reading: Reading) -> None:
    crossed = [row for row in reading.measures.all() if row.crossed]
    if crossed:
        words = ", ".join(shown.alert_text(row) for row in crossed)
        messages.warning(request, f"Constantes gardées. Seuil franchi : {words}. L'équipe le voit dans sa journée.")
    else:
        messages.success(request, "Constantes gardées.")


def _bedside(
    request: WorkRequest, usager: Usager, form: ReadingForm, *, trouble: str = "", status: int = 200
) -> HttpResponse:
    latest = selectors.latest_of(request.post, usager)
    fields = [(form[slug], kind, latest.get(slug)) for slug, kind in constantes().items() if slug != "douleur"]
    context = {"form": form, "grid": fields, "pain": form["douleur"], "trouble": trouble}
    return render(request, "care/measure.html", around(request.post, usager, "sante", **context), status=status)


@require_POST
def cancel(request: WorkRequest, reading_id: UUID) -> HttpResponse:
    reading = Reading.objects.for_post(request.post).filter(pk=reading_id).select_related("usager").first()
    if reading is None:
        raise Http404("no such reading")
    usager = door(request, reading.usager_id, Act.WRITE, DataClass.SOINS)
    services.cancel(reading=reading, by=request.post)
    messages.success(request, "Relevé annulé : il reste lisible, barré.")
    return redirect("care:sante", usager.id)


@require_POST
def handle(request: WorkRequest, measure_id: UUID) -> HttpResponse:
    """« Je m'en occupe. »"""
    row = Measure.objects.for_post(request.post).filter(pk=measure_id).first()
    if row is None:
        raise Http404("no such measure")
    usager = door(request, row.usager_id, Act.WRITE, DataClass.SOINS)
    if services.handle(measure=row, by=request.post):
        messages.success(request, "Alerte prise en charge par vous.")
    else:
        messages.info(request, "Cette alerte est déjà prise en charge, ou dépassée par une mesure plus récente.")
    return redirect("care:sante", usager.id)


@require_http_methods(["GET", "POST"])
def thresholds(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """The limits of a person, by a médecin or an infirmière."""
    usager = door(request, usager_id, Act.WRITE, DataClass.SANTE)
    limits = selectors.limits_of(usager)
    form = ThresholdForm(request.POST or None, limits=limits)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            for slug in constantes():
                low, high = form.cleaned_data[f"{slug}_low"], form.cleaned_data[f"{slug}_high"]
                services.set_threshold(usager=usager, by=request.post, kind=slug, low=low, high=high)
            messages.success(request, "Seuils enregistrés. Les prochaines mesures les suivront.")
            return redirect("care:sante", usager.id)
    context = {"form": form, "rows": [(*row, limits[row[0].slug]) for row in form.rows()]}
    return render(request, "care/thresholds.html", around(request.post, usager, "sante", **context), status=status)
