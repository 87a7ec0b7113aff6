"""Rows of the two exceptions to the care team: what the person closes (opposition), what an emergency opens (bris de glace)."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from alentour.accounts.enums import DataClass, Metier
from alentour.accounts.models import Post, StructureOwned
from alentour.core.fields import SealedTextField
from alentour.core.models import Dated
from alentour.identity.models import Usager
from alentour.record.enums import GivenBy, Means


class EmergencyReason(models.TextChoices):
    """Why a record was opened from outside the team. The first one alone passes an opposition to a whole métier."""

    VITALE = "vitale", "Risque immédiat pour la santé, la personne ne peut pas exprimer sa volonté"
    URGENCE = "urgence", "Urgence de soin auprès de la personne"
    APPEL = "appel", "Appel du SAMU, des secours ou d'un médecin au sujet de la personne"
    REMPLACEMENT = "remplacement", "Remplacement imprévu, l'équipe n'est pas encore à jour"
    RECHERCHE = "recherche", "Disparition ou mise en danger de la personne"


class Verdict(models.TextChoices):
    """What the weekly review concluded."""

    JUSTIFIE = "justifie", "justifié"
    EQUIPE = "equipe", "justifié, équipe à mettre à jour"
    SUITE = "suite", "à reprendre avec le professionnel"


class Opposition(StructureOwned, Dated):
    """The person closes one kind of data to one category of recipients: a métier, or one professional by name.

    ``in_emergency``: she also refuses it in an emergency. Towards a named professional it always holds.
    """

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="oppositions")
    kind = models.CharField("porte sur", max_length=20, choices=DataClass)
    metier = models.CharField("métier", max_length=20, choices=Metier, blank=True)
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    in_emergency = models.BooleanField("vaut aussi en urgence", default=False)
    given_by = models.CharField("exprimée par", max_length=15, choices=GivenBy, default=GivenBy.PERSONNE)
    given_by_name = models.CharField("nom du représentant", max_length=120, blank=True)
    means = models.CharField("recueillie", max_length=15, choices=Means, default=Means.ORAL)
    note = SealedTextField("précision", blank=True)
    at = models.DateTimeField("le", default=timezone.now)
    collected_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    withdrawn_to = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [
            models.Index(
                fields=["structure", "usager", "kind"], condition=Q(withdrawn_at=None), name="record_oppositions"
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(metier="") & Q(post__isnull=False)) | (~Q(metier="") & Q(post__isnull=True)),
                name="record_opposition_one_recipient",
            ),
            models.UniqueConstraint(
                fields=["usager", "kind", "metier"],
                condition=Q(withdrawn_at=None, post=None),
                name="record_opposition_once_metier",
            ),
            models.UniqueConstraint(
                fields=["usager", "kind", "post"],
                condition=Q(withdrawn_at=None, post__isnull=False),
                name="record_opposition_once_post",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.metier or self.post_id}"


class BreakGlass(StructureOwned):
    """One record opened to one post for one hour, to read; it ends at ``until`` or when it is closed, whichever comes first."""

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("motif", max_length=15, choices=EmergencyReason)
    text = SealedTextField("ce qui se passe")
    started_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField("conclusion", max_length=10, choices=Verdict, blank=True)
    reviewed_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_note = SealedTextField("remarque", blank=True)

    class Meta:
        ordering: ClassVar = ["-started_at"]
        indexes: ClassVar = [
            models.Index(fields=["structure", "post", "usager", "-until"], name="record_glass_running"),
            models.Index(fields=["structure", "-started_at"], name="record_glass_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def is_running(self) -> bool:
        return self.closed_at is None and timezone.now() < self.until

    @property
    def minutes_left(self) -> int:
        """Whole minutes before it closes, one at least while it runs."""
        return max(1, int((self.until - timezone.now()).total_seconds()) // 60)

    @property
    def ended_at(self) -> datetime | None:
        """When it ended, by hand or by the clock; ``None`` while it runs."""
        return None if self.is_running else self.closed_at or self.until


class BreakGlassNotice(StructureOwned):
    """What those who answer for the record are told at once; it stays in their day until they have seen it."""

    access = models.ForeignKey(BreakGlass, on_delete=models.PROTECT, related_name="notices")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["structure", "post"], condition=Q(seen_at=None), name="record_glass_notices")
        ]

    def __str__(self) -> str:
        return f"{self.access_id} {self.post_id}"
