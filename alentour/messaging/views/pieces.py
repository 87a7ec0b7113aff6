"""The bytes of an attachment, to those who read its conversation."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest, opens
from alentour.accounts.rights import require
from alentour.core import files, trace
from alentour.documents.services import content
from alentour.messaging import selectors
from alentour.record.access import meets

SHOWN = {"image/jpeg", "image/png", "application/pdf"}


@require_GET
@opens(Act.READ, DataClass.MESSAGERIE)
def piece(request: WorkRequest, attachment_id: UUID) -> HttpResponse:
    """Pictures and PDF are shown, anything else is downloaded; never with a type a browser could execute."""
    attachment = selectors.attachment_of(request.post, attachment_id)
    if attachment is None:
        trace.record("piece.hidden", by=request.post, result="refused", piece=attachment_id)
        raise Http404("no such attachment for this post")
    if attachment.document is not None:
        if attachment.document.usager_id is not None:
            meets(request.post, attachment.document.usager_id)
        require(request.post, Act.READ, attachment.document.traits.data_class)
        data, media_type = content(attachment.document), attachment.document.media_type
    elif attachment.file is not None:
        data, media_type = files.read(attachment.file), attachment.media_type
    else:
        raise Http404("no content")
    trace.read("piece.read", by=request.post, usager_id=attachment.message.thread.usager_id, target=attachment)
    shown = media_type in SHOWN
    response = HttpResponse(data, content_type=media_type if shown else "application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(not shown, attachment.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
