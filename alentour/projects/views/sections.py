"""Writing a section: draft as one types, and both texts side by side when a colleague saved first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from alentour.accounts.enums import Act
from alentour.accounts.http import WorkRequest
from alentour.core.doors import ClosedDoor, Refused
from alentour.projects import rules, selectors, services
from alentour.projects.enums import SectionKind
from alentour.projects.forms import SectionForm
from alentour.projects.models import Projet, Section
from alentour.projects.services import Stale
from alentour.projects.views.doors import opened
from alentour.record.presenters import around
from alentour.ui.toasts import toast

FEW = 8


@require_http_methods(["GET", "POST"])
def section(request: WorkRequest, projet_id: UUID, kind: str) -> HttpResponse:
    held, row = _opened(request, projet_id, kind)
    if request.method == "GET":
        return _fresh(request, held, row)
    form = SectionForm(request.POST)
    if not form.is_valid():
        return _page(request, held, row, form, status=422)
    text, based_on = form.cleaned_data["text"], form.cleaned_data["based_on"]
    if request.POST.get("do") == "both" and row.text.strip() not in text:
        text = f"{row.text.rstrip()}\n\n{text.lstrip()}"
    try:
        services.save_section(projet=held, kind=SectionKind(row.kind), by=request.post, text=text, based_on=based_on)
    except Stale as stale:
        return _page(request, held, row, _again(text, stale.version), stale=stale, status=409)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, held, row, form, status=422)
    toast(request, f"« {row.get_kind_display()} » est enregistré.")
    return redirect("projects:projet", held.id)


@require_POST
def keep(request: WorkRequest, projet_id: UUID, kind: str) -> HttpResponse:
    """What is being typed."""
    held, row = _opened(request, projet_id, kind)
    if not held.is_open:
        return HttpResponse(status=409)
    based_on = request.POST.get("based_on", "")
    services.keep_draft(
        projet=held, by=request.post, slot=row.kind, content={"text": request.POST.get("text", "")},
        based_on=int(based_on) if based_on.isdecimal() and len(based_on) < 9 else 0,
    )  # fmt: skip
    return HttpResponse(status=204)


@require_POST
def drop(request: WorkRequest, projet_id: UUID, kind: str) -> HttpResponse:
    """Give up one's draft and take the saved text again."""
    held, row = _opened(request, projet_id, kind)
    services.drop_draft(projet=held, by=request.post, slot=row.kind)
    return redirect("projects:section", held.id, row.kind)


def _opened(request: WorkRequest, projet_id: UUID, kind: str) -> tuple[Projet, Section]:
    held = opened(request, projet_id, Act.WRITE)
    if kind not in SectionKind.values:
        raise Http404("no such section")
    if not rules.may_write_section(request.post, SectionKind(kind)):
        raise ClosedDoor(f"écrire « {SectionKind(kind).label} »", rules.leaders())
    return held, held.sections.select_related("author__professional").get(kind=kind)


def _fresh(request: WorkRequest, held: Projet, row: Section) -> HttpResponse:
    draft = selectors.draft_of(request.post, held, row.kind)
    text, based_on = (draft.content.get("text", ""), draft.based_on) if draft else (row.text, row.version)
    if draft is None or based_on == row.version or text == row.text:
        return _page(request, held, row, _again(text, row.version), draft=draft)
    stale = Stale(current={"text": row.text}, version=row.version, by=row.author, at=row.updated_at)
    return _page(request, held, row, _again(text, row.version), draft=draft, stale=stale)


def _again(text: str, version: int) -> SectionForm:
    return SectionForm(initial={"text": text, "based_on": version})


def _page(
    request: WorkRequest, held: Projet, row: Section, form: SectionForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "projet": held, "section": row, "form": form, "before": selectors.revisions_of(held, row.id)[:FEW],
        "writing": selectors.writing_now(request.post, held, row.kind), **more,
    }  # fmt: skip
    page = around(request.post, held.usager, "projet", **context)
    return render(request, "projects/section.html", page, status=status)
