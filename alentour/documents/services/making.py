"""What every document made here shares: its row, its files, its trace."""

from __future__ import annotations

from typing import Any

from alentour.accounts.models import Post
from alentour.core import files, trace
from alentour.core.doors import Refused
from alentour.documents import gateway
from alentour.documents.enums import DocumentKind
from alentour.documents.kinds import kind_of
from alentour.documents.models import Document
from alentour.documents.soundness import lacks_of, told
from alentour.identity.models import Usager

PDF, JPEG, TEXT = "application/pdf", "image/jpeg", "text/plain"


def new_document(*, post: Post, usager: Usager, kind: DocumentKind, title: str, **fields: Any) -> Document:
    """A draft of this post about this person, saved and traced; ``fields`` are those of :class:`Document`."""
    row = kind_of(kind)
    ours = {"author_name": str(post.professional), "author_structure": post.structure.name}
    document = Document(
        structure_id=post.structure_id,
        usager=usager,
        kind=kind,
        type_code=row.type_code,
        type_system=row.system,
        title=title.strip()[:200] or row.label,
        author=post,
        **{**ours, **{name: value for name, value in fields.items() if value not in ("", None)}},
    )
    document.save(force_insert=True)
    trace.record(
        "document.created", by=post, usager_id=usager.id, target=document, kind=kind, oid=document.document_oid
    )
    return document


def put_body(document: Document, data: bytes, media_type: str, *, thumbnail: bytes | None = None) -> None:
    """Store the file of a document, encrypted; the row is saved by the caller."""
    document.media_type = media_type
    document.body = files.store(data, media_type=media_type, structure_id=document.structure_id)
    if thumbnail is not None:
        document.thumbnail = files.store(thumbnail, media_type=JPEG, structure_id=document.structure_id)


def put_cda(document: Document, cda: bytes, *, carries_ins: bool) -> None:
    """Store the form that travels; the row is saved by the caller.

    Strict with ours, by our own rules: :class:`Refused` says what it lacks and who can repair it, and the document stays the
    draft it was. Lenient with what comes from elsewhere.
    """
    lacks = lacks_of(gateway.faults_of(cda)) if document.is_ours else ()
    if lacks:
        raise Refused(told(lacks, "Ce document reste en brouillon."))
    document.cda = files.store(cda, media_type="application/xml", structure_id=document.structure_id)
    document.carries_ins = carries_ins
