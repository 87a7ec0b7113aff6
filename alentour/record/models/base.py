"""Bases of the record: what holds between two days, and what is written once and never erased."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone

from alentour.accounts.models import Post, StructureOwned
from alentour.core.fields import SealedTextField
from alentour.core.models import Dated
from alentour.identity.models import Usager
from alentour.record.enums import EndKind


class Period(models.Model):
    """Something that holds between two days, both included; without an end, it still holds."""

    starts_on = models.DateField("depuis", default=date.today)
    ends_on = models.DateField("jusqu'au", null=True, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def current(prefix: str = "") -> Q:
        """The condition for rows that hold today; ``prefix`` is the path to them (``team__``)."""
        today = timezone.localdate()
        started = Q(**{f"{prefix}starts_on__lte": today})
        return started & (Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": today}))

    @property
    def is_current(self) -> bool:
        today = timezone.localdate()
        return self.starts_on <= today and (self.ends_on is None or self.ends_on >= today)


class Validity(models.Model):
    """Two days between which something is valid; either may be unknown."""

    starts_on = models.DateField("depuis", null=True, blank=True)
    ends_on = models.DateField("jusqu'au", null=True, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def current() -> Q:
        """The condition for rows valid today."""
        today = timezone.localdate()
        started = Q(starts_on__isnull=True) | Q(starts_on__lte=today)
        return started & (Q(ends_on__isnull=True) | Q(ends_on__gte=today))

    @property
    def is_current(self) -> bool:
        today = timezone.localdate()
        return (self.starts_on or today) <= today <= (self.ends_on or today)


class Line(StructureOwned, Dated):
    """Something written in the record. A correction is a new row of the same chain; nothing is changed nor erased.

    ``chain`` is the id of the first version (empty on it) and ``version`` counts: two corrections of the same version cannot both be
    kept as the next one. ``ended_at`` tells that the row is no longer what the record says, ``end_kind`` why. ``key`` is that of the
    form: the same form sent twice writes once. ``document_id`` names a document of the record (``documents`` is a floor above).
    """

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="+")
    chain = models.UUIDField(null=True, editable=False)
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    key = models.UUIDField(null=True, editable=False)
    written_by = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    end_kind = models.CharField(max_length=10, choices=EndKind, blank=True, editable=False)
    end_reason = SealedTextField("motif", blank=True, editable=False)
    document_id = models.UUIDField("document", null=True, blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [models.Index(fields=["structure", "usager", "ended_at"], name="rec_%(class)s_now")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chain", "version"], name="record_%(class)s_version"),
            models.UniqueConstraint(fields=["structure", "key"], name="record_%(class)s_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def root(self) -> UUID:
        """What all the versions share."""
        return self.chain or self.pk

    @property
    def stands(self) -> bool:
        """Whether this is what the record says now."""
        return self.ended_at is None
