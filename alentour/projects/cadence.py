"""How often a projet is looked at again, by kind of structure: never less than once a year (CASF L311-4, D311)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from alentour.accounts.enums import StructureKind
from alentour.accounts.models import Structure
from alentour.projects.models import Cadence

LONGEST_REVIEW = 12
LONGEST_FIRST = 6
# months between two reviews where the habit is shorter than a year: children grow, stays are brief
REVIEW: dict[str, int] = {StructureKind.MECS: 6, StructureKind.AEMO: 6, StructureKind.CAMSP: 6}
FIRST: dict[str, int] = {StructureKind.MECS: 3, StructureKind.AEMO: 3, StructureKind.PASA: 3}


def months(structure: Structure) -> tuple[int, int]:
    """(between two reviews, from the admission to the first projet): what the structure chose, or the habit of its kind."""
    own = Cadence.objects.for_structure(structure).first()
    if own is not None:
        return own.review_months, own.first_months
    return REVIEW.get(structure.kind, LONGEST_REVIEW), FIRST.get(structure.kind, LONGEST_FIRST)


def after(day: date, count: int) -> date:
    """``count`` months later; the 31st becomes the last day of a shorter month."""
    index = day.month - 1 + count
    year, month = day.year + index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
