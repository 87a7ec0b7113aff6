"""What the person, those who represent her and the structure say of the projet, and what they sign."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from alentour.accounts.models import Post, StructureOwned
from alentour.core.fields import SealedTextField
from alentour.core.models import StoredFile
from alentour.projects.enums import Decision, Means, Origin, Signatory
from alentour.projects.models.projet import Projet


class Opinion(StructureOwned):
    """What the person, or who represents her, thinks of the projet."""

    projet = models.ForeignKey(Projet, on_delete=models.PROTECT, related_name="opinions")
    origin = models.CharField("de", max_length=15, choices=Origin)
    name = models.CharField("nom", max_length=120, blank=True)
    text = SealedTextField("avis")
    means = models.CharField("recueilli", max_length=12, choices=Means)
    given_on = models.DateField("le")
    collected_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    key = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["given_on", "at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "key"], condition=~Q(key=""), name="projects_opinion_once")
        ]

    def __str__(self) -> str:
        return self.origin


class Accord(StructureOwned):
    """A signature, or a refusal (TDDUI Accord): whose, when, until when, how and by whom it was collected.

    ``fingerprint`` is that of the text it was given on: written after, the projet says so. A later one of the same signatory takes
    its place; both stay readable.
    """

    projet = models.ForeignKey(Projet, on_delete=models.PROTECT, related_name="accords")
    signatory = models.CharField("signataire", max_length=15, choices=Signatory)
    name = models.CharField("nom", max_length=120)
    quality = models.CharField("qualité", max_length=120, blank=True)
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField("décision", max_length=12, choices=Decision)
    means = models.CharField("recueilli", max_length=12, choices=Means)
    note = SealedTextField("réserves, motif, précision", blank=True)
    signed_at = models.DateTimeField("signé le", default=timezone.now)
    valid_until = models.DateField("valable jusqu'au", null=True, blank=True)
    scan = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    collected_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    key = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["-signed_at", "-at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "key"], condition=~Q(key=""), name="projects_accord_once")
        ]

    def __str__(self) -> str:
        return f"{self.signatory} {self.decision}"
