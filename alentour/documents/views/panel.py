"""The documents of a person: only those this métier opens."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.core import trace
from alentour.documents import kinds, outlines, presenters, selectors
from alentour.documents.enums import DocumentKind
from alentour.documents.views.page import around
from alentour.record.access import door

PER_PAGE = 25


@require_GET
def panel(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """The tab « Documents », filtered and paged; HTMX receives the list alone."""
    usager = door(request, usager_id, Act.READ, DataClass.IDENTITE)
    kind, text = request.GET.get("nature", ""), request.GET.get("q", "").strip()[:80]
    every_version = "versions" in request.GET
    rows = selectors.listed(request.post, usager, kind=kind, text=text, every_version=every_version)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    trace.read("documents.listed", by=request.post, usager_id=usager.id, count=page.paginator.count)
    context = {
        "page": page,
        "cards": [presenters.card(document) for document in page],
        "kind": kind,
        "q": text,
        "every_version": every_version,
        "filtered": bool(kind or text),
    }
    if request.htmx:
        return render(request, "documents/_list.html", context)
    return render(request, "documents/panel.html", around(request, usager, **context, **_offers(request)))


def _offers(request: WorkRequest) -> dict[str, object]:
    """The filters and the buttons this post has a use for."""
    return {
        "kinds": [kinds.kind_of(kind) for kind in kinds.readable_kinds(request.post)],
        "may_urgency": kinds.kind_of(DocumentKind.DLU).may_read(request.post),
        "may_photo": bool(kinds.writable_kinds(request.post, "photo")),
        "may_prescribe": bool(kinds.writable_kinds(request.post, "ordonnance")),
        "may_write": bool(outlines.offered_to(request.post)),
        "may_scan": bool(kinds.scannable_kinds(request.post)),
    }
