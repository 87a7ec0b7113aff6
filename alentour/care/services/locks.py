"""One hand at a time on what is written once for a person."""

from __future__ import annotations

from alentour.identity.models import Usager


def hold(usager: Usager) -> None:
    """Inside a transaction: the other writers about this person wait for its end (SQLite makes them wait anyway).

    So a form sent twice at the same instant finds what the first one wrote, instead of a broken constraint.
    """
    Usager.objects.select_for_update(of=("self",)).filter(pk=usager.pk).values_list("pk", flat=True).first()
