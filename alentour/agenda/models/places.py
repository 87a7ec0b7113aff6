"""Where things happen: rooms, vehicles, addresses outside."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower

from alentour.accounts.models import StructureOwned
from alentour.agenda.enums import PlaceKind
from alentour.core.models import Dated


class Place(StructureOwned, Dated):
    """A room or a vehicle is booked once at a time; an address outside is only told. Never the home of a person: it goes to feeds."""

    kind = models.CharField("nature", max_length=12, choices=PlaceKind, default=PlaceKind.SALLE)
    name = models.CharField("nom", max_length=80)
    address = models.CharField("adresse", max_length=160, blank=True)
    capacity = models.PositiveSmallIntegerField("nombre de places", null=True, blank=True)
    is_active = models.BooleanField("utilisé", default=True)

    class Meta:
        ordering: ClassVar = ["kind", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "structure", "kind", Lower("name"), condition=models.Q(is_active=True), name="agenda_one_place"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_booked(self) -> bool:
        """Whether two entries at the same time are a conflict."""
        return self.kind != PlaceKind.EXTERIEUR
