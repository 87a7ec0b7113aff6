"""Writing a prescription: lines, then the page as it will be printed, then the signature."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.core.doors import Refused
from alentour.documents import kinds, selectors
from alentour.documents.enums import DocumentKind, State
from alentour.documents.forms import LineForm, LineFormSet, OrdonnanceForm
from alentour.documents.models import Document
from alentour.documents.services import create_ordonnance, edit_ordonnance
from alentour.documents.services.ordonnance import MAX_LINES
from alentour.documents.views.page import around
from alentour.identity.models import Usager
from alentour.record.access import door

PREFIX = "lignes"


@require_http_methods(["GET", "POST"])
def new(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """A blank prescription; kept as a draft, it is shown as it will be printed, and signed there."""
    usager = door(request, usager_id, Act.READ, DataClass.PRESCRIPTION)
    kinds.kind_of(DocumentKind.ORDONNANCE).require(request.post, Act.WRITE)
    return _screen(request, usager, None)


@require_http_methods(["GET", "POST"])
def edit(request: WorkRequest, document_id: UUID) -> HttpResponse:
    """The same screen, on a draft."""
    document = selectors.open_document(request, document_id, Act.WRITE)
    if document.is_written:
        return redirect("documents:write", document.id)
    if document.usager is None or document.state != State.BROUILLON:
        return redirect("documents:view", document.id)
    return _screen(request, document.usager, document)


def _screen(request: WorkRequest, usager: Usager, draft: Document | None) -> HttpResponse:
    asked = request.POST.get("geste", "")
    data = _with_more_lines(request) if asked == "ligne" else request.POST
    form = OrdonnanceForm(data or None, post=request.post, initial=_initial(draft))
    lines: BaseFormSet[LineForm] = LineFormSet(
        data or None, prefix=PREFIX, initial=draft.content["lines"] if draft else None
    )
    trouble, status = "", 200
    if request.method == "POST" and asked != "ligne":
        status = 422
        if form.is_valid() and lines.is_valid():
            try:
                return redirect("documents:view", _keep(request, usager, draft, form, lines).id)
            except Refused as refusal:
                trouble = refusal.sentence
    context = {"form": form, "lines": lines, "trouble": trouble, "draft": draft, "max_lines": MAX_LINES}
    if request.htmx:
        return render(request, "documents/_ordonnance_form.html", {**context, "usager": usager}, status=status)
    return render(request, "documents/ordonnance.html", around(request, usager, **context), status=status)


def _initial(draft: Document | None) -> dict[str, Any]:
    if draft is None:
        return {}
    return {
        **draft.content,
        "kind": draft.kind,
        "title": draft.title,
        "valid_until": draft.content["valid_until"] or None,
    }


def _with_more_lines(request: WorkRequest) -> Any:
    """The same form with two more lines, nothing lost; works without JavaScript."""
    data = request.POST.copy()
    total = int(data.get(f"{PREFIX}-TOTAL_FORMS") or 0) if str(data.get(f"{PREFIX}-TOTAL_FORMS", "")).isdigit() else 0
    data[f"{PREFIX}-TOTAL_FORMS"] = str(min(total + 2, MAX_LINES))
    return data


def _keep(
    request: WorkRequest, usager: Usager, draft: Document | None, form: OrdonnanceForm, lines: BaseFormSet[LineForm]
) -> Document:
    given = {name: form.cleaned_data[name] for name in ("valid_until", "renewals", "note", "title")}
    written = [line.line() for line in lines]
    if draft is not None:
        return edit_ordonnance(document=draft, by=request.post, lines=written, **given)
    kind = DocumentKind(form.cleaned_data["kind"])
    return create_ordonnance(post=request.post, usager=usager, lines=written, kind=kind, **given)
