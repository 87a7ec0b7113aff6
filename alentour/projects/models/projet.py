"""The projet of a person: one line of versions, one in force and at most one in preparation."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alentour.accounts.models import Post, StructureOwned
from alentour.core.fields import SealedTextField
from alentour.core.models import Dated
from alentour.identity.models import Usager
from alentour.projects.enums import IN_FORCE, ProjetKind, ProjetState


class Projet(StructureOwned, Dated):
    """One version. What it promises is written while in preparation; in force, it is carried out and evaluated.

    ``review_on`` is when it must be looked at again with the person (yearly at least: CASF L311-4).
    """

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="projets")
    number = models.PositiveSmallIntegerField("version")
    title = models.CharField("titre", max_length=120, default="Projet personnalisé")
    kind = models.CharField("nature", max_length=10, choices=ProjetKind, default=ProjetKind.PREMIER)
    state = models.CharField("état", max_length=12, choices=ProjetState, default=ProjetState.PREPARATION)
    state_at = models.DateTimeField("depuis", auto_now_add=True)
    state_reason = SealedTextField("motif", blank=True)
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followers", verbose_name="remplace"
    )
    referent = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    started_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField("en vigueur depuis", null=True, blank=True)
    ends_on = models.DateField("terminé le", null=True, blank=True)
    review_on = models.DateField("à revoir le", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        indexes: ClassVar = [models.Index(fields=["structure", "state", "review_on"], name="projects_due")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "usager", "number"], name="projects_version"),
            models.UniqueConstraint(
                fields=["structure", "usager"], condition=Q(state=ProjetState.PREPARATION), name="projects_one_draft"
            ),
            models.UniqueConstraint(
                fields=["structure", "usager"], condition=Q(state__in=IN_FORCE), name="projects_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"

    @property
    def is_in_force(self) -> bool:
        return self.state in IN_FORCE

    @property
    def is_open(self) -> bool:
        """Whether its text may still be written."""
        return self.state == ProjetState.PREPARATION


class Cadence(StructureOwned):
    """The months of a structure between two reviews, and before the first projet; without a row, ``cadence.py`` says."""

    review_months = models.PositiveSmallIntegerField("mois entre deux révisions")
    first_months = models.PositiveSmallIntegerField("mois pour écrire le premier projet")
    set_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["structure"], name="projects_one_cadence")]

    def __str__(self) -> str:
        return f"{self.review_months} / {self.first_months}"
