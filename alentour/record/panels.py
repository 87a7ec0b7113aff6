"""The tabs of a record, and what each puts on the Synthèse; filled by ``record`` and by the upper apps in their ``apps.py``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.core.gather import Asks, alone, beside
from alentour.identity.models import Usager
from alentour.ui.shapes import Event, Tab

LAST_EVENTS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A block of the Synthèse: a fragment and its context. ``side`` puts it in the narrow column."""

    title: str
    template: str
    context: dict[str, Any]
    icon: str = ""
    url: str = ""
    side: bool = False


Badge = Callable[[Post, Usager], int | Asks[int]]
Summarise = Callable[[Post, Usager], Summary | Asks[Summary | None] | None]
Happened = Callable[[Post, Usager, int], Sequence[Event] | Asks[Sequence[Event]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A tab. ``url_name`` takes the id of the person; ``kind`` is the data its READ opens (or one of ``also``)."""

    slug: str
    label: str
    url_name: str
    kind: DataClass
    order: int
    also: tuple[DataClass, ...] = ()
    icon: str = ""
    badge: Badge | None = None
    summary: Summarise | None = None
    events: Happened | None = None


_panels: dict[str, Panel] = {}


def register(
    slug: str,
    label: str,
    url_name: str,
    *,
    kind: DataClass,
    also: tuple[DataClass, ...] = (),
    order: int = 100,
    icon: str = "",
    badge: Badge | None = None,
    summary: Summarise | None = None,
    events: Happened | None = None,
) -> None:
    """Add a tab to every record; it shows only to the métiers that read ``kind`` (or one of ``also``).

    ``badge(post, usager)`` counts what waits, ``summary(post, usager)`` gives a block of the Synthèse or ``None``, ``events(post,
    usager, limit)`` its last events, newest first: one bounded query each. A generator that yields its querysets before it reads
    them (``core.gather``) shares its trip to the database with the others.
    """
    _panels[slug] = Panel(
        slug=slug,
        label=label,
        url_name=url_name,
        kind=kind,
        order=order,
        also=also,
        icon=icon,
        badge=badge,
        summary=summary,
        events=events,
    )


def _opens(post: Post, panel: Panel) -> bool:
    return any(rights.can(post, Act.READ, kind) for kind in (panel.kind, *panel.also))


def panels_for(post: Post) -> list[Panel]:
    """The panels this post may open, in their order."""
    mine = [panel for panel in _panels.values() if _opens(post, panel)]
    return sorted(mine, key=lambda panel: (panel.order, panel.label))


def ask_tabs(post: Post, usager: Usager, current: str) -> Asks[list[Tab]]:
    """The tabs of the record of ``usager``; ``current`` is the slug of the open one."""
    mine = panels_for(post)
    counts = yield from beside([panel.badge(post, usager) if panel.badge else 0 for panel in mine])
    return [
        Tab(
            label=panel.label,
            url=reverse(panel.url_name, args=[usager.id]),
            current=panel.slug == current,
            count=count,
            icon=panel.icon,
        )
        for panel, count in zip(mine, counts, strict=True)
    ]


def ask_summaries(post: Post, usager: Usager) -> Asks[list[Summary]]:
    """What the panels put on the Synthèse."""
    made = yield from beside([panel.summary(post, usager) for panel in panels_for(post) if panel.summary])
    return [summary for summary in made if summary is not None]


def ask_last_events(post: Post, usager: Usager, limit: int = LAST_EVENTS) -> Asks[list[Event]]:
    """What happened lately in every panel this post may open, newest first."""
    lists = yield from beside([panel.events(post, usager, limit) for panel in panels_for(post) if panel.events])
    found = [event for events in lists for event in events]
    return sorted(found, key=lambda event: event.at, reverse=True)[:limit]


def tabs(post: Post, usager: Usager, current: str) -> list[Tab]:
    return alone(ask_tabs(post, usager, current))


def summaries(post: Post, usager: Usager) -> list[Summary]:
    return alone(ask_summaries(post, usager))


def last_events(post: Post, usager: Usager, limit: int = LAST_EVENTS) -> list[Event]:
    return alone(ask_last_events(post, usager, limit))
