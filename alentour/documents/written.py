"""A written document, laid out: what the page prints, from its sections or from what was frozen when it was signed."""

from __future__ import annotations

from typing import Any

from alentour.accounts.models import Post
from alentour.documents.models import Document, Passage
from alentour.documents.outlines import outline_of


def sections_of(document: Document) -> list[dict[str, Any]]:
    """The sections that have something to say, in the order of the outline, with who wrote each."""
    outline = outline_of(document.template)
    held = {one.slug: one for one in document.passages.select_related("author__professional")}
    found = []
    for part in outline.parts:
        passage = held.get(part.slug)
        if passage is None or not says_something(passage):
            continue
        found.append({"label": part.label, "by": _name(passage.author), **passage.content})
    return found


def says_something(passage: Passage) -> bool:
    return bool(passage.text or passage.content.get("table", {}).get("rows"))


def writers_of(document: Document) -> list[Post]:
    """Who wrote it: whoever began it, then the hands of its sections."""
    rows = document.passages.exclude(author=None).select_related("author__professional", "author__structure")
    hands = {one.author_id: one.author for one in rows if says_something(one) and one.author}
    first = [document.author] if document.author else []
    return first + [post for key, post in hands.items() if key != document.author_id]


def _name(post: Post | None) -> str:
    return f"{post.professional}, {post.metier_label.lower()}" if post else ""
