"""The access trail: append-only, chained by hashes, one chain per structure (specs/product §3.2)."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models


class ChainHead(models.Model):
    """The last link of each chain; its row lock puts the writers of one structure in a line."""

    structure_id = models.UUIDField(primary_key=True)
    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.structure_id} {self.sequence}"


class TraceEvent(models.Model):
    """One fact, never changed nor erased: the model refuses it, so does a trigger, and the product's role has no right to."""

    append_only = True

    structure_id = models.UUIDField()
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    action = models.CharField(max_length=60)
    professional_id = models.UUIDField(null=True)
    post_id = models.UUIDField(null=True)
    usager_id = models.UUIDField(null=True)
    target_type = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    result = models.CharField(max_length=20, default="ok")
    detail = models.JSONField(default=dict)
    ip = models.CharField(max_length=45, blank=True)
    device = models.CharField(max_length=20, blank=True)
    session = models.CharField(max_length=16, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["structure_id", "sequence"], name="audit_one_link")]
        indexes: ClassVar = [
            models.Index(fields=["structure_id", "usager_id", "-at"], name="audit_by_usager"),
            models.Index(fields=["structure_id", "professional_id", "-at"], name="audit_by_professional"),
            models.Index(fields=["structure_id", "action", "-at"], name="audit_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        self._refuse()

    @staticmethod
    def _refuse() -> NoReturn:
        raise TypeError("a trace is never changed nor erased")
