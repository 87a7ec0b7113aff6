"""A paper that is scanned, a file that is handed over: PDF, JPEG or PNG, kept as a document of the record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from alentour.accounts.models import Post
from alentour.core.doors import ClosedDoor
from alentour.documents import images, pdf
from alentour.documents.enums import DocumentKind, Provenance
from alentour.documents.kinds import kind_of
from alentour.documents.models import Document
from alentour.documents.services.life import sign
from alentour.documents.services.making import JPEG, PDF, new_document, put_body
from alentour.identity.models import Usager


@transaction.atomic
def create_scan(
    *,
    post: Post,
    usager: Usager,
    kind: DocumentKind,
    data: bytes,
    title: str = "",
    author_name: str = "",
    author_structure: str = "",
    dated: datetime | None = None,
    note: str = "",
) -> Document:
    """Keep a copy. ``author_name`` and ``author_structure`` are those written on the paper; empty when it is ours.

    The copy is signed by who scans it, as a faithful copy: it takes the right to read such a document and to write at its door.
    """
    _require(kind, post)
    images.check_size(data)
    document = new_document(
        post=post,
        usager=usager,
        kind=kind,
        title=title,
        note=note,
        provenance=Provenance.SCAN,
        effective_at=dated,
        author_name=author_name.strip()[:160],
        author_structure=author_structure.strip()[:200],
        content={"copy": bool(author_name.strip())},
    )
    _put_file(document, data)
    return sign(document=document, by=post)


def _require(kind: DocumentKind, post: Post) -> None:
    row = kind_of(kind)
    if not row.may_scan(post):
        raise ClosedDoor(f"numériser ce document ({row.label.lower()})", row.scanners())


def _put_file(document: Document, data: bytes) -> None:
    """A PDF made harmless, or a picture of the paper as a JPEG."""
    if pdf.looks_like(data):
        put_body(document, pdf.made_safe(data), PDF)
    else:
        prepared = images.prepare(data)
        put_body(document, prepared.jpeg, JPEG, thumbnail=prepared.thumbnail)
    document.save()
