"""What one may do with a line of the directory; filled by the upper apps in their ``apps.py``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from alentour.accounts.models import Post
from alentour.directory.models import Listing
from alentour.ui.shapes import Action


@dataclass(frozen=True, slots=True)
class Gesture:
    """``url_name`` takes the id of the line; ``needs_mailbox``: only for those that can be written to."""

    label: str
    url_name: str
    icon: str
    shown: Callable[[Post], bool]
    needs_mailbox: bool = False


_gestures: dict[str, Gesture] = {}


def register(
    label: str, url_name: str, icon: str, *, shown: Callable[[Post], bool], needs_mailbox: bool = False
) -> None:
    """Add a gesture to each line; ``shown(post)`` says whether this métier does it."""
    _gestures[url_name] = Gesture(label, url_name, icon, shown, needs_mailbox)


def offered(post: Post) -> list[Gesture]:
    return [gesture for gesture in _gestures.values() if gesture.shown(post)]


def actions(line: Listing, gestures: list[Gesture]) -> list[Action]:
    """The gestures of one line, as links."""
    return [
        Action(label=gesture.label, url=url, icon=gesture.icon)
        for gesture in gestures
        if (line.mailbox_address or not gesture.needs_mailbox) and (url := _address(gesture, line))
    ]


def _address(gesture: Gesture, line: Listing) -> str:
    try:
        return reverse(gesture.url_name, args=[line.id])
    except NoReverseMatch:
        return ""
