"""What a phone brought back: each gesture once, the comparisons it asks for, and the consigne that a round may change."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alentour.accounts.enums import DataClass
from alentour.accounts.models import Post, StructureOwned
from alentour.core.fields import SealedJSONField, SealedTextField
from alentour.core.models import StoredFile
from alentour.identity.models import Usager
from alentour.tournee.enums import Gesture, Outcome, Settlement


class Consigne(StructureOwned):
    """One version of what to know on the round of a person; a version never changes, the next number follows it.

    ``access``: how one gets in; ``advice``: what to know there. An empty version is an explicit withdrawal.
    """

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="consignes")
    number = models.PositiveIntegerField("version")
    access = SealedTextField("pour entrer", blank=True)
    advice = SealedTextField("à savoir", blank=True)
    author = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField("écrite le")
    entered_at = models.DateTimeField("reçue le", auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "usager", "number"], name="tournee_one_version"),
        ]

    def __str__(self) -> str:
        return f"{self.usager_id} {self.number}"


class SyncedOperation(StructureOwned):
    """One gesture made on a phone, by its key: received twice, it is the same row (specs/product §3.2, 12).

    ``made_at`` is what the clock of the phone said, ``done_at`` the hour kept, ``offset_ms`` the correction between the two.
    ``content`` stays here, sealed, as long as the gesture is not in the record; ``usager`` is null for a person unknown here.
    """

    key = models.CharField("clé", max_length=110)
    digest = models.CharField(max_length=64)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    usager = models.ForeignKey(Usager, null=True, on_delete=models.PROTECT, related_name="+")
    gesture = models.CharField("geste", max_length=15, choices=Gesture)
    data_class = models.CharField("nature", max_length=20, choices=DataClass, blank=True)
    outcome = models.CharField("suite", max_length=10, choices=Outcome)
    sentence = SealedTextField(blank=True)
    content = SealedJSONField(blank=True)
    photo = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("heure du téléphone")
    done_at = models.DateTimeField("heure retenue")
    offset_ms = models.BigIntegerField("correction", default=0)
    received_at = models.DateTimeField("reçu le", auto_now_add=True)
    device = models.CharField("appareil", max_length=40, blank=True)
    target_type = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=60, blank=True)
    settlement = models.CharField("décision", max_length=10, choices=Settlement, blank=True)
    settled_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField("tranché le", null=True, blank=True)
    settle_reason = SealedTextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-received_at"]
        indexes: ClassVar = [
            models.Index(
                fields=["structure", "-received_at"],
                condition=~Q(outcome=Outcome.APPLIED) & Q(settled_at=None),
                name="tournee_to_review",
            ),
        ]
        constraints: ClassVar = [models.UniqueConstraint(fields=["structure", "key"], name="tournee_once")]

    def __str__(self) -> str:
        return self.key


class PendingConflict(StructureOwned):
    """Two versions of the same thing, kept side by side until somebody chooses; both stay readable afterwards."""

    operation = models.OneToOneField(SyncedOperation, on_delete=models.PROTECT, related_name="conflict")
    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="+")
    theirs = SealedJSONField()
    mine = SealedJSONField()
    version = models.CharField("version du dossier", max_length=80)

    def __str__(self) -> str:
        return str(self.operation_id)
