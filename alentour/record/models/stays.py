"""The time spent with the structure, and what moves inside it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from alentour.accounts.models import StructureOwned
from alentour.core.fields import SealedTextField
from alentour.core.models import Dated
from alentour.identity.models import Usager
from alentour.record.enums import EntryMode, ExitMode, MovementKind, StayKind
from alentour.record.models.base import Line, Period


class Stay(StructureOwned, Dated, Period):
    """The person is followed by the structure (TDDUI Sejour); several may follow one another.

    ``starts_on`` may be in the future (a planned entry). ``planned_end`` is the departure foreseen, ``ends_on`` the one that took
    place. ``unit`` and ``place`` are where she lives now; the changes are :class:`Movement` of kind ``chambre``.
    """

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="stays")
    kind = models.CharField("accueil", max_length=20, choices=StayKind, default=StayKind.DOMICILE)
    unit = models.CharField("unité ou groupe", max_length=60, blank=True)
    place = models.CharField("chambre ou secteur", max_length=40, blank=True)
    admitted_on = models.DateField("admission prononcée le", null=True, blank=True)
    entry_mode = models.CharField("entrée depuis", max_length=15, choices=EntryMode, blank=True)
    origin = models.CharField("provenance", max_length=120, blank=True)
    referrer = models.CharField("demande faite par", max_length=120, blank=True)
    file_number = models.CharField("numéro de dossier", max_length=40, blank=True)
    comment = SealedTextField("commentaire", blank=True)
    inventory = SealedTextField("trousseau et objets confiés", blank=True)
    planned_end = models.DateField("départ prévu le", null=True, blank=True)
    exit_mode = models.CharField("sortie vers", max_length=15, choices=ExitMode, blank=True)
    exit_reason = models.CharField("motif de sortie", max_length=120, blank=True)
    destination = models.CharField("destination", max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["-starts_on"]
        indexes: ClassVar = [models.Index(fields=["structure", "usager", "-starts_on"], name="record_stays")]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_on}"


class Movement(Line):
    """An absence, a hospitalisation (from ``at`` to ``back_at``) or a change of room (at ``at``) during a stay.

    ``why`` is medical and sealed: only those who read health see it. A movement entered by mistake ends with the kind ``erreur``.
    """

    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField("nature", max_length=15, choices=MovementKind)
    at = models.DateTimeField("le")
    where = models.CharField("où", max_length=120, blank=True)
    phone = models.CharField("téléphone sur place", max_length=20, blank=True)
    why = SealedTextField("motif", blank=True)
    expected_on = models.DateField("retour prévu le", null=True, blank=True)
    back_at = models.DateTimeField("retour le", null=True, blank=True)
    back_note = SealedTextField("au retour", blank=True)
    unit = models.CharField("unité ou groupe", max_length=60, blank=True)
    place = models.CharField("chambre ou secteur", max_length=40, blank=True)

    class Meta(Line.Meta):
        ordering: ClassVar = ["-at"]

    @property
    def is_out(self) -> bool:
        """Whether the person is elsewhere during this movement."""
        return self.kind != MovementKind.CHAMBRE
