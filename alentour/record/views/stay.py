"""The stay: its ribbon, and the gestures that move the person."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.record import rules, selectors, services
from alentour.record.access import door
from alentour.record.enums import EndKind, MovementKind, StayKind
from alentour.record.forms import BackForm, LeaveForm, OutForm, RoomForm, StayForm
from alentour.record.models import Stay
from alentour.record.presenters import around
from alentour.record.presenters.lines import say
from alentour.record.presenters.stays import stay_page
from alentour.ui.toasts import toast


@require_GET
def stay(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    usager = door(request, usager_id, Act.READ, DataClass.IDENTITE)
    page = stay_page(usager, request.post)
    return render(request, "record/stay.html", around(request.post, usager, "sejour", page=page))


@require_http_methods(["GET", "POST"])
def begin(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """An admission, of today or to come."""
    usager = door(request, usager_id, Act.WRITE, rules.stay_class(request.post))
    form = StayForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            services.admit(usager=usager, by=request.post, **data | {"kind": StayKind(data["kind"])})
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toast(request, "L'accompagnement est ouvert.")
            return redirect("record:stay", usager_id)
    return _form(request, usager, form, "Ouvrir l'accompagnement", "Ouvrir")


@require_http_methods(["GET", "POST"])
def leave(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """A departure, or one foreseen."""
    usager = door(request, usager_id, Act.WRITE, rules.stay_class(request.post))
    current = _current(usager)
    form = LeaveForm(request.POST or None, initial={"ends_on": current.planned_end or timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            done = services.discharge(stay=current, by=request.post, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toast(
                request,
                "Le départ est enregistré."
                if done.ends_on
                else "Le départ prévu est noté : confirmez-le le jour venu.",
            )
            return redirect("record:stay", usager_id)
    return _form(request, usager, form, "Départ", "Enregistrer le départ")


@require_http_methods(["GET", "POST"])
def out(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """An absence or a hospitalisation, now, planned, or noted afterwards."""
    usager = door(request, usager_id, Act.WRITE, rules.movement_class(request.post))
    current = _current(usager)
    with_why = rights.can(request.post, Act.READ, DataClass.SANTE)
    form = OutForm(request.POST or None, with_why=with_why, initial={"kind": request.GET.get("kind", "")})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            services.go_out(stay=current, by=request.post, **data | {"kind": MovementKind(data["kind"])})
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toast(request, "L'absence est notée ; chacun la voit dans l'en-tête.")
            return redirect("record:stay", usager_id)
    return _form(request, usager, form, "Absence ou hospitalisation", "Enregistrer")


@require_http_methods(["GET", "POST"])
def back(request: WorkRequest, usager_id: UUID, movement_id: UUID) -> HttpResponse:
    """She is back, or will be."""
    usager = door(request, usager_id, Act.WRITE, rules.movement_class(request.post))
    movement = selectors.movement(usager, movement_id)
    if movement is None:
        raise Http404("no such movement of this person")
    form = BackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            done = services.come_back(movement=movement, by=request.post, **data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toast(request, "Le retour est enregistré." if done.back_at else "Le retour prévu est noté.")
            return redirect("record:stay", usager_id)
    return _form(request, usager, form, "Retour", "Enregistrer le retour")


@require_http_methods(["GET", "POST"])
def room(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    usager = door(request, usager_id, Act.WRITE, rules.stay_class(request.post))
    current = _current(usager)
    form = RoomForm(request.POST or None, initial={"unit": current.unit, "place": current.place})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_room(stay=current, by=request.post, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toast(request, "Le changement est enregistré.")
            return redirect("record:stay", usager_id)
    return _form(request, usager, form, "Changer de chambre ou d'unité", "Enregistrer")


@require_http_methods(["GET", "POST"])
def cancel(request: WorkRequest, usager_id: UUID, movement_id: UUID) -> HttpResponse:
    """A movement entered by mistake: it stays, struck out, with who said so."""
    usager = door(request, usager_id, Act.WRITE, rules.movement_class(request.post))
    movement = selectors.movement(usager, movement_id)
    if movement is None:
        raise Http404("no such movement of this person")
    if request.method == "GET":
        page = around(request.post, usager, "sejour", line=say(movement))
        return render(request, "record/stay_cancel.html", page)
    services.end(movement, by=request.post, kind=EndKind.ERREUR)
    toast(request, "Le mouvement est annulé ; il reste lisible dans l'historique.")
    return redirect("record:stay", usager_id)


def _current(usager: Usager) -> Stay:
    return get_object_or_404(selectors.stays_of(usager).filter(Stay.current()))


def _form(request: WorkRequest, usager: Usager, form: object, title: str, verb: str) -> HttpResponse:
    units = selectors.units_of(request.structure)
    context = around(request.post, usager, "sejour", form=form, title=title, verb=verb, units=units)
    return render(request, "record/stay_form.html", context, status=422 if getattr(form, "errors", None) else 200)
