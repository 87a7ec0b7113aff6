"""« Envoyer vers… »: the registry that messaging and the DMP fill in their ``apps.py``, and what became of what left.

``documents`` stands below them and knows none of them: a destination says, for a document and a post, whether it may be offered, where
its screen is, or why not in words; and it tells the roads of what it has already taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from alentour.accounts.models import Post
from alentour.documents.models import Document
from alentour.ui.shapes import Road


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One button. ``why_not`` non-empty: shown closed, with the sentence that says what is missing and what to do."""

    label: str
    url: str = ""
    icon: str = "send"
    why_not: str = ""
    citizen: bool = False

    @property
    def is_open(self) -> bool:
        return not self.why_not


Offers = Callable[[Document, Post], Offer | None]
Roads = Callable[[Document], Sequence[Road]]


@dataclass(frozen=True, slots=True)
class Destination:
    slug: str
    order: int
    offers: Offers
    roads: Roads


_destinations: dict[str, Destination] = {}


def register(slug: str, *, offers: Offers, roads: Roads, order: int = 100) -> None:
    """Plug a destination. ``offers`` returns ``None`` to say nothing at all to this post; ``roads`` costs a bounded number of queries."""
    _destinations[slug] = Destination(slug, order, offers, roads)


def registered() -> list[Destination]:
    return sorted(_destinations.values(), key=lambda destination: (destination.order, destination.slug))


def offers_for(document: Document, post: Post) -> list[Offer]:
    """The buttons of a document that may leave; none for a draft, a cancelled document or one without a person."""
    if not document.may_leave:
        return []
    asked = (destination.offers(document, post) for destination in registered())
    return [offer for offer in asked if offer is not None]


def roads_of(document: Document) -> list[Road]:
    """Where this document was sent and what became of it, all destinations together."""
    return [road for destination in registered() for road in destination.roads(document)]
