"""The plan de prise on paper: data of ``typst/plan.typ`` for the page of the house."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alentour.accounts.models import Post
from alentour.care.enums import FIXED
from alentour.care.models import TreatmentLine
from alentour.care.selectors.treatments import lines_of
from alentour.core.typesetting import compile_pdf
from alentour.identity import paper
from alentour.identity.models import Usager

TEMPLATE = Path(__file__).with_name("typst") / "plan.typ"


def plan_pdf(post: Post, usager: Usager) -> bytes:
    """The PDF/A of the plan of now, as this post may read it."""
    lines = list(lines_of(post, usager))
    data = paper.page_data(usager, usager.structure, "Plan de prise", kind="Traitements en cours") | {
        "lines": [_line(line) for line in lines if line.moments],
        "needed": [_needed(line) for line in lines if line.besoin],
    }
    return compile_pdf(TEMPLATE, data)


def _line(line: TreatmentLine) -> dict[str, Any]:
    until = f"jusqu'au {line.ends_on:%d/%m/%Y}" if line.ends_on else ""
    more = (line.instructions, f"depuis le {line.starts_on:%d/%m/%Y}", until, line.document_label, line.prescriber)
    return {"drug": line.drug, "doses": [line.dose(moment) for moment in FIXED], "more": _join(*more)}


def _needed(line: TreatmentLine) -> dict[str, Any]:
    most = f"{line.max_per_day} par jour au plus" if line.max_per_day else ""
    apart = f"{line.min_hours} h entre deux prises" if line.min_hours else ""
    return {"drug": line.drug, "dose": line.besoin, "more": _join(most, apart, line.instructions)}


def _join(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
