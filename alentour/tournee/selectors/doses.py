"""The version of a dose: what the record said of it when a phone took it along."""

from __future__ import annotations

from datetime import date

from alentour.care.enums import Moment
from alentour.care.models import Administration, TreatmentLine


def standing(line: TreatmentLine, day: date, moment: Moment) -> Administration | None:
    """What the record says of a dose; None while it is planned, and for the medicines taken when needed."""
    if moment == Moment.BESOIN:
        return None
    rows = Administration.objects.filter(
        structure_id=line.structure_id, line=line, day=day, moment=moment, cancelled_at=None
    )
    return rows.select_related("by__professional", "line").first()


def version_of(said: Administration | None) -> str:
    """Changes with each word about the dose; empty while it is planned."""
    return f"{said.id}:{said.state}:{int(said.entered_at.timestamp() * 1000)}" if said else ""
