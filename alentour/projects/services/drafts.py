"""What somebody is typing, kept as they type; theirs only, and gone once saved."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from alentour.accounts.models import Post
from alentour.projects import rules
from alentour.projects.models import Draft, Projet
from alentour.projects.services.held import LONGEST


@transaction.atomic
def keep_draft(*, projet: Projet, by: Post, slot: str, content: dict[str, Any], based_on: int = 0) -> Draft:
    """Keep ``content`` for ``by``; each text is cut at what a save would refuse anyway, and a little more."""
    rules.require_writer(by)
    short = {name: value[: 2 * LONGEST] if isinstance(value, str) else value for name, value in content.items()}
    draft: Draft = Draft.objects.update_or_create(
        projet=projet,
        post=by,
        slot=slot[:60],
        defaults={"structure_id": by.structure_id, "content": short, "based_on": max(0, based_on)},
    )[0]
    return draft


def drop_draft(*, projet: Projet, by: Post, slot: str) -> None:
    Draft.objects.filter(projet=projet, post=by, slot=slot[:60]).delete()
