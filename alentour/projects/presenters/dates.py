"""When: what everybody may know of a projet, the secrétaire included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from alentour.identity.models import Usager
from alentour.projects import cadence
from alentour.projects.enums import ProjetKind, ProjetState
from alentour.projects.models import Projet
from alentour.projects.presenters.reading import Chip, state_chip
from alentour.record.selectors import current_stay


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """A version without its content."""

    id: UUID
    number: int
    kind: str
    state: Chip
    starts_on: date | None
    ends_on: date | None
    review_on: date | None
    late: bool
    referent: str


def state_line(projet: Projet) -> VersionLine:
    state = ProjetState(projet.state)
    return VersionLine(
        id=projet.id,
        number=projet.number,
        kind=str(ProjetKind(projet.kind).label),
        state=state_chip(state),
        starts_on=projet.starts_on,
        ends_on=projet.ends_on,
        review_on=projet.review_on if projet.is_in_force else None,
        late=bool(projet.is_in_force and projet.review_on and projet.review_on < timezone.localdate()),
        referent=str(projet.referent.professional) if projet.referent else "",
    )


def first_due(usager: Usager) -> date | None:
    """When the first projet of this person is to be written, from her admission."""
    stay = current_stay(usager)
    return cadence.after(stay.starts_on, cadence.months(usager.structure)[1]) if stay else None
