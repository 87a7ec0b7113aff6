"""A prescription: a form of lines, a preview, a signature that makes a PDF/A and its CDA."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone

from alentour.accounts.enums import Act
from alentour.accounts.models import Post
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.documents.enums import DocumentKind, State
from alentour.documents.kinds import kind_of
from alentour.documents.models import Document
from alentour.documents.services.life import locked
from alentour.documents.services.making import new_document
from alentour.identity.models import Usager

Nature = Literal["medicament", "soin", "dispositif"]
MAX_LINES = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One prescribed thing, in the prescriber's words: what, how, how long."""

    text: str
    posology: str = ""
    duration: str = ""
    nature: Nature = "medicament"

    @property
    def is_empty(self) -> bool:
        return not (self.text.strip() or self.posology.strip() or self.duration.strip())


@transaction.atomic
def create_ordonnance(
    *,
    post: Post,
    usager: Usager,
    lines: Sequence[Line],
    kind: DocumentKind = DocumentKind.ORDONNANCE,
    valid_until: date | None = None,
    renewals: int = 0,
    note: str = "",
    title: str = "",
) -> Document:
    """A draft; ``validate`` signs it. ``valid_until`` is the last day it may be served, ``renewals`` how many times again."""
    kind_of(kind).require(post, Act.WRITE)
    if kind_of(kind).made_here != "ordonnance":
        raise ValueError(f"{kind} is no prescription")
    content = _content(lines, valid_until, renewals, note)
    return new_document(post=post, usager=usager, kind=kind, title=title, content=content)


@transaction.atomic
def edit_ordonnance(
    *,
    document: Document,
    by: Post,
    lines: Sequence[Line],
    valid_until: date | None = None,
    renewals: int = 0,
    note: str = "",
    title: str = "",
) -> Document:
    """Change a draft; a signed prescription is replaced, never changed."""
    document.traits.require(by, Act.WRITE)
    row = locked(document)
    if row.state != State.BROUILLON:
        raise Refused(
            f"Cette ordonnance est {row.get_state_display()} : préparez une nouvelle version pour la modifier."
        )
    row.content = _content(lines, valid_until, renewals, note)
    row.title = title.strip()[:200] or row.title
    row.effective_at = timezone.now()
    row.save()
    trace.record("document.edited", by=by, usager_id=row.usager_id, target=row)
    return row


def _content(lines: Sequence[Line], valid_until: date | None, renewals: int, note: str) -> dict[str, Any]:
    kept = [line for line in lines if not line.is_empty]
    if not kept:
        raise Refused("Écrivez au moins une ligne : ce qui est prescrit, et comment.")
    if len(kept) > MAX_LINES:
        raise Refused(f"Une ordonnance compte {MAX_LINES} lignes au plus : faites-en une deuxième.")
    if any(not line.text.strip() for line in kept):
        raise Refused("Une ligne a une posologie ou une durée, mais rien n'y est prescrit : complétez-la.")
    if valid_until is not None and valid_until < timezone.localdate():
        raise Refused("La date limite est déjà passée : choisissez une date à venir.")
    return {
        "lines": [asdict(line) for line in kept],
        "valid_until": valid_until.isoformat() if valid_until else "",
        "renewals": max(0, min(renewals, 12)),
        "note": note.strip(),
    }
