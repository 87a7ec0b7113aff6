"""What the team tells itself: transmissions, kept as they were written, corrected by a new line and never erased."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from alentour.accounts.models import Post, StructureOwned
from alentour.care.enums import Category
from alentour.core.fields import SealedTextField
from alentour.identity.models import Usager


class Transmission(StructureOwned):
    """A quick note (``data`` alone) or a transmission ciblée: cible, donnée, action, résultat.

    ``done_at`` is when it happened, ``entered_at`` when it was written: both are kept and neither is blamed (INRS EL2020-006;
    specs/product §1.3). ``corrects`` names the line that this one replaces.
    """

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="transmissions")
    category = models.CharField("catégorie", max_length=10, choices=Category)
    author = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    target = models.CharField("cible", max_length=80, blank=True)
    data = SealedTextField()
    action = SealedTextField(blank=True)
    result = SealedTextField(blank=True)
    priority = models.BooleanField("à lire en premier", default=False)
    done_at = models.DateTimeField("fait le")
    entered_at = models.DateTimeField("écrit le", auto_now_add=True)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    key = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["-done_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["structure", "usager", "-done_at"], name="care_of_usager"),
            models.Index(fields=["structure", "-entered_at"], name="care_feed"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "key"], condition=~models.Q(key=""), name="care_written_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
