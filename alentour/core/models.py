"""Bases of every model, and the encrypted files."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from alentour.core.ids import uuid7


class UUIDModel(models.Model):
    """A row with an opaque, time-ordered key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class Dated(models.Model):
    """When the row was made and last written."""

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class StoredFile(UUIDModel):
    """A file kept encrypted outside the database; made by ``core.files.store`` and never changed."""

    structure_id = models.UUIDField(db_index=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    wrapped_key = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["structure_id", "sha256"])]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def path(self) -> str:
        name = self.id.hex
        return f"{name[-2:]}/{name[-4:-2]}/{name}"
