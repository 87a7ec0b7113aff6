"""Tags of a page: tabs, pages, timeline, figures, curves, empty states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest
from django.template import Context, Library

from alentour.ui.shapes import Action, Event, Option, Series, Stat, Tab

register = Library()


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(items: Sequence[Tab], label: str = "Rubriques") -> dict[str, Any]:
    """Links that look like tabs. ``label`` names the group for a screen reader."""
    return {"tabs": items, "label": label}


@register.inclusion_tag("ui/parts/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], param: str = "page", target: str = "") -> dict[str, Any]:
    """Pages of a Django ``Page``; keeps the other parameters of the address. ``target``: id swapped by HTMX."""
    request: HttpRequest | None = context.get("request")
    # criteria that the session keeps (ui.criteria) are not written in the address
    kept = request.GET.copy() if request and not getattr(request, "criteria_kept", False) else None
    if kept is not None:
        kept.pop(param, None)
    prefix = f"?{kept.urlencode()}&" if kept else "?"
    return {"page": page, "prefix": f"{prefix}{param}=", "target": target}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(events: Sequence[Event], label: str = "Chronologie") -> dict[str, Any]:
    """What happened, in the order given. ``events``: :class:`Event`."""
    return {"events": events, "label": label}


@register.inclusion_tag("ui/parts/stat.html")
def stat(item: Stat) -> dict[str, Any]:
    """One figure, to be put in ``<div class="al-stats">``. ``item``: :class:`Stat`."""
    return {"s": item}


@register.inclusion_tag("ui/parts/curve.html")
def curve(series: Series, ident: str, small: bool = False) -> dict[str, Any]:
    """A curve drawn by uPlot, with its table for who cannot see it. ``small`` draws a sparkline without axes."""
    data = {
        "label": series.label,
        "unit": series.unit,
        "low": series.low,
        "high": series.high,
        "at": [int(point.at.timestamp()) for point in series.points],
        "values": [point.value for point in series.points],
    }
    known = [point for point in series.points if point.value is not None]
    return {"series": series, "ident": ident, "small": small, "data": data, "last": known[-1] if known else None}


@register.inclusion_tag("ui/parts/empty.html")
def empty(
    sentence: str, label: str = "", url: str = "", *, title: str = "", icon: str = "leaf", opens: str = ""
) -> dict[str, Any]:
    """Nothing yet: one sentence that teaches and one button (``label`` with ``url``, or ``opens`` a dialog)."""
    return {"title": title, "sentence": sentence, "label": label, "url": url, "icon": icon, "opens": opens}


@register.inclusion_tag("ui/parts/progress.html")
def progress(label: str, done: int, total: int, *, poll_url: str = "", detail: str = "") -> dict[str, Any]:
    """Progress of a long job; ``poll_url`` answers this same component every two seconds until the job is over."""
    return {"label": label, "done": done, "total": total, "poll_url": poll_url, "detail": detail, "over": done >= total}


@register.inclusion_tag("ui/parts/skeleton.html")
def skeleton(lines: int = 3) -> dict[str, Any]:
    """Grey lines while a fragment arrives; read as « Chargement »."""
    return {"lines": range(lines)}


@register.inclusion_tag("ui/parts/action.html")
def action(item: Action, kind: str = "quiet") -> dict[str, Any]:
    """The next gesture of a line: a link, or a one-button form when it changes something. ``kind`` as for buttons."""
    return {"a": item, "kind": kind}


@register.inclusion_tag("ui/parts/options.html")
def options(items: Sequence[Option], query: str = "", ident: str = "ui-search-list") -> dict[str, Any]:
    """Results of a search field; what its address answers. ``query`` is repeated when nothing is found."""
    return {"options": items, "query": query, "ident": ident}
