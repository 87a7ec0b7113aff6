"""What every printed document says of the person, the structure and the author: data of ``core/typst/local/house``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import zxingcpp
from django.utils import timezone

from alentour.accounts.models import Post, Structure
from alentour.identity import ins_code
from alentour.identity.models import Usager
from alentour.ui import words

ISSUERS = {"1": "FINESS", "3": "SIRET"}


def page_data(
    usager: Usager | None,
    structure: Structure,
    title: str,
    *,
    kind: str = "",
    subtitle: str = "",
    author: Post | None = None,
    made_at: datetime | None = None,
    document_oid: str = "",
    version: int = 1,
    draft: bool = False,
) -> dict[str, Any]:
    """The frame of a page for ``core.typesetting.compile_pdf``; the caller adds what its template lays out.

    ``usager=None`` is for a page about several persons: letterhead and page numbers, no identity block.
    """
    at = made_at or timezone.now()
    return {
        "title": title,
        "kind": kind,
        "subtitle": subtitle,
        "made_at": dated(at),
        "moment": at.isoformat(),
        "structure": structure_block(structure),
        "person": person(usager) if usager else None,
        "author": author_block(author),
        "document_oid": document_oid,
        "version": version,
        "draft": draft,
    }


def person(usager: Usager) -> dict[str, str]:
    """The identity block of a printed document: traits always, INS and datamatrix only when it may leave (EXI DIF 02)."""
    usable = usager.ins_is_usable
    return {
        "name": usager.display_name,
        "birth_name": usager.birth_name,
        "given_names": usager.given_names or usager.first_given_name,
        "birth": words.birth(usager.birth_date or usager.birth_date_text),
        "born": "née" if usager.sex == "F" else "né" if usager.sex == "M" else "né(e)",
        "sex": usager.get_sex_display() if usager.sex else "",
        "birth_place": usager.birth_place,
        "matricule": spaced(usager.matricule) if usable else "",
        "datamatrix": datamatrix_svg(ins_code.payload(usager)) if usable else "",
        "ipp": usager.ipp,
        "statut": usager.get_statut_display(),
    }


def structure_block(structure: Structure) -> dict[str, str]:
    """The letterhead: name, where it is, its national identifier."""
    return {
        "name": structure.name,
        "address": structure.address,
        "town": f"{structure.postal_code} {structure.city}".strip(),
        "city": structure.city,
        "phone": structure.phone,
        "id": f"{ISSUERS.get(structure.idnst[:1], 'Identifiant')} {structure.idnst[1:]}",
    }


def author_block(post: Post | None) -> dict[str, str]:
    """Who wrote or signed: name, métier, RPPS when there is one."""
    if post is None:
        return {"name": "", "metier": "", "rpps": ""}
    idnps = post.professional.idnps or ""
    return {
        "name": str(post.professional),
        "metier": post.metier_label,
        "rpps": idnps[1:] if idnps.startswith("8") else "",
    }


def signature(post: Post, at: datetime | None = None) -> dict[str, str]:
    """One entry of ``signatures(…)``: signed electronically at ``at``, or room for a hand without it."""
    return {**author_block(post), "at": dated(at) if at else ""}


def dated(moment: datetime) -> str:
    """« lun. 23 nov. 2026, 14 h 40 »: a printed document always says its year."""
    return f"{words.day(words.local(moment).date(), today=date.min)}, {words.hour(moment)}"


def spaced(matricule: str) -> str:
    """« 2 38 03 35 238 001 88 »: how a matricule is read aloud."""
    cuts = (0, 1, 3, 5, 7, 10, 13, 15)
    return " ".join(matricule[a:b] for a, b in pairwise(cuts))


def datamatrix_svg(text: str) -> str:
    """A DataMatrix ECC200 as SVG, with its quiet zone."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
    svg = str(code.to_svg(scale=4, add_quiet_zones=True))
    return svg[svg.index("<svg") :]


def curve(
    points: Sequence[tuple[date, float]],
    *,
    name: str,
    unit: str = "",
    limits: Sequence[tuple[float, str]] = (),
    scale: tuple[float, float] | None = None,
    steps: bool = False,
) -> dict[str, Any]:
    """What ``plot`` of the house draws: values in time (days, or hours of them) with thresholds, and the sentence that says it.

    ``scale`` is (bottom, top) of the axis, of the values when it is not given; bottom may be above top (GIR: 6 up to 1).
    """
    dates = sorted(points, key=lambda point: point[0])
    values = [value for _, value in dates] + [limit for limit, _ in limits]
    bottom, top = scale or _around(values)
    first, last = _days(dates[0][0]), _days(dates[-1][0])

    def across(day: date) -> float:
        return 0.5 if first == last else (_days(day) - first) / (last - first)

    def up(value: float) -> float:
        return (value - bottom) / (top - bottom)

    labelled = len(dates) <= 14
    shown = {0, len(dates) // 2, len(dates) - 1}
    return {
        "points": [
            {"x": across(day), "y": up(value), "label": number(value) if labelled else ""} for day, value in dates
        ],
        "lines": [{"y": up(limit), "label": label} for limit, label in limits],
        "levels": [
            {"y": share, "label": number(round(bottom + (top - bottom) * share, 1))}
            for share in (0, 0.25, 0.5, 0.75, 1)
        ],
        "ticks": [{"x": across(dates[i][0]), "label": dates[i][0].strftime("%d/%m/%Y")} for i in sorted(shown)],
        "steps": steps,
        "alt": _said(dates, name, unit),
    }


def number(value: float) -> str:
    """« 12 », « 36,5 »."""
    return f"{value:g}".replace(".", ",")


def _days(at: date) -> float:
    """Days since the first of the calendar, with the share of the day when ``at`` has an hour."""
    return at.toordinal() + ((at.hour + at.minute / 60) / 24 if isinstance(at, datetime) else 0.0)


def _around(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = (high - low) * 0.15 or 1.0
    return low - room, high + room


def _said(dates: Sequence[tuple[date, float]], name: str, unit: str) -> str:
    told = [f"{number(value)}{' ' + unit if unit else ''} le {day.strftime('%d/%m/%Y')}" for day, value in dates]
    skipped = f" ({len(told) - 2} autres valeurs entre les deux)" if len(told) > 12 else ""
    return f"{name} : " + (f"{told[0]}, puis {told[-1]}{skipped}." if skipped else ", ".join(told) + ".")
