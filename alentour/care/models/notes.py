"""The working notes of a psychologist: read by who wrote them, and by nobody else."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alentour.accounts.models import Post, StructureOwned
from alentour.care.models.transmissions import Transmission
from alentour.core.fields import SealedTextField
from alentour.identity.models import Usager


class PrivateNote(StructureOwned):
    """One note; it never changes. Shared, it stays as it is and ``shared_as`` names the transmission written from it."""

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="private_notes")
    author = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    text = SealedTextField()
    done_at = models.DateTimeField("entretien du")
    entered_at = models.DateTimeField("écrite le", auto_now_add=True)
    shared_as = models.OneToOneField(Transmission, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["-done_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["structure", "usager", "author", "-done_at"], name="care_notes_of")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "key"], condition=~Q(key=""), name="care_note_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
