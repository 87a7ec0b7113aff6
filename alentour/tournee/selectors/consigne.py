"""The consigne of a person and its former versions."""

from __future__ import annotations

from django.db.models import QuerySet

from alentour.identity.models import Usager
from alentour.tournee.models import Consigne

FIELDS = ("access", "advice")


def versions_of(usager: Usager) -> QuerySet[Consigne]:
    """Every version, the last first."""
    rows: QuerySet[Consigne] = Consigne.objects.filter(structure_id=usager.structure_id, usager=usager)
    return rows.select_related("author__professional")


def consigne_of(usager: Usager) -> Consigne | None:
    """The version in force; None when nobody wrote any."""
    return versions_of(usager).first()
