"""Constantes as the screens show them: figures, curves, the dense table, the alerts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.urls import reverse

from alentour.care.constantes import body_mass, constantes
from alentour.care.enums import AlertState, Side, Source
from alentour.care.models import Measure, Reading
from alentour.care.selectors.measures import Limits
from alentour.ui.shapes import Event, Point, Series, Stat, Tone
from alentour.ui.words import short

PRESSURE = ("ta_sys", "ta_dia")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One value of the table; ``side`` in words when it crossed its threshold."""

    label: str
    text: str
    side: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One relevé. ``entered_at`` only when it was written well after; ``cancelled`` is shown struck out."""

    ident: str
    at: datetime
    cells: tuple[Cell, ...]
    author: str
    source: str
    note: str
    entered_at: datetime | None
    cancelled: bool
    may_cancel: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertLine:
    """An open alert: « SpO₂ 86 % (seuil 90 %) », who measured it, when."""

    ident: str
    text: str
    person: str
    url: str
    at: datetime
    author: str
    handle_url: str


def stats(latest: Mapping[str, Measure]) -> list[Stat]:
    """The last value of each constante; the two figures of the tension together; IMC when weight and height are known."""
    found = [_stat(row) for slug, row in latest.items() if slug not in PRESSURE]
    if "ta_sys" in latest and "ta_dia" in latest:
        found.insert(0, _pressure(latest["ta_sys"], latest["ta_dia"]))
    if "poids" in latest and "taille" in latest:
        value = body_mass(latest["poids"].value, latest["taille"].value)
        found.append(Stat(label="IMC", value=_comma(value), unit="kg/m²", hint="calculé", icon="ruler"))
    return found


def _stat(row: Measure) -> Stat:
    kind = row.constante
    hint = f"{short(row.done_at)}, {Side(row.crossed).label}" if row.crossed else short(row.done_at)
    tone: Tone = "attention" if row.crossed else "neutral"
    return Stat(label=kind.short, value=kind.write(row.value), unit=kind.unit, hint=hint, tone=tone, icon=kind.icon)


def _pressure(high: Measure, low: Measure) -> Stat:
    crossed = next((row for row in (high, low) if row.crossed), None)
    hint = f"{short(high.done_at)}, {Side(crossed.crossed).label}" if crossed else short(high.done_at)
    value = f"{high.constante.write(high.value)}/{low.constante.write(low.value)}"
    tone: Tone = "attention" if crossed else "neutral"
    return Stat(label="Tension", value=value, unit="mmHg", hint=hint, tone=tone, icon="heart-pulse")


def curves(found: Mapping[str, Sequence[Measure]], limits: Mapping[str, Limits]) -> list[tuple[str, Series]]:
    """A curve for each constante measured at least twice, with its band."""
    return [
        (slug, _series(slug, values, limits[slug]))
        for slug, values in found.items()
        if len(values) > 1 and slug != "taille"
    ]


def _series(slug: str, values: Sequence[Measure], limits: Limits) -> Series:
    kind = constantes()[slug]
    return Series(
        label=kind.label,
        unit=kind.unit,
        points=tuple(Point(at=row.done_at, value=_number(row.value, kind.decimals)) for row in values),
        low=float(limits.low) if limits.low is not None else None,
        high=float(limits.high) if limits.high is not None else None,
    )


def _number(value: Decimal, decimals: int) -> float:
    return round(float(value), decimals) if decimals else int(value)


def columns(readings: Iterable[Reading]) -> list[str]:
    """The constantes present in these relevés, in the order of the table; the tension is one column."""
    seen = {row.kind for reading in readings for row in reading.measures.all()}
    return [slug for slug in constantes() if slug in seen and slug != "ta_dia"]


def heading(slug: str) -> str:
    kind = constantes()[slug]
    return f"Tension ({kind.unit})" if slug == "ta_sys" else f"{kind.short} ({kind.unit})"


def rows(readings: Sequence[Reading], slugs: Sequence[str], by_id: object, *, may_all: bool) -> list[Row]:
    return [_row(reading, slugs, may=reading.author_id == by_id or may_all) for reading in readings]


def _row(reading: Reading, slugs: Sequence[str], *, may: bool) -> Row:
    values = {row.kind: row for row in reading.measures.all()}
    late = (reading.entered_at - reading.done_at).total_seconds() > 1800
    return Row(
        ident=str(reading.id),
        at=reading.done_at,
        cells=tuple(_cell(slug, values) for slug in slugs),
        author=str(reading.author.professional),
        source=(reading.device or Source.OBJET.label) if reading.source == Source.OBJET else "",
        note=reading.note,
        entered_at=reading.entered_at if late else None,
        cancelled=reading.cancelled_at is not None,
        may_cancel=may and reading.cancelled_at is None,
    )


def _cell(slug: str, values: Mapping[str, Measure]) -> Cell:
    row = values.get(slug)
    if row is None:
        return Cell(label=heading(slug), text="")
    text, sides = row.constante.write(row.value), [row.crossed]
    if slug == "ta_sys" and (low := values.get("ta_dia")):
        text, sides = f"{text}/{low.constante.write(low.value)}", [row.crossed, low.crossed]
    side = next((Side(one).label for one in sides if one), "")
    return Cell(label=heading(slug), text=text, side=side)


def alert_lines(alerts: Iterable[Measure], *, named: bool = False) -> list[AlertLine]:
    """Open alerts; ``named`` when the rows bring their person (a list across persons)."""
    return [
        AlertLine(
            ident=str(row.id),
            text=alert_text(row),
            person=row.usager.display_name if named else "",
            url=reverse("care:sante", args=[row.usager_id]),
            at=row.done_at,
            author=str(row.reading.author.professional),
            handle_url=reverse("care:handle", args=[row.id]),
        )
        for row in alerts
    ]


def alert_text(row: Measure) -> str:
    limit = f" (seuil {row.constante.write(row.limit)})" if row.limit is not None else ""
    return f"{row.constante.label} {row.written}{limit}"


def measured(readings: Iterable[Reading]) -> list[Event]:
    """For the Synthèse: one line a relevé."""
    return [_event(reading) for reading in readings if reading.cancelled_at is None]


def _event(reading: Reading) -> Event:
    found = sorted(reading.measures.all(), key=lambda row: list(constantes()).index(row.kind))
    crossed = any(row.crossed for row in found)
    open_ = any(row.alert == AlertState.OPEN for row in found)
    return Event(
        title="Constantes hors seuil" if crossed else "Constantes",
        at=reading.done_at,
        author=f"{reading.author.professional} ({reading.author.metier_label})",
        body=", ".join(f"{row.constante.short} {row.written}" for row in found),
        icon="heart-pulse",
        tone="danger" if open_ else "attention" if crossed else "neutral",
        url=reverse("care:sante", args=[reading.usager_id]),
    )


def _comma(value: Decimal) -> str:
    return str(value).replace(".", ",")
