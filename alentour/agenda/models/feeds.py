"""The agenda of a post in another calendar, by an address that is a secret."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alentour.accounts.models import Post, StructureOwned


class Feed(StructureOwned):
    """Only the digest of the secret is kept: the address is shown once, then revoked or renewed."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    with_initials = models.BooleanField("initiales des personnes", default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField("lu le", null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post"], condition=Q(revoked_at=None), name="agenda_one_feed"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
