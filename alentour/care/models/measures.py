"""Constantes: a relevé (one gesture, one hour), its values, and the thresholds of the person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alentour.accounts.models import Post, StructureOwned
from alentour.care.constantes import Constante, constantes
from alentour.care.enums import AlertState, Side, Source
from alentour.core.fields import SealedTextField
from alentour.identity.models import Usager


class Reading(StructureOwned):
    """One relevé: what was measured together. ``done_at`` is the hour of the measure, ``entered_at`` that of the keyboard."""

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="readings")
    author = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField("mesuré le")
    entered_at = models.DateTimeField("saisi le", auto_now_add=True)
    source = models.CharField("provenance", max_length=10, choices=Source, default=Source.SAISIE)
    device = models.CharField("appareil", max_length=80, blank=True)
    note = SealedTextField(blank=True)
    key = models.CharField(max_length=80, blank=True)
    cancelled_at = models.DateTimeField("annulé le", null=True, blank=True)
    cancelled_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-done_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["structure", "usager", "-done_at"], name="care_readings")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "key"], condition=~Q(key=""), name="care_measured_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Measure(StructureOwned):
    """One value. ``crossed`` keeps the judgement of the hour it was written, with the thresholds then in force."""

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="measures")
    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="measures")
    kind = models.CharField("constante", max_length=15)
    value = models.DecimalField("valeur", max_digits=6, decimal_places=2)
    done_at = models.DateTimeField("mesuré le")
    crossed = models.CharField("seuil franchi", max_length=5, choices=Side, blank=True)
    limit = models.DecimalField("seuil", max_digits=6, decimal_places=2, null=True, blank=True)
    alert = models.CharField("alerte", max_length=10, choices=AlertState, blank=True)
    handled_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-done_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["structure", "usager", "kind", "-done_at"], name="care_curve"),
            models.Index(fields=["structure", "usager", "crossed"], name="care_crossed"),
            models.Index(fields=["structure", "usager"], condition=Q(alert="ouverte"), name="care_open_alerts"),
        ]
        constraints: ClassVar = [models.UniqueConstraint(fields=["reading", "kind"], name="care_one_value")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def constante(self) -> Constante:
        return constantes()[self.kind]

    @property
    def written(self) -> str:
        """« 37,5 °C »"""
        return f"{self.constante.write(self.value)}\u202f{self.constante.unit}"


class Threshold(StructureOwned):
    """The limits of one person for one constante, set by a médecin or an infirmière; replaced, it stays readable."""

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="thresholds")
    kind = models.CharField("constante", max_length=15)
    low = models.DecimalField("au moins", max_digits=6, decimal_places=2, null=True, blank=True)
    high = models.DecimalField("au plus", max_digits=6, decimal_places=2, null=True, blank=True)
    set_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["kind", "-set_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["structure", "usager", "kind"], condition=Q(ended_at=None), name="care_one_threshold"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
