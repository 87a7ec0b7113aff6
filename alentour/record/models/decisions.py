"""What the person decided, was told, and wishes for the end of her life."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from alentour.accounts.models import Post, StructureOwned
from alentour.core.fields import SealedTextField
from alentour.core.models import Dated
from alentour.identity.models import Usager
from alentour.record.enums import (
    ConsentObject,
    Decision,
    DirectiveState,
    GivenBy,
    InformationObject,
    Means,
)
from alentour.record.models.base import Line


class Consent(StructureOwned, Dated):
    """A decision of the person, by whom and how it was given, until when; withdrawn, it stays readable."""

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="consents")
    object = models.CharField("porte sur", max_length=20, choices=ConsentObject)
    decision = models.CharField("décision", max_length=10, choices=Decision)
    given_by = models.CharField("donnée par", max_length=15, choices=GivenBy, default=GivenBy.PERSONNE)
    given_by_name = models.CharField("nom du représentant", max_length=120, blank=True)
    means = models.CharField("recueillie", max_length=15, choices=Means, default=Means.ORAL)
    at = models.DateTimeField("le", default=timezone.now)
    until = models.DateField("jusqu'au", null=True, blank=True)
    collected_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    note = SealedTextField("précision", blank=True)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    withdrawn_to = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [models.Index(fields=["structure", "usager", "object", "-at"], name="record_consents")]

    def __str__(self) -> str:
        return f"{self.object} {self.decision}"

    @property
    def is_in_force(self) -> bool:
        return self.withdrawn_at is None and (self.until is None or self.until >= timezone.localdate())


class Information(Line):
    """What was told or handed over: to whom, when, how, and until when it holds."""

    object = models.CharField("portait sur", max_length=20, choices=InformationObject)
    detail = models.CharField("précision", max_length=120, blank=True)
    told_to = models.CharField("donnée à", max_length=15, choices=GivenBy, default=GivenBy.PERSONNE)
    told_name = models.CharField("nom", max_length=120, blank=True)
    means = models.CharField("comment", max_length=15, choices=Means, default=Means.ORAL)
    told_on = models.DateField("le")
    until = models.DateField("à redonner avant le", null=True, blank=True)
    note = SealedTextField("remarque", blank=True)


class Directive(Line):
    """Directives anticipées: whether they exist, where they are kept, what they say; and the wishes for the end of life."""

    state = models.CharField("directives anticipées", max_length=15, choices=DirectiveState)
    written_on = models.DateField("rédigées le", null=True, blank=True)
    kept_where = models.CharField("conservées", max_length=200, blank=True)
    trusted_informed = models.BooleanField("la personne de confiance est informée", default=False)
    content = SealedTextField("ce qu'elles disent", blank=True)
    wishes = SealedTextField("souhaits de fin de vie", blank=True)
