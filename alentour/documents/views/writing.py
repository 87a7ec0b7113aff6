"""Writing a document: choose which, write its sections, see both texts when a colleague saved first, look at the page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.core.doors import ClosedDoor, Refused
from alentour.documents import outlines, presenters_writing, selectors, services
from alentour.documents.models import Document
from alentour.documents.services import Said, Written
from alentour.documents.views.page import around
from alentour.record.access import door
from alentour.ui.toasts import toast


@require_http_methods(["GET", "POST"])
def choose(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """Which document to write about this person; choosing begins the draft, or opens the one already begun."""
    usager = door(request, usager_id, Act.READ, DataClass.IDENTITE)
    offered = outlines.offered_to(request.post)
    if not offered:
        raise ClosedDoor("écrire un document", ())
    if request.method == "GET":
        return render(request, "documents/choose.html", around(request, usager, offered=offered))
    outline = next((one for one in offered if one.slug == request.POST.get("modele")), None)
    if outline is None:
        raise Http404("no such outline for this post")
    door(request, usager_id, Act.READ, outline.traits.data_class)
    return redirect("documents:write", services.begin(post=request.post, usager=usager, outline=outline).id)


@require_http_methods(["GET", "POST"])
def write(request: WorkRequest, document_id: UUID) -> HttpResponse:
    """All the sections on one page; saving tells apart what was saved and what a colleague wrote meanwhile."""
    document = selectors.written_draft(request, document_id)
    if document.state != "brouillon":
        return redirect("documents:view", document.id)
    if request.method == "GET":
        return _page(request, document)
    said = _said(request)
    try:
        done = services.write(document=document, by=request.post, said=said, title=request.POST.get("titre", ""))
    except Refused as refusal:
        return _page(request, document, said=said, trouble=refusal.sentence, status=422)
    if done.clashes:
        return _page(request, document, done=done, status=409)
    toast(request, "Brouillon enregistré.")
    return redirect("documents:view" if request.POST.get("geste") == "relire" else "documents:write", document.id)


@require_POST
def keep(request: WorkRequest, document_id: UUID) -> HttpResponse:
    """What is being typed."""
    document = selectors.written_draft(request, document_id)
    try:
        services.keep_typing(document=document, by=request.post, said=_said(request))
    except Refused:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@require_POST
def take_again(request: WorkRequest, document_id: UUID, slug: str) -> HttpResponse:
    """A section, from the record of now."""
    document = selectors.written_draft(request, document_id)
    if outlines.outline_of(document.template).part(slug) is None:
        raise Http404("no such section")
    typed = {name: one for name, one in _said(request).items() if name != slug}
    try:
        services.keep_typing(document=document, by=request.post, said=typed)
        services.take_again(document=document, by=request.post, slug=slug)
        toast(request, "Repris du dossier tel qu'il est maintenant.")
    except Refused as refusal:
        toast(request, refusal.sentence, kind="danger")
    return redirect("documents:write", document.id)


@require_POST
def ready(request: WorkRequest, document_id: UUID) -> HttpResponse:
    """Read again: it waits for who signs."""
    document = selectors.written_draft(request, document_id)
    try:
        services.say_ready(document=document, by=request.post)
        toast(request, "Relu : il attend d'être signé.")
    except Refused as refusal:
        toast(request, refusal.sentence, kind="danger")
    return redirect("documents:view", document.id)


def _said(request: WorkRequest) -> dict[str, Said]:
    """The sections as they came: ``texte-<slug>`` and the version it was read at, ``lu-<slug>``."""
    found = {}
    for name, text in request.POST.items():
        if not name.startswith("texte-"):
            continue
        read = request.POST.get(f"lu-{name[6:]}", "")
        found[name[6:36]] = Said(text=str(text), based_on=int(read) if read.isdecimal() and len(read) < 9 else 0)
    return found


def _page(
    request: WorkRequest, document: Document, *, said: dict[str, Said] | None = None, done: Written | None = None,
    trouble: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    assert document.usager is not None
    context: dict[str, Any] = {
        "document": document,
        "parts": presenters_writing.parts(document, request.post, said=said, clashes=done.clashes if done else ()),
        "clashes": bool(done and done.clashes),
        "resumed": said is None and done is None and presenters_writing.typing_of(document, request.post),
        "others": presenters_writing.writing_now(document, request.post),
        "trouble": trouble,
    }
    return render(request, "documents/write.html", around(request, document.usager, **context), status=status)
