"""The rows of a written document: born with their first text, remembered at each save, carried to the next version."""

from __future__ import annotations

from typing import Any

from alentour.core.doors import Refused
from alentour.documents.models import Document, Passage, PassageRevision
from alentour.documents.outlines import Outline
from alentour.documents.written import says_something


def new_passage(document: Document, *, rank: int, slug: str, content: dict[str, Any], **more: Any) -> Passage:
    passage = Passage.objects.create(
        structure_id=document.structure_id, document=document, rank=rank, slug=slug, content=content, **more
    )
    remember(passage)
    return passage


def remember(passage: Passage) -> None:
    PassageRevision.objects.create(
        structure_id=passage.structure_id, passage=passage, version=passage.version, content=passage.content,
        author_id=passage.author_id,
    )  # fmt: skip


def copy_passages(old: Document, new: Document) -> None:
    """The next version starts from the text of the one it replaces, each section with who wrote it."""
    for one in old.passages.all():
        new_passage(new, rank=one.rank, slug=one.slug, content=one.content, author_id=one.author_id)


def require_whole(row: Document, outline: Outline) -> None:
    """Refuse in words what lacks a section that this document needs."""
    held = {one.slug: one for one in row.passages.all() if says_something(one)}
    missing = [part.label or "le texte" for part in outline.parts if part.required and part.slug not in held]
    if missing:
        raise Refused(f"Il manque encore : {', '.join(missing)}.")
