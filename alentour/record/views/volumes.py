"""The volumes of the record: health, habits, rights."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.core.doors import Refused
from alentour.core.gather import every, together
from alentour.record import models, panels, selectors, services
from alentour.record.access import door
from alentour.record.enums import HabitTheme
from alentour.record.kinds import KINDS
from alentour.record.presenters import around
from alentour.record.presenters.header import ask_hold
from alentour.record.presenters.lines import said, say
from alentour.record.selectors.lines import standing
from alentour.ui.toasts import toast


@require_GET
def health(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """Alerts and allergies, problems, vaccinations, devices, directives anticipées."""
    usager = door(request, usager_id, Act.READ, DataClass.SANTE)
    post = request.post
    held, tabs, problems, vaccinations, devices, directives, past = together(
        ask_hold(usager, post),
        panels.ask_tabs(post, usager, "medical"),
        every(selectors.problems_of(usager)),
        every(selectors.vaccinations_of(usager)),
        every(selectors.devices_of(usager)),
        every(standing(models.Directive, usager)[:1]),
        every(selectors.past(models.Alert, usager)[:20]),
    )
    known = held.known or selectors.known([])
    context: dict[str, Any] = {
        "allergies": said(known.allergies, post),
        "none_known": say(known.none_known) if known.none_known else None,
        "alerts": said(known.others, post),
        "problems": said(problems, post),
        "vaccinations": said(vaccinations, post),
        "devices": said(devices, post),
        "directive": say(directives[0], post) if directives else None,
        "past": said(past, None),
        "may_write": rights.can(post, Act.WRITE, DataClass.SANTE),
        "may_aid": KINDS["aide"].may_write(post),
    }
    return render(request, "record/health.html", around(post, usager, "medical", held=held, tabs=tabs, **context))


@require_POST
def no_allergy(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """« Aucune allergie connue »: asked, answered, dated."""
    usager = door(request, usager_id, Act.WRITE, DataClass.SANTE)
    try:
        services.state_no_allergy(usager=usager, by=request.post)
    except Refused as refusal:
        toast(request, refusal.sentence, kind="attention")
    else:
        toast(request, "C'est écrit : aucune allergie connue, à votre nom et à la date d'aujourd'hui.")
    return redirect("record:health", usager_id)


@require_GET
def habits(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """How she lives, theme by theme; a theme not written yet is offered."""
    usager = door(request, usager_id, Act.READ, DataClass.TRANSMISSIONS_VIE)
    post = request.post
    written = {habit.theme: say(habit, post) for habit in selectors.habits_of(usager)}
    may_write = KINDS["habitude"].may_write(post)
    missing = [theme for theme in HabitTheme if theme.value not in written]
    context = {"habits": list(written.values()), "missing": missing, "may_write": may_write}
    return render(request, "record/habits.html", around(post, usager, "habitudes", **context))


@require_GET
def rights_of(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """Administrative data for all who read identities; coverage, decisions and money for those who read them."""
    usager = door(request, usager_id, Act.READ, DataClass.IDENTITE)
    post = request.post
    reads_rights = rights.can(post, Act.READ, DataClass.DROITS)
    reads_social = rights.can(post, Act.READ, DataClass.SOCIAL)
    sheet = selectors.administrative_of(usager)
    context: dict[str, Any] = {
        "sheet": say(sheet, post) if sheet else None,
        "addresses": said(selectors.addresses_of(usager), post),
        "reads_rights": reads_rights,
        "reads_social": reads_social,
        "coverages": said(selectors.coverages_of(usager), post) if reads_rights else [],
        "entitlements": said(selectors.entitlements_of(usager), post) if reads_rights else [],
        "resources": said(selectors.resources_of(usager), post) if reads_social else [],
        "may": {
            slug: KINDS[slug].may_write(post) for slug in ("situation", "adresse", "couverture", "droit", "ressource")
        },
    }
    return render(request, "record/rights.html", around(post, usager, "droits", **context))
