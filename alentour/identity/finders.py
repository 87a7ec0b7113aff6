"""The search of the top bar: persons first, then what the upper apps find (messages, documents)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from alentour.accounts.models import Post
from alentour.ui.shapes import Option

Finder = Callable[[Post, str], Sequence[Option]]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """``finder(post, text)`` gives at most five options that ``post`` may open, in one bounded query."""
    if finder not in _finders:
        _finders.append(finder)


def others(post: Post, text: str) -> list[Option]:
    return [option for finder in _finders for option in finder(post, text)]
