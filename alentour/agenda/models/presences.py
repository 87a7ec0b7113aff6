"""Whether a person is in the structure, by half-day: what is expected, what is announced, what was seen."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from alentour.accounts.models import Post, StructureOwned
from alentour.agenda.enums import Half, Here, Reason
from alentour.core.fields import SealedTextField
from alentour.core.models import Dated
from alentour.identity.models import Usager


class Rhythm(StructureOwned, Dated):
    """The half-days on which a person is expected: fourteen marks, Monday morning first, ``1`` expected, ``0`` not."""

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="rhythms")
    halves = models.CharField(max_length=14)
    starts_on = models.DateField("à partir du", default=date.today)
    ends_on = models.DateField("jusqu'au", null=True, blank=True)
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-starts_on", "-id"]
        indexes: ClassVar = [models.Index(fields=["structure", "usager", "-starts_on"], name="agenda_rhythms")]

    def __str__(self) -> str:
        return str(self.pk)

    def expects(self, day: date, half: str) -> bool:
        return self.halves[2 * day.weekday() + (half == Half.APRES_MIDI)] == "1"

    def runs_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class Absence(StructureOwned, Dated):
    """She is announced away, from one half-day to another, both included; without an end, until somebody writes it."""

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="absences")
    reason = models.CharField("motif", max_length=20, choices=Reason)
    starts_on = models.DateField("du")
    starts_half = models.CharField(max_length=10, choices=Half, default=Half.MATIN)
    ends_on = models.DateField("au", null=True, blank=True)
    ends_half = models.CharField(max_length=10, choices=Half, default=Half.APRES_MIDI)
    planned = models.BooleanField("prévue", default=True)
    note = SealedTextField("précision", blank=True)
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["-starts_on"]
        indexes: ClassVar = [models.Index(fields=["structure", "usager", "starts_on"], name="agenda_absences")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "key"], condition=~Q(key=""), name="agenda_absence_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Presence(StructureOwned):
    """What was seen at the roll-call of one half-day; written again, the last word stands and the trace keeps the others."""

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="presences")
    day = models.DateField("jour")
    half = models.CharField(max_length=10, choices=Half)
    here = models.CharField("vue", max_length=10, choices=Here)
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["day", "-half"]
        indexes: ClassVar = [models.Index(fields=["structure", "day"], name="agenda_roll")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["usager", "day", "half"], name="agenda_seen_once")]

    def __str__(self) -> str:
        return str(self.pk)
