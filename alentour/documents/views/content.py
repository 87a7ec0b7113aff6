"""The bytes of a document, to those who may read it: traced, never cached, never with a type a browser could execute."""

from __future__ import annotations

from uuid import UUID

from csp.constants import NONE, SELF
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from alentour.accounts.http import WorkRequest
from alentour.core import files, trace
from alentour.documents import pdf, selectors
from alentour.documents.enums import State
from alentour.documents.models import Document
from alentour.documents.services import content as content_of

SHOWN = {"application/pdf": "pdf", "image/jpeg": "jpg", "text/plain": "txt"}
# The viewer of the browser is the only thing that may run on these bytes.
POLICY = {
    "default-src": [NONE],
    "object-src": [SELF],
    "img-src": [SELF],
    "style-src": ["'unsafe-inline'"],
    "frame-ancestors": [SELF],
}


@require_GET
def content(request: WorkRequest, document_id: UUID) -> HttpResponse:
    """Shown in the page; of a draft prescription, the page as it will be once signed."""
    document = selectors.open_document(request, document_id)
    if document.state == State.BROUILLON and document.content.get("lines"):
        return serve(pdf.ordonnance(document, prescriber=request.post), "application/pdf", name_of(document))
    trace.read("document.read", by=request.post, usager_id=document.usager_id, target=document)
    if document.state == State.BROUILLON and document.is_written:
        return serve(pdf.written(document, signer=request.post, draft=True), "application/pdf", name_of(document))
    return serve(content_of(document), document.media_type, name_of(document))


@require_GET
def thumbnail(request: WorkRequest, document_id: UUID) -> HttpResponse:
    document = selectors.open_document(request, document_id)
    if document.thumbnail is None:
        raise Http404("no thumbnail")
    return serve(files.read(document.thumbnail), "image/jpeg", "vignette.jpg")


@require_GET
def download(request: WorkRequest, document_id: UUID) -> HttpResponse:
    """A copy leaves the house on somebody's disk: its own trace (specs/product §3.2, 4)."""
    document = selectors.open_document(request, document_id)
    trace.record("document.downloaded", by=request.post, usager_id=document.usager_id, target=document)
    return serve(content_of(document), document.media_type, name_of(document), attached=True)


@require_GET
def of_item(request: WorkRequest, item_id: UUID) -> HttpResponse:
    """The content of a document of the tray, for who files and reads such documents."""
    item = selectors.open_item(request, item_id)
    document = item.document
    if document is None or document.usager_id is not None or not selectors.may_see_content(request.post, document):
        raise Http404("nothing to show to this post")
    trace.read("document.read", by=request.post, target=document)
    return serve(content_of(document), document.media_type, name_of(document))


def name_of(document: Document) -> str:
    """A name for a disk: nature and day, never a person."""
    extension = SHOWN.get(document.media_type, "bin")
    return f"{document.kind.replace('_', '-')}-{document.effective_at:%Y-%m-%d}.{extension}"


def serve(data: bytes, media_type: str, name: str, *, attached: bool = False) -> HttpResponse:
    shown = media_type in SHOWN
    charset = "; charset=utf-8" if media_type == "text/plain" else ""
    response = HttpResponse(data, content_type=f"{media_type}{charset}" if shown else "application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(attached or not shown, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response._csp_replace = POLICY  # type: ignore[attr-defined]  # read by django-csp
    return response
