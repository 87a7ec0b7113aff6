"""A person and her projet, on one line: dates only, so that the secrétaire reads the same list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.projects import cadence, rules
from alentour.projects.enums import ProjetState
from alentour.projects.presenters.reading import Chip, state_chip
from alentour.record.presenters import person_line
from alentour.ui.shapes import PersonHeader


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """``due_on``: the next review, or the end of the months to write the first projet."""

    person: PersonHeader
    url: str
    state: Chip | None
    draft_id: UUID | None
    due_on: date | None
    late: bool
    first: bool
    refused: bool


def listed(usager: Any, post: Post, first: int) -> Listed:
    """``usager`` as ``selectors.with_projets`` brings her; no query."""
    due = usager.review_on or (cadence.after(usager.since, first) if usager.since and not usager.force_id else None)
    return Listed(
        person=person_line(usager, post),
        url=reverse("projects:person", args=[usager.id]),
        state=state_chip(ProjetState(usager.force_state)) if usager.force_state else None,
        draft_id=usager.draft_id,
        due_on=due,
        late=bool(due and due < timezone.localdate()),
        first=usager.force_id is None,
        refused=usager.refused and rules.reads(post),
    )
