"""Words of the care."""

from __future__ import annotations

from django.db.models import TextChoices

from alentour.accounts.enums import DataClass


class Category(TextChoices):
    """What a transmission is about; each category opens to its own métiers."""

    SOIN = "soin", "soin"
    VIE = "vie", "vie sociale et quotidien"
    PSY = "psy", "psychologue, partagé"

    @property
    def kind(self) -> DataClass:
        """The kind of data that opens it (accounts/habilitations.csv)."""
        return KINDS[self]


KINDS = {
    Category.SOIN: DataClass.TRANSMISSIONS_SOIN,
    Category.VIE: DataClass.TRANSMISSIONS_VIE,
    Category.PSY: DataClass.PSYCHOLOGUE,
}
