"""The constantes of a time on paper: data of ``typst/constantes.typ`` for the page of the house."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.utils import timezone

from alentour.accounts.models import Post
from alentour.care.constantes import Constante, constantes
from alentour.care.models import Measure
from alentour.care.presenters import measures as shown
from alentour.care.selectors.measures import Limits, curves_of, limits_of, readings_of
from alentour.core.typesetting import compile_pdf
from alentour.identity import paper
from alentour.identity.models import Usager
from alentour.ui import words

TEMPLATE = Path(__file__).with_name("typst") / "constantes.typ"
# What a page of paper is for: beyond, the oldest relevés are read on the screen.
MOST_LINES = 300
# A small drawing has room for so many figures over its dots.
MOST_FIGURES = 6
SOURCE = (
    "Un relevé annulé n'est pas imprimé. « Bas », « haut » : le seuil en vigueur à l'heure de la mesure a été franchi. "
    "Seuils : ceux de la personne quand un médecin ou une infirmière les a fixés, sinon les repères usuels."
)


def constantes_pdf(usager: Usager, *, by: Post, since: date | None, until: date | None = None) -> bytes:
    """The PDF/A of the constantes of ``usager`` from ``since`` (all when None) to ``until`` (today), both included, as ``by`` reads
    them: nothing for a métier that reads no constantes. The door is the caller's. Six queries, whatever the length."""
    until = until or timezone.localdate()
    first, last = _start(since), _moment(until, time.max)
    rows = list(readings_of(by, usager, since=first).filter(cancelled_at=None, done_at__lte=last)[: MOST_LINES + 1])
    found = {
        slug: kept
        for slug, values in curves_of(by, usager, since=first).items()
        if (kept := [one for one in values if one.done_at <= last])
    }
    limits = limits_of(usager)
    slugs = shown.columns(rows[:MOST_LINES])
    data = paper.page_data(
        usager, usager.structure, "Constantes", subtitle=_period(since, until), author=by, made_at=timezone.now()
    ) | {
        "summary": [_summed(constantes()[slug], values, limits[slug]) for slug, values in found.items()],
        "none": "Aucun relevé sur cette période.",
        "drawn": _drawn(found, limits),
        "headings": [shown.heading(slug) for slug in slugs],
        "lines": [_line(row) for row in shown.rows(rows[:MOST_LINES], slugs, by.id, may_all=False)],
        "cut": f"Les {MOST_LINES} plus récents ; les autres se lisent à l'écran." if len(rows) > MOST_LINES else "",
        "source": SOURCE,
    }
    return compile_pdf(TEMPLATE, data)


def _summed(kind: Constante, values: Sequence[Measure], limits: Limits) -> list[str]:
    """« Poids · 55,4 kg le 12/10/2026 · 55,4 · 56,6 · 4 · au moins 50 kg (à elle) »"""
    last, measured = values[-1], [one.value for one in values]
    return [
        kind.label,
        f"{last.written} le {words.birth(timezone.localdate(last.done_at))}",
        kind.write(min(measured)),
        kind.write(max(measured)),
        str(len(values)),
        _bounds(kind, limits),
    ]


def _bounds(kind: Constante, limits: Limits) -> str:
    told = [
        f"{name} {kind.write(limit)}" for name, limit in (("de", limits.low), ("à", limits.high)) if limit is not None
    ]
    if len(told) == 1:
        told = [told[0].replace("de ", "au moins ").replace("à ", "au plus ")]
    own = " (de la personne)" if limits.threshold and told else ""
    return " ".join(told) + own


def _drawn(found: Mapping[str, Sequence[Measure]], limits: Mapping[str, Limits]) -> list[dict[str, Any]]:
    """A curve for each constante measured at least twice, with its thresholds when the values come near."""
    return [
        {"title": f"{kind.label} ({kind.unit})", "plot": _plot(kind, values, limits[kind.slug])}
        for slug, values in found.items()
        if len(values) > 1 and (kind := constantes()[slug]).slug != "taille"
    ]


def _plot(kind: Constante, values: Sequence[Measure], limits: Limits) -> dict[str, Any]:
    points = [(timezone.localtime(one.done_at), float(one.value)) for one in values]
    told = ((limits.low, "au moins"), (limits.high, "au plus"))
    lines = [(float(limit), f"{name} {kind.write(limit)}") for limit, name in told if limit is not None]
    drawn = paper.curve(points, name=kind.label, unit=kind.unit, limits=lines)
    if len(points) > MOST_FIGURES:
        drawn["points"] = [point | {"label": ""} for point in drawn["points"]]
    return drawn


def _line(row: shown.Row) -> dict[str, Any]:
    late = f"saisi {paper.dated(row.entered_at)}" if row.entered_at else ""
    note = " · ".join(part for part in (row.source, late, row.note) if part)
    at = f"{words.birth(timezone.localdate(row.at))}, {words.hour(row.at)}"
    return {"at": at, "cells": [{"text": one.text, "side": _side(one.side)} for one in row.cells],
            "by": row.author, "note": note}  # fmt: skip


def _side(said: str) -> str:
    return "" if not said else "bas" if "dessous" in said else "haut"


def _period(since: date | None, until: date) -> str:
    return f"Du {words.birth(since)} au {words.birth(until)}" if since else f"Depuis le début, au {words.birth(until)}"


def _start(day: date | None) -> datetime | None:
    return _moment(day, time.min) if day else None


def _moment(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
