"""What the team tells itself: transmissions, kept as they were written, corrected by a new line and never erased."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower

from alentour.accounts.models import Post, StructureOwned
from alentour.care.enums import Category
from alentour.core.fields import SealedTextField
from alentour.identity.models import Usager


class Cible(StructureOwned):
    """What the team watches about a person (« douleur », « plaie du talon »): opened by a transmission, closed by an outcome."""

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="cibles")
    label = models.CharField("cible", max_length=80)
    category = models.CharField("catégorie", max_length=10, choices=Category)
    opened_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = SealedTextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-opened_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "structure",
                "usager",
                "category",
                Lower("label"),
                condition=models.Q(closed_at=None),
                name="care_cible_open",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Transmission(StructureOwned):
    """A quick note (``data`` alone) or a transmission ciblée: cible, donnée, action, résultat.

    ``done_at`` is when it happened, ``entered_at`` when it was written: both are kept and neither is blamed (INRS EL2020-006;
    specs/product §1.3). ``corrects`` names the line that this one replaces; the replaced one is no longer ``is_current``, so that
    a list and its count read one index.
    """

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="transmissions")
    category = models.CharField("catégorie", max_length=10, choices=Category)
    author = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    target = models.CharField("cible", max_length=80, blank=True)
    cible = models.ForeignKey(Cible, null=True, blank=True, on_delete=models.PROTECT, related_name="lines")
    data = SealedTextField()
    action = SealedTextField(blank=True)
    result = SealedTextField(blank=True)
    priority = models.BooleanField("à lire en premier", default=False)
    done_at = models.DateTimeField("fait le")
    entered_at = models.DateTimeField("écrit le", auto_now_add=True)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    is_current = models.BooleanField(default=True, editable=False)
    key = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["-done_at", "-id"]
        indexes: ClassVar = [
            models.Index(
                fields=["structure", "usager", "is_current", "-done_at", "-id", "category"], name="care_lines_of"
            ),
            models.Index(fields=["structure", "is_current", "-entered_at", "category"], name="care_lines_feed"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "key"], condition=~models.Q(key=""), name="care_written_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Mention(StructureOwned):
    """A transmission asks for a colleague: it stays in their day until they have seen it."""

    transmission = models.ForeignKey(Transmission, on_delete=models.PROTECT, related_name="mentions")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField("vue le", null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["structure", "post"], condition=models.Q(seen_at=None), name="care_mentions")
        ]
        constraints: ClassVar = [models.UniqueConstraint(fields=["transmission", "post"], name="care_mentioned_once")]

    def __str__(self) -> str:
        return str(self.pk)


class ReadMark(StructureOwned):
    """« Lu par »: a colleague said they read this line, taking the relève."""

    transmission = models.ForeignKey(Transmission, on_delete=models.PROTECT, related_name="reads")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["transmission", "post"], name="care_read_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Releve(StructureOwned):
    """A colleague took the relève: what was written before ``until`` is known to them."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField("jusqu'à")

    class Meta:
        ordering: ClassVar = ["-until"]
        indexes: ClassVar = [models.Index(fields=["structure", "post", "-until"], name="care_releves")]

    def __str__(self) -> str:
        return str(self.pk)
