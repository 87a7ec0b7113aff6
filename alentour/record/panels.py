"""The tabs of a record, and what each puts on the Synthèse; filled by ``record`` and by the upper apps in their ``apps.py``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
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


Badge = Callable[[Post, Usager], int]
Summarise = Callable[[Post, Usager], Summary | None]
Happened = Callable[[Post, Usager, int], Sequence[Event]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A tab. ``url_name`` takes the id of the person; ``kind`` is the data its READ opens; ``events`` gives the last ones."""

    slug: str
    label: str
    url_name: str
    kind: DataClass
    order: int
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
    order: int = 100,
    icon: str = "",
    badge: Badge | None = None,
    summary: Summarise | None = None,
    events: Happened | None = None,
) -> None:
    """Add a tab to every record; it shows only to the métiers that read ``kind``.

    ``badge(post, usager)`` counts what waits, ``summary(post, usager)`` gives a block of the Synthèse or ``None``, ``events(post,
    usager, limit)`` its last events, newest first: one bounded query each.
    """
    _panels[slug] = Panel(
        slug=slug,
        label=label,
        url_name=url_name,
        kind=kind,
        order=order,
        icon=icon,
        badge=badge,
        summary=summary,
        events=events,
    )


def panels_for(post: Post) -> list[Panel]:
    """The panels this post may open, in their order."""
    mine = [panel for panel in _panels.values() if rights.can(post, Act.READ, panel.kind)]
    return sorted(mine, key=lambda panel: (panel.order, panel.label))


def tabs(post: Post, usager: Usager, current: str) -> list[Tab]:
    """The tabs of the record of ``usager``; ``current`` is the slug of the open one."""
    return [
        Tab(
            label=panel.label,
            url=reverse(panel.url_name, args=[usager.id]),
            current=panel.slug == current,
            count=panel.badge(post, usager) if panel.badge else 0,
            icon=panel.icon,
        )
        for panel in panels_for(post)
    ]


def summaries(post: Post, usager: Usager) -> list[Summary]:
    """What the panels put on the Synthèse."""
    made = [panel.summary(post, usager) for panel in panels_for(post) if panel.summary]
    return [summary for summary in made if summary is not None]


def last_events(post: Post, usager: Usager, limit: int = LAST_EVENTS) -> list[Event]:
    """What happened lately in every panel this post may open, newest first."""
    found = [event for panel in panels_for(post) if panel.events for event in panel.events(post, usager, limit)]
    return sorted(found, key=lambda event: event.at, reverse=True)[:limit]
