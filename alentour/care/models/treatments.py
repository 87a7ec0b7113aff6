"""The plan de prise: its lines, copied from an ordonnance, and what came of each dose."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from alentour.accounts.models import Post, StructureOwned
from alentour.care.enums import FIXED, Intake, Moment
from alentour.core.fields import SealedTextField
from alentour.identity.models import Usager


class TreatmentLine(StructureOwned):
    """One medicine. A dose by moment as it is read aloud (« 1 cp », « ½ »), or « si besoin » with its limits.

    ``document_id`` and ``document_label`` name the ordonnance (documents stand one floor above: no foreign key). A line never
    changes: it is stopped, and another one follows it.
    """

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="treatments")
    drug = SealedTextField("médicament")
    matin = models.CharField(max_length=30, blank=True)
    midi = models.CharField(max_length=30, blank=True)
    soir = models.CharField(max_length=30, blank=True)
    coucher = models.CharField(max_length=30, blank=True)
    besoin = models.CharField("si besoin", max_length=30, blank=True)
    max_per_day = models.PositiveSmallIntegerField("prises par jour au plus", null=True, blank=True)
    min_hours = models.PositiveSmallIntegerField("heures entre deux prises au moins", null=True, blank=True)
    instructions = SealedTextField("consigne", blank=True)
    prescriber = models.CharField("prescripteur", max_length=120)
    document_id = models.UUIDField(null=True, blank=True)
    document_label = models.CharField("ordonnance", max_length=160)
    starts_on = models.DateField("à partir du", default=date.today)
    ends_on = models.DateField("jusqu'au", null=True, blank=True)
    written_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    stopped_at = models.DateTimeField("arrêtée le", null=True, blank=True)
    stopped_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    stop_reason = SealedTextField(blank=True)
    key = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["starts_on", "id"]
        indexes: ClassVar = [models.Index(fields=["structure", "usager", "stopped_at"], name="care_plan")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "key"], condition=~Q(key=""), name="care_line_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def dose(self, moment: Moment) -> str:
        """« 1 cp », empty when nothing is taken then."""
        return str(getattr(self, moment.value))

    @property
    def moments(self) -> list[Moment]:
        return [moment for moment in FIXED if self.dose(moment)]

    def runs_on(self, day: date) -> bool:
        """Whether a dose is planned that day (a stopped line plans nothing from the day it was stopped)."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on) and self.stopped_at is None


class Administration(StructureOwned):
    """What came of one dose. No row: the dose is planned. One row at most a dose: the constraint holds it."""

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="administrations")
    line = models.ForeignKey(TreatmentLine, on_delete=models.PROTECT, related_name="administrations")
    day = models.DateField("jour")
    moment = models.CharField(max_length=10, choices=Moment)
    rank = models.PositiveSmallIntegerField(default=0)
    state = models.CharField("état", max_length=10, choices=Intake)
    reason = SealedTextField(blank=True)
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField("à")
    entered_at = models.DateTimeField(auto_now=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-done_at"]
        indexes: ClassVar = [models.Index(fields=["structure", "usager", "day"], name="care_doses")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["line", "day", "moment", "rank"], condition=Q(cancelled_at=None), name="care_dose_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.moment} {self.day}"
