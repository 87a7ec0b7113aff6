"""What happened since the last bilan, told by the apps that know it: they register here, and the bilan shows it beside the form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from alentour.accounts.models import Post
from alentour.identity.models import Usager


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line: « 12 sorties », « Poids 55,4 kg, − 1,2 kg »; ``url`` shows where it comes from."""

    text: str
    icon: str = "circle-dot"
    url: str = ""


Tell = Callable[[Post, Usager, date, date], Sequence[Fact]]
_tellers: dict[str, tuple[str, Tell]] = {}


def register(slug: str, label: str, tell: Tell) -> None:
    """``tell(post, usager, since, until)`` gives what ``post`` may know of the period, in a bounded number of queries."""
    _tellers[slug] = (label, tell)


def facts_of(post: Post, usager: Usager, since: date, until: date) -> list[tuple[str, Sequence[Fact]]]:
    """(label, lines) of each teller that has something to say."""
    told = [(label, tell(post, usager, since, until)) for label, tell in _tellers.values()]
    return [(label, lines) for label, lines in told if lines]
