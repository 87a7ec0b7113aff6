"""The professionals beside the person: the care team inside, the circle outside."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alentour.accounts.models import Post, StructureOwned
from alentour.core.models import Dated
from alentour.directory.models import Listing
from alentour.identity.models import Usager
from alentour.record.enums import CircleRole, TeamRole
from alentour.record.models.base import Period


class CareTeamMember(StructureOwned, Dated, Period):
    """A professional of the structure beside the person: what opens the record to the métiers of the team."""

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="team")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="care_teams")
    role = models.CharField("place dans l'équipe", max_length=20, choices=TeamRole, default=TeamRole.SOINS)

    class Meta:
        ordering: ClassVar = ["starts_on"]
        indexes: ClassVar = [
            models.Index(fields=["structure", "post", "usager"], name="record_team_of_post"),
            models.Index(fields=["structure", "usager"], name="record_team"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["usager", "post"], condition=Q(ends_on__isnull=True), name="record_once_in_team"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.role}"


class CirclePro(StructureOwned, Dated, Period):
    """A professional or a structure from outside, beside the person; written as it was when added, linked to the directory."""

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="circle")
    role = models.CharField("rôle auprès de la personne", max_length=20, choices=CircleRole)
    name = models.CharField("nom", max_length=120)
    profession = models.CharField("profession", max_length=80, blank=True)
    structure_name = models.CharField("structure", max_length=120, blank=True)
    town = models.CharField("commune", max_length=80, blank=True)
    idnps = models.CharField("identifiant national", max_length=30, blank=True)
    idnst = models.CharField("identifiant de la structure", max_length=20, blank=True)
    mss_address = models.CharField("adresse de messagerie sécurisée", max_length=120, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    listing = models.ForeignKey(Listing, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar = ["role", "name"]
        indexes: ClassVar = [
            models.Index(fields=["structure", "usager"], name="record_circle"),
            models.Index(fields=["structure", "mss_address"], name="record_circle_address"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_role_display()})"
