"""Every kind of document made for a person, judged, and undone: what a check of the whole house is made of."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pikepdf
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.core import files
from alentour.core.doors import ClosedDoor, Refused
from alentour.documents import gateway, kinds
from alentour.documents.enums import DocumentKind
from alentour.documents.models import Document
from alentour.documents.outlines import Outline, outlines
from alentour.documents.services.leaving_now import leave
from alentour.documents.services.life import validate
from alentour.documents.services.ordonnance import Line, create_ordonnance
from alentour.documents.services.scan import create_scan
from alentour.documents.services.urgency import establish
from alentour.documents.services.writing import Said, begin, write
from alentour.documents.urgence.leaving import Departure
from alentour.identity.models import Usager

Make = Callable[[Post, Usager], Document]


class NothingToSay(Exception):
    """The record has nothing for a table that this document is made of."""


@dataclass(slots=True)
class Tally:
    """What came of one document, person after person."""

    made: int = 0
    nobody: int = 0
    empty: int = 0
    errors: Counter[str] = field(default_factory=Counter)


def recipes() -> dict[str, Make]:
    """Every document that can be made here: outlines, ordonnances, urgency documents, and the copy of a paper of each kind."""
    found: dict[str, Make] = {f"écrit : {slug}": _writes(one) for slug, one in outlines().items()}
    found["liaison d'urgence"] = lambda post, usager: establish(post=post, usager=usager)
    found["départ aux urgences"] = _leaves
    for kind, row in kinds.table().items():
        if row.made_here == "ordonnance":
            found[f"ordonnance : {kind}"] = _prescribes(kind)
        if row.made_here not in {"", "photo"}:
            found[f"copie : {kind}"] = _copies(kind)
    return found


def prove(usager: Usager, posts: Sequence[Post], tallies: dict[str, Tally]) -> Iterator[str]:
    """Make each document of :func:`recipes` in the name of the first post that may, judge it, and leave no trace of it.

    Yields the name of each as it is done. A person for whom nobody may make a document is counted, not failed.
    """
    for name, make in recipes().items():
        _prove(usager, posts, make, tallies.setdefault(name, Tally()))
        yield name


def _prove(usager: Usager, posts: Sequence[Post], make: Make, tally: Tally) -> None:
    for post in posts:
        written: list[str] = []
        try:
            with transaction.atomic():
                document = make(post, usager)
                written += [one.path for one in (document.body, document.cda, document.thumbnail) if one]
                assert document.cda is not None
                found = gateway.judged(files.read(document.cda))
                transaction.set_rollback(True)
        except ClosedDoor:
            continue
        except NothingToSay:
            tally.empty += 1
            return
        except Refused as refusal:
            tally.errors[refusal.sentence] += 1
            return
        finally:
            for path in written:
                default_storage.delete(path)
        tally.made += 1
        tally.errors.update(f"{one.code} {one.sentence}" for one in found if one.severity == "error")
        return
    tally.nobody += 1


def _writes(outline: Outline) -> Make:
    def make(post: Post, usager: Usager) -> Document:
        outline.require_sign(post)
        document = begin(post=post, usager=usager, outline=outline)
        empty = [one for one in document.passages.all() if not one.text and "table" not in one.content]
        parts = {part.slug: part for part in outline.parts}
        said = {
            one.slug: Said(text="Rien à signaler.", based_on=one.version)
            for one in empty
            if parts[one.slug].may_write(post)
        }
        write(document=document, by=post, said=said)
        if any(part.required and part.is_table and not _rows(document, part.slug) for part in outline.parts):
            raise NothingToSay
        return validate(document=document, by=post)

    return make


def _rows(document: Document, slug: str) -> bool:
    return bool(document.passages.get(slug=slug).content.get("table", {}).get("rows"))


def _prescribes(kind: DocumentKind) -> Make:
    lines = [Line(text="Paracétamol 1 g", posology="1 comprimé matin et soir", duration="5 jours")]

    def make(post: Post, usager: Usager) -> Document:
        return validate(document=create_ordonnance(post=post, usager=usager, kind=kind, lines=lines), by=post)

    return make


def _copies(kind: DocumentKind) -> Make:
    def make(post: Post, usager: Usager) -> Document:
        return create_scan(post=post, usager=usager, kind=kind, data=_blank(), title="Contrôle")

    return make


def _leaves(post: Post, usager: Usager) -> Document:
    said = Departure(reason="Malaise au lever", leaves_at=timezone.now().isoformat(), pains=["tête"])
    return leave(post=post, usager=usager, said=said)


def _blank() -> bytes:
    out = io.BytesIO()
    with pikepdf.Pdf.new() as page:
        page.add_blank_page(page_size=(595, 842))
        page.save(out)
    return out.getvalue()
