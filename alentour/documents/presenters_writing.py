"""The sections of a draft as the writing screen shows them: whose, from where, what is typed, what a colleague wrote meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from alentour.accounts.models import Post
from alentour.documents.models import Document, Passage, PassageRevision, Typing
from alentour.documents.outlines import Part, outline_of
from alentour.documents.services.writing import Clash, Said

RECENTLY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartShown:
    """One section. ``clash`` holds the text of a colleague beside ``text``; ``closed_to`` says who writes it instead of this post."""

    slug: str
    label: str
    prompt: str
    required: bool
    text: str
    version: int
    rows: int
    writable: bool
    closed_to: str
    from_record: bool
    by: str
    at: datetime
    table: Mapping[str, Any] | None
    clash: Clash | None


def parts(
    document: Document, post: Post, *, said: Mapping[str, Said] | None = None, clashes: Sequence[Clash] = ()
) -> list[PartShown]:
    """Three queries whatever the length: the sections, their authors, what this post was typing."""
    held = {one.slug: one for one in document.passages.select_related("author__professional")}
    typed = said if said is not None else _typed(document, post)
    fights = {one.slug: one for one in clashes}
    return [
        _shown(part, held[part.slug], post, typed, fights.get(part.slug))
        for part in outline_of(document.template).parts
        if part.slug in held
    ]


def _shown(part: Part, passage: Passage, post: Post, typed: Mapping[str, Said], clash: Clash | None) -> PartShown:
    mine = typed.get(part.slug)
    text = clash.mine if clash else mine.text if mine else passage.text
    if clash is None and mine and mine.based_on != passage.version and mine.text != passage.text:
        clash = Clash(
            slug=part.slug, theirs=passage.text, mine=mine.text, version=passage.version, by=passage.author,
            at=passage.updated_at,
        )  # fmt: skip
    return PartShown(
        slug=part.slug,
        label=part.label or "Texte",
        prompt=part.prompt,
        required=part.required,
        text=text,
        version=passage.version,
        rows=min(16, max(3, text.count("\n") + 2 + len(text) // 90)),
        writable=part.may_write(post),
        closed_to="" if part.metiers is None else ", ".join(one.label for one in part.metiers),
        from_record=bool(part.prefill),
        by=str(passage.author.professional) if passage.author else "",
        at=passage.updated_at,
        table=passage.content.get("table"),
        clash=clash,
    )


def typing_of(document: Document, post: Post) -> Typing | None:
    return Typing.objects.filter(document=document, post=post).first()


def _typed(document: Document, post: Post) -> dict[str, Said]:
    """What this post was typing, and did not save."""
    found = typing_of(document, post)
    return {slug: Said(**one) for slug, one in found.content.items()} if found else {}


def writing_now(document: Document, post: Post) -> list[Post]:
    """The colleagues who typed in this document in the last minutes."""
    rows = Typing.objects.filter(document=document, at__gte=timezone.now() - RECENTLY).exclude(post=post)
    return [one.post for one in rows.select_related("post__professional")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text that a section had."""

    by: str
    at: datetime
    text: str
    is_table: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A section and every text it had, the last first."""

    slug: str
    label: str
    texts: list[Text]


def histories(document: Document) -> list[History]:
    """The sections in the order of the page (one query)."""
    outline = outline_of(document.template)
    found: dict[str, History] = {}
    rows = PassageRevision.objects.filter(structure_id=document.structure_id, passage__document=document)
    for row in rows.select_related("passage", "author__professional").order_by("passage__rank", "-version"):
        part = outline.part(row.passage.slug)
        label = (part.label if part else "") or "Le texte"
        held = found.setdefault(row.passage.slug, History(slug=row.passage.slug, label=label, texts=[]))
        by = str(row.author.professional) if row.author else "Proposé par le dossier"
        held.texts.append(
            Text(by=by, at=row.at, text=str(row.content.get("text", "")), is_table="table" in row.content)
        )
    return list(found.values())
