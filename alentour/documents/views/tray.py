"""« À classer »: what arrived and needs a person to say whose it is."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest, opens
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.documents import matching, presenters, selectors, services
from alentour.documents.enums import DocumentKind
from alentour.documents.forms import KindForm
from alentour.documents.models import FilingItem
from alentour.documents.received import Identity
from alentour.identity import selectors as people
from alentour.identity.mapping import differing, traits_of
from alentour.identity.matching import Candidate
from alentour.identity.models import Usager
from alentour.record.access import door, visible_usagers
from alentour.ui.toasts import toast

PER_PAGE = 25


@require_GET
@opens(Act.WRITE, DataClass.INS)
def tray(request: WorkRequest) -> HttpResponse:
    """The tray of the structure."""
    page = Paginator(selectors.to_file(request.post), PER_PAGE).get_page(request.GET.get("page"))
    trace.read("filing.listed", by=request.post, count=page.paginator.count)
    context = {"page": page, "lines": [presenters.tray_line(item) for item in page], "aside": False}
    return render(request, "documents/_tray.html" if request.htmx else "documents/tray.html", context)


@require_GET
@opens(Act.WRITE, DataClass.INS)
def set_apart(request: WorkRequest) -> HttpResponse:
    """What was set aside, with the reason; it can be taken back."""
    page = Paginator(selectors.set_apart(request.post), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": [presenters.tray_line(item) for item in page], "aside": True}
    return render(request, "documents/_tray.html" if request.htmx else "documents/tray.html", context)


@require_GET
def item(request: WorkRequest, item_id: UUID) -> HttpResponse:
    """One item: the identity it carries beside those of the persons it could be."""
    row = selectors.open_item(request, item_id)
    if row.document is not None and row.document.usager_id is not None:
        return redirect("documents:view", row.document.id)
    identity = presenters.identity_in(row)
    text = request.GET.get("q", "").strip()[:80]
    context = {
        "item": row,
        "document": row.document,
        "identity": identity,
        "cards": presenters.candidate_cards(_candidates(request, row, identity, text), identity)
        if row.document
        else [],
        "q": text,
        "kind_form": KindForm(post=request.post) if row.document and not row.document.type_code else None,
        "may_see": bool(
            row.document and row.document.body_id and selectors.may_see_content(request.post, row.document)
        ),
    }
    return render(request, "documents/_candidates.html" if request.htmx else "documents/item.html", context)


def _candidates(request: WorkRequest, item: FilingItem, identity: Identity, text: str) -> list[Candidate]:
    """Those a search names; else those the identity resembles, the person of the conversation first."""
    if text:
        found = [
            _compared(usager, identity)
            for usager in people.search(structure=request.structure, text=text, within=visible_usagers(request.post))[
                :8
            ]
        ]
    else:
        found = list(matching.candidates(item.structure, identity))
        if item.hint_id and all(one.usager.pk != item.hint_id for one in found):
            hinted = Usager.objects.for_post(request.post).filter(pk=item.hint_id).first()
            found = [_compared(hinted, identity), *found] if hinted else found
    met = selectors.may_meet(request.post, [one.usager for one in found])
    return [one for one in found if one.usager.pk in met]


def _compared(usager: Usager, identity: Identity) -> Candidate:
    traits = matching.traits_in(identity)
    same = bool(identity.matricule) and (identity.matricule, identity.ins_oid) == (usager.matricule, usager.ins_oid)
    return Candidate(usager, differing(traits_of(usager), traits) if traits else (), same)


@require_POST
def file(request: WorkRequest, item_id: UUID) -> HttpResponse:
    """One gesture: in this person's record, with its undo."""
    row = selectors.open_item(request, item_id)
    usager = door(request, _uuid(request.POST.get("usager", "")), Act.READ, DataClass.IDENTITE)
    kind = request.POST.get("kind", "")
    try:
        document = services.file_item(
            item=row,
            usager=usager,
            by=request.post,
            kind=DocumentKind(kind) if kind in DocumentKind.values else None,
            despite_ins="malgre_ins" in request.POST,
        )
    except Refused as refusal:
        toast(request, refusal.sentence, kind="danger")
        return redirect("documents:item", row.id)
    undo = reverse("documents:unfile", args=[document.id])
    toast(request, f"Document classé dans le dossier de {usager.display_name}.", undo_url=undo)
    return redirect("documents:tray")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404("not a person") from None


@require_POST
def put_aside(request: WorkRequest, item_id: UUID) -> HttpResponse:
    row = selectors.open_item(request, item_id)
    try:
        services.set_aside(item=row, by=request.post, reason=request.POST.get("motif", ""))
    except Refused as refusal:
        toast(request, refusal.sentence, kind="danger")
        return redirect("documents:item", row.id)
    toast(request, "Document écarté. Il reste consultable.", undo_url=reverse("documents:take-back", args=[row.id]))
    return redirect("documents:tray")


@require_POST
def take_back(request: WorkRequest, item_id: UUID) -> HttpResponse:
    row = selectors.open_item(request, item_id)
    try:
        services.take_back(item=row, by=request.post)
    except Refused as refusal:
        toast(request, refusal.sentence, kind="danger")
    return redirect("documents:item", row.id)
