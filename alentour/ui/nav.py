"""What the frame shows around every page, filled by the upper apps in their ``apps.py``.

``ui`` is the lowest floor and knows nobody: the left navigation, the (+) sheet of the phone, the search field and the
name at the top right are all handed to it here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpRequest

Badge = Callable[[HttpRequest], int]
Shown = Callable[[HttpRequest], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One destination. ``key`` is the letter after ``g``; ``phone`` is its place in the bottom bar (four at most, 0: none)."""

    label: str
    url_name: str
    icon: str
    order: int = 100
    badge: Badge | None = None
    key: str = ""
    phone: int = 0
    shown: Shown | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post the person may switch to: « SSIAD Les Ajoncs », « infirmière »."""

    structure: str
    metier: str
    switch_url: str
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """The person at the screen, as the top bar says it: « Inès M. (IDE) » in « SSIAD Les Ajoncs »."""

    name: str
    metier: str
    structure: str
    short_name: str = ""
    posts: tuple[Post, ...] = ()
    profile_url: str = ""
    logout_url: str = ""
    lock_url: str = ""


@dataclass(slots=True)
class Frame:
    """The registries of the frame; one for the process, filled once at start."""

    entries: list[Entry] = field(default_factory=list)
    quick: list[Entry] = field(default_factory=list)
    search_url_name: str = ""
    scripts: list[str] = field(default_factory=list)
    who: Callable[[HttpRequest], Who | None] | None = None


frame = Frame()


def _keep(entries: list[Entry], entry: Entry) -> None:
    entries[:] = sorted(
        [e for e in entries if e.url_name != entry.url_name] + [entry], key=lambda e: (e.order, e.label)
    )


def register(
    label: str,
    url_name: str,
    icon: str,
    badge: Badge | None = None,
    order: int = 100,
    *,
    key: str = "",
    phone: int = 0,
    shown: Shown | None = None,
) -> None:
    """Add a destination to the left navigation (and to the phone's bottom bar, at the place ``phone``).

    ``url_name`` takes no argument. ``badge(request)`` counts what waits (0 hides it) and is called on every full page:
    keep it to one indexed query. ``shown(request)`` False hides the entry for this post.
    """
    _keep(
        frame.entries,
        Entry(label=label, url_name=url_name, icon=icon, badge=badge, order=order, key=key, phone=phone, shown=shown),
    )


def register_quick(label: str, url_name: str, icon: str, order: int = 100, *, shown: Shown | None = None) -> None:
    """Add a gesture to the (+) sheet of the phone: photo, transmission, constantes, message."""
    _keep(frame.quick, Entry(label=label, url_name=url_name, icon=icon, order=order, shown=shown))


def register_search(url_name: str) -> None:
    """Where the search field of the top bar goes (``q``; asked by HTMX it answers ``ui/parts/options.html``)."""
    frame.search_url_name = url_name


def register_script(name: str) -> None:
    """A module of an upper app that every page loads (``tournee/js/everywhere.js``): keep it to a few lines."""
    if name not in frame.scripts:
        frame.scripts.append(name)


def register_who(who: Callable[[HttpRequest], Who | None]) -> None:
    """How to name the person at the screen; None when nobody is logged in."""
    frame.who = who
