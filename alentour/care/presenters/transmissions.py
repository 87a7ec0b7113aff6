"""Lines of the transmissions as the templates show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from alentour.accounts.models import Post
from alentour.care.enums import Category
from alentour.care.models import Transmission
from alentour.identity.models import Usager
from alentour.ui.shapes import Event
from alentour.ui.words import short

LATER = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One transmission. ``entered_at`` is given only when it was written well after the gesture."""

    ident: str
    author: str
    metier: str
    category: str
    target: str
    data: str
    action: str
    result: str
    priority: bool
    done_at: datetime
    entered_at: datetime | None
    corrected: bool
    person: str = ""
    url: str = ""
    readers: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    calls_me: bool = False
    read_by_me: bool = False


def lines(rows: Sequence[Transmission], post: Post, *, named: bool = False) -> list[Line]:
    """Rows brought with ``selectors.releve.with_readers``; ``named`` in a list across persons (the row brings hers)."""
    return [_line(row, post, named=named) for row in rows]


def _line(row: Transmission, post: Post, *, named: bool) -> Line:
    reads, mentions = list(row.reads.all()), list(row.mentions.all())
    return Line(
        ident=str(row.id),
        author=str(row.author.professional),
        metier=row.author.metier_label,
        category=Category(row.category).label,
        target=row.target,
        data=row.data,
        action=row.action,
        result=row.result,
        priority=row.priority,
        done_at=row.done_at,
        entered_at=row.entered_at if row.entered_at - row.done_at > LATER else None,
        corrected=row.corrects_id is not None,
        person=row.usager.display_name if named else "",
        url=reverse("care:transmissions", args=[row.usager_id]),
        readers=tuple(f"{mark.post.professional} ({short(mark.at)})" for mark in reads),
        called=tuple(str(mention.post.professional) for mention in mentions),
        calls_me=any(one.post_id == post.id and one.seen_at is None for one in mentions),
        read_by_me=any(mark.post_id == post.id for mark in reads),
    )


def events(rows: Sequence[Transmission], usager: Usager, post: Post) -> list[Event]:
    """For the Synthèse of the record."""
    return [
        Event(
            title=row.target or f"Transmission ({Category(row.category).label})",
            at=row.done_at,
            author=f"{row.author.professional} ({row.author.metier_label})",
            body=row.data[:200],
            icon="message-square-text",
            tone="attention" if row.priority else "neutral",
        )
        for row in rows
    ]
