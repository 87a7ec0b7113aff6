"""Cibles: opened by the first transmission that names them, closed with what came of them."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from alentour.accounts.enums import Act
from alentour.accounts.models import Post
from alentour.accounts.rights import require
from alentour.care.enums import Category
from alentour.care.models import Cible
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.identity.models import Usager


def open_cible(*, usager: Usager, by: Post, category: Category, label: str) -> Cible | None:
    """The open cible of that name, or a new one; None without a name. Called inside the transaction of a transmission."""
    label = " ".join(label.split())[:80]
    if not label:
        return None
    rows = Cible.objects.for_post(by).filter(usager=usager, category=category, closed_at=None)
    found: Cible | None = rows.filter(label__iexact=label).first()
    if found is None:
        found = Cible.objects.create(
            structure_id=by.structure_id, usager=usager, category=category, label=label, opened_by=by
        )
        trace.record("cible.opened", by=by, usager_id=usager.id, target=found, category=category)
    return found


@transaction.atomic
def close_cible(*, cible: Cible, by: Post, outcome: str) -> Cible:
    """Close a cible with its outcome, once; named again later, it opens anew."""
    require(by, Act.WRITE, Category(cible.category).kind)
    outcome = outcome.strip()[:2000]
    if not outcome:
        raise Refused("Écrivez en un mot ce qui permet de clore cette cible.")
    closed = Cible.objects.filter(pk=cible.pk, closed_at=None).update(
        closed_at=timezone.now(), closed_by=by, outcome=outcome
    )
    if not closed:
        raise Refused("Cette cible est déjà close.")
    cible.refresh_from_db()
    trace.record("cible.closed", by=by, usager_id=cible.usager_id, target=cible)
    return cible
