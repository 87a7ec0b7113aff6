"""Context of every page: the navigation, the person at the screen, the theme of this device."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from alentour.ui import counts, nav
from alentour.ui.nav import Entry, Who

THEMES = ("light", "dark")
PHONE_PLACES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry of the navigation, ready to show."""

    label: str
    url: str
    icon: str
    key: str
    phone: int
    current: bool
    badge: int
    badge_id: str


def nav_items(request: HttpRequest, entries: Iterable[Entry], known: Mapping[str, int] | None = None) -> list[Item]:
    """The entries this person may see; an entry whose screen is not mounted in this instance is left out.

    The counts are those ``known`` (see :mod:`alentour.ui.counts`), or counted now without it.
    """
    shown = [(entry, url) for entry in entries if _is_shown(request, entry) and (url := _address(entry.url_name))]
    here = current_address(request.path, [url for _, url in shown])
    return [
        Item(
            label=entry.label,
            url=url,
            icon=entry.icon,
            key=entry.key,
            phone=entry.phone,
            current=url == here,
            badge=_count(request, entry, known),
            badge_id=_badge_id(entry),
        )
        for entry, url in shown
    ]


def _count(request: HttpRequest, entry: Entry, known: Mapping[str, int] | None) -> int:
    if known is not None:
        return known.get(_badge_id(entry), 0)
    return entry.badge(request) if entry.badge else 0


def _badge_id(entry: Entry) -> str:
    return "nav-" + entry.url_name.replace(":", "-")


def current_address(path: str, addresses: Iterable[str]) -> str:
    """The destination a page belongs to: the longest address its path starts with (the root only owns itself)."""
    inside = [url for url in addresses if path == url or (url != "/" and path.startswith(url))]
    return max(inside, key=len, default="")


def _is_shown(request: HttpRequest, entry: Entry) -> bool:
    return entry.shown is None or entry.shown(request)


def _address(url_name: str) -> str:
    try:
        return reverse(url_name) if url_name else ""
    except NoReverseMatch:
        return ""


def who(request: HttpRequest) -> Who | None:
    return nav.frame.who(request) if nav.frame.who else None


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Everything that costs a query is lazy: a fragment that shows no frame pays nothing."""
    theme = request.COOKIES.get("alentour_theme", "")
    items = SimpleLazyObject(lambda: nav_items(request, nav.frame.entries, counts.known(request)))
    return {
        "nav": items,
        "nav_phone": SimpleLazyObject(
            lambda: sorted((item for item in items if item.phone), key=lambda item: item.phone)[:PHONE_PLACES]
        ),
        "nav_fresh": SimpleLazyObject(lambda: counts.are_fresh(request)),
        "nav_quick": SimpleLazyObject(lambda: nav_items(request, nav.frame.quick)),
        "nav_search_url": _address(nav.frame.search_url_name),
        "frame_scripts": nav.frame.scripts,
        "who": SimpleLazyObject(lambda: who(request)),
        "theme": theme if theme in THEMES else "",
        "keys_off": request.COOKIES.get("alentour_keys") == "off",
    }
