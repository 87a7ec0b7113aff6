"""Who is around the person: her circle outside, her relatives, the team of the structure."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest, opens
from alentour.accounts.models import Post
from alentour.core.doors import Refused
from alentour.core.gather import Asks, every, together
from alentour.directory import presenters as directory_presenters
from alentour.directory import selectors as directory_selectors
from alentour.directory import services as directory_services
from alentour.identity.models import Usager
from alentour.identity.selectors import filter_by_text
from alentour.record import panels, selectors, services
from alentour.record.access import door, visible_usagers
from alentour.record.enums import CircleRole
from alentour.record.forms import CircleForm, TeamForm, capitalised
from alentour.record.kinds import KINDS
from alentour.record.presenters import around, person_line
from alentour.record.presenters.entourage import contact_lines
from alentour.record.presenters.header import ask_hold
from alentour.record.presenters.lines import said
from alentour.record.rules import likely_role
from alentour.ui.toasts import toast

SUGGESTED = 12
PAGE = 20


@require_GET
def entourage(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    usager = door(request, usager_id, Act.READ, DataClass.IDENTITE)
    post = request.post
    may_edit = rights.can(post, Act.WRITE, DataClass.IDENTITE)
    held, tabs, team, circle, decided = together(
        ask_hold(usager, post),
        panels.ask_tabs(post, usager, "entourage"),
        every(selectors.team_of(usager)),
        every(selectors.circle_of(usager)),
        _decided(usager, post),
    )
    context = around(
        post,
        usager,
        "entourage",
        held=held,
        tabs=tabs,
        team=team,
        circle=circle,
        contacts=contact_lines(held.contacts, post),
        may_edit=may_edit,
        may_protect=KINDS["protection"].may_write(post),
        team_form=TeamForm(usager=usager) if may_edit else None,
        **decided,
    )
    return render(request, "record/entourage.html", context)


def _decided(usager: Usager, post: Post) -> Asks[dict[str, Any]]:
    """Measures and decisions of a judge, for those who read rights."""
    if not rights.can(post, Act.READ, DataClass.DROITS):
        return {"reads_rights": False}
    past = (selectors.past_protections(usager)[:PAGE], selectors.past_restrictions(usager)[:PAGE])
    now = (selectors.protections_of(usager), selectors.restrictions_of(usager))
    yield [*past, *now]
    return {
        "reads_rights": True,
        "protections": said(now[0], post),
        "restrictions": said(now[1], post),
        "ended": said([*past[0], *past[1]]),
    }


@require_http_methods(["GET", "POST"])
def add(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """Search the directory and add a line with its role; or write somebody the directory does not know."""
    usager = door(request, usager_id, Act.WRITE, DataClass.IDENTITE)
    form = CircleForm(request.POST if request.method == "POST" and "listing" not in request.POST else None)
    if request.method == "POST" and _add(request, usager, form):
        return redirect("record:entourage", usager_id)
    text = request.GET.get("q", "").strip()
    found = (
        directory_services.search(text, structure=request.structure, by=request.post, limit=SUGGESTED) if text else None
    )
    known = {pro.mss_address for pro in selectors.circle_of(usager)} - {""}
    lines = [
        (
            directory_presenters.line(one, mark="dans le cercle" if one.mailbox_address in known else ""),
            likely_role(one),
        )
        for one in (found.listings if found else ())
    ]
    context = {"found": found, "lines": lines, "text": text, "roles": capitalised(CircleRole.choices), "usager": usager}
    if request.htmx:
        return render(request, "record/_circle_found.html", context)
    page = around(request.post, usager, "entourage", form=form, **{k: v for k, v in context.items() if k != "usager"})
    return render(request, "record/circle_add.html", page, status=422 if form.errors else 200)


def _add(request: WorkRequest, usager: Usager, form: CircleForm) -> bool:
    if "listing" in request.POST:
        return _add_listing(request, usager)
    if not form.is_valid():
        return False
    data = dict(form.cleaned_data)
    pro = services.add_to_circle(usager=usager, by=request.post, role=CircleRole(data.pop("role")), **data)
    toast(request, f"{pro.name} est dans le cercle de {usager.display_name}.")
    return True


def _add_listing(request: WorkRequest, usager: Usager) -> bool:
    listing = directory_selectors.listing(_uuid(request.POST["listing"]))
    if listing is None or request.POST.get("role") not in CircleRole.values:
        raise Http404("no such line of the directory")
    try:
        pro = services.add_to_circle(
            usager=usager, by=request.post, role=CircleRole(request.POST["role"]), listing=listing
        )
    except Refused as refusal:
        toast(request, refusal.sentence, kind="attention")
        return False
    toast(request, f"{pro.name} est dans le cercle de {usager.display_name}.")
    return True


@require_POST
def remove(request: WorkRequest, usager_id: UUID, pro_id: UUID) -> HttpResponse:
    usager = door(request, usager_id, Act.WRITE, DataClass.IDENTITE)
    pro = services.remove_from_circle(pro=get_object_or_404(selectors.circle_of(usager), pk=pro_id), by=request.post)
    toast(request, f"{pro.name} n'est plus dans le cercle ; l'historique le garde.")
    return redirect("record:entourage", usager_id)


@require_GET
@opens(Act.WRITE, DataClass.IDENTITE)
def pick(request: WorkRequest, listing_id: UUID) -> HttpResponse:
    """From the directory: beside which person?"""
    listing = directory_selectors.listing(listing_id)
    if listing is None:
        raise Http404("no such line of the directory")
    text = request.GET.get("q", "").strip()[:80]
    rows = filter_by_text(
        visible_usagers(request.post).filter(is_active=True).order_by("nom_n", "prenom_n"), text, request.structure.id
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "line": directory_presenters.line(listing),
        "page": page,
        "people": [(usager.id, person_line(usager)) for usager in page],
        "text": text,
        "role": likely_role(listing),
        "roles": capitalised(CircleRole.choices),
    }
    return render(request, "record/_circle_pick.html" if request.htmx else "record/circle_pick.html", context)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404("not an identifier") from None
