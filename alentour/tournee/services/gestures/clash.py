"""Two versions of the same thing: the gesture is not written, both are kept for somebody to choose."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from alentour.accounts.models import Post


class Clash(Exception):
    """``theirs`` is what the record says, ``mine`` what the phone brings; ``version`` is the version of the record compared."""

    def __init__(self, *, theirs: dict[str, Any], mine: dict[str, Any], version: str, warning: str = "") -> None:
        self.theirs, self.mine, self.version, self.warning = theirs, mine, version, warning
        super().__init__(version)


def side(post: Post, at: datetime, words: list[list[str]]) -> dict[str, Any]:
    """One column of the comparison: who, when, and the words line by line."""
    return {"who": str(post.professional), "metier": post.metier_label, "at": at.isoformat(), "words": words}
