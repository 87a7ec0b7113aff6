"""Writing a document with several hands: begun from the record, written section by section, nobody overwriting anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.core import trace
from alentour.core.doors import ClosedDoor, Refused
from alentour.documents import prefill
from alentour.documents.enums import State
from alentour.documents.models import Document, Passage, Typing
from alentour.documents.outlines import Outline, outline_of
from alentour.documents.services.life import locked
from alentour.documents.services.making import new_document
from alentour.documents.services.sections import new_passage, remember, require_whole
from alentour.identity.models import Usager

LONGEST = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a hand wrote in a section, and the version it had read."""

    text: str
    based_on: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A colleague saved this section first. ``theirs`` is what is kept, ``mine`` what was typed; neither was lost."""

    slug: str
    theirs: str
    mine: str
    version: int
    by: Post | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What :func:`write` saved, and what it could not."""

    saved: tuple[str, ...]
    clashes: tuple[Clash, ...]


@transaction.atomic
def begin(*, post: Post, usager: Usager, outline: Outline, title: str = "") -> Document:
    """A draft with what the record proposes to ``post`` in each section. Asking twice gives the draft already begun."""
    outline.require_begin(post)
    Usager.objects.select_for_update(of=("self",)).filter(pk=usager.pk).values_list("pk", flat=True).first()
    open_one = Document.objects.filter(
        structure_id=post.structure_id, usager=usager, template=outline.slug, state=State.BROUILLON
    ).first()
    if open_one is not None:
        return open_one
    document = new_document(
        post=post, usager=usager, kind=outline.kind, title=title or outline.title, template=outline.slug
    )
    for rank, part in enumerate(outline.parts):
        content = prefill.propose(part.prefill, post, usager)
        new_passage(document, rank=rank, slug=part.slug, content=content)
    return document


@transaction.atomic
def write(*, document: Document, by: Post, said: Mapping[str, Said], title: str = "") -> Written:
    """Save the sections that ``by`` changed. One that a colleague saved since is left as it is and told (:class:`Clash`):
    what was typed in it is kept aside for ``by``.
    """
    row, outline = _open(document, by)
    passages = {one.slug: one for one in row.passages.select_related("author__professional")}
    saved, clashes, aside = [], [], {}
    for slug, words in said.items():
        passage = passages.get(slug)
        if passage is None or "table" in passage.content:
            continue
        text = tidy(words.text)
        if not _changed(passage, text, words.based_on):
            continue
        part = outline.part(slug)
        if part is None or not part.may_write(by):
            raise ClosedDoor(f"écrire « {part.label if part else slug} »", _labels(part))
        if words.based_on != passage.version:
            clashes.append(
                Clash(
                    slug=slug, theirs=passage.text, mine=text, version=passage.version, by=passage.author,
                    at=passage.updated_at,
                )
            )  # fmt: skip
            aside[slug] = {"text": text, "based_on": passage.version}
            continue
        passage.content, passage.author, passage.version = {"text": text}, by, passage.version + 1
        passage.save()
        remember(passage)
        saved.append(slug)
    _settle(row, by, saved, title)
    _put_aside(row, by, aside)
    return Written(saved=tuple(saved), clashes=tuple(clashes))


def tidy(value: str) -> str:
    text = value.strip().replace("\r\n", "\n")
    if len(text) > LONGEST:
        raise Refused(f"Ce texte est trop long ({len(text)} caractères) : {LONGEST} au plus, ou joignez un document.")
    return text


def _changed(passage: Passage, text: str, based_on: int) -> bool:
    """Whether this hand changed what it had read: a page left open does not fight with what it never touched."""
    if text == passage.text:
        return False
    if based_on == passage.version:
        return True
    read = passage.revisions.filter(version=based_on).first()
    return read is None or text != str(read.content.get("text", ""))


def _labels(part: Any) -> tuple[str, ...]:
    return tuple(one.label for one in part.metiers) if part and part.metiers else ()


def _open(document: Document, by: Post) -> tuple[Document, Outline]:
    row = locked(document)
    if row.state != State.BROUILLON:
        raise Refused(f"Ce document est {row.get_state_display()} : préparez une nouvelle version pour le modifier.")
    outline = outline_of(row.template)
    if not outline.may_write(by):
        outline.require_begin(by)
    return row, outline


def _settle(row: Document, by: Post, saved: list[str], title: str) -> None:
    given = title.strip()[:200]
    if saved or (given and given != row.title):
        row.title, row.effective_at = given or row.title, timezone.now()
        row.ready_by = row.ready_at = None
        row.save()
        trace.record("document.edited", by=by, usager_id=row.usager_id, target=row, sections=saved)


def _put_aside(row: Document, by: Post, aside: dict[str, Any]) -> None:
    if not aside:
        Typing.objects.filter(document=row, post=by).delete()
        return
    Typing.objects.update_or_create(
        document=row, post=by, defaults={"structure_id": row.structure_id, "content": aside}
    )


@transaction.atomic
def keep_typing(*, document: Document, by: Post, said: Mapping[str, Said]) -> None:
    """Keep what ``by`` is typing, for them alone, until they save; texts are cut at what a save would refuse anyway."""
    row, _ = _open(document, by)
    held = {one.slug: one for one in row.passages.all()}
    content = {
        slug: {"text": one.text[: 2 * LONGEST], "based_on": one.based_on}
        for slug, one in said.items()
        if slug in held and _changed(held[slug], one.text.strip().replace("\r\n", "\n"), one.based_on)
    }
    _put_aside(row, by, content)


@transaction.atomic
def drop_typing(*, document: Document, by: Post) -> None:
    Typing.objects.filter(document=document, post=by).delete()


@transaction.atomic
def take_again(*, document: Document, by: Post, slug: str) -> Passage:
    """Take a section from the record again (the constantes of today, the plan of now); what was written stays in its revisions."""
    row, outline = _open(document, by)
    part = outline.part(slug)
    if part is None or not part.prefill or row.usager is None:
        raise Refused("Cette rubrique ne vient pas du dossier.")
    if not part.may_write(by):
        raise ClosedDoor(f"écrire « {part.label} »", _labels(part))
    passage: Passage = row.passages.get(slug=slug)
    passage.content = prefill.propose(part.prefill, by, row.usager)
    passage.version, passage.author = passage.version + 1, by
    passage.save()
    remember(passage)
    _settle(row, by, [slug], "")
    return passage


@transaction.atomic
def say_ready(*, document: Document, by: Post) -> Document:
    """Read again and ready to be signed by who may; any change takes it back."""
    row, outline = _open(document, by)
    require_whole(row, outline)
    row.ready_by, row.ready_at = by, timezone.now()
    row.save(update_fields=["ready_by", "ready_at", "updated_at"])
    trace.record("document.ready", by=by, usager_id=row.usager_id, target=row)
    return row
