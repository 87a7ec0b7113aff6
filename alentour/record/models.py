"""What surrounds a person in one structure: stays, care team, circle outside, relatives, decisions, alerts."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from alentour.accounts.models import Post, StructureOwned
from alentour.core.fields import SealedTextField
from alentour.core.models import Dated
from alentour.directory.models import Listing
from alentour.identity.models import Usager
from alentour.record.barriers import BreakGlass, BreakGlassNotice, Opposition  # noqa: F401  (where Django looks)
from alentour.record.enums import (
    AlertKind,
    CircleRole,
    ConsentObject,
    Decision,
    GivenBy,
    Means,
    Relation,
    StayKind,
    TeamRole,
)


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


class Stay(StructureOwned, Dated, Period):
    """The person is followed by the structure (TDDUI Sejour); several may follow one another."""

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="stays")
    kind = models.CharField("accueil", max_length=20, choices=StayKind, default=StayKind.DOMICILE)
    place = models.CharField("chambre ou secteur", max_length=40, blank=True)
    origin = models.CharField("provenance", max_length=120, blank=True)
    exit_reason = models.CharField("motif de sortie", max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["-starts_on"]
        indexes: ClassVar = [models.Index(fields=["structure", "usager", "-starts_on"], name="record_stays")]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_on}"


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


class Contact(StructureOwned, Dated):
    """Somebody around the person (TDDUI ContactPersonnePhysique); ``call_order`` 1 is called first."""

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="contacts")
    given_name = models.CharField("prénom", max_length=80, blank=True)
    family_name = models.CharField("nom", max_length=80)
    relation = models.CharField("lien", max_length=20, choices=Relation)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("courriel", blank=True)
    is_trusted = models.BooleanField("personne de confiance", default=False)
    is_emergency = models.BooleanField("à prévenir en cas d'urgence", default=False)
    is_guardian = models.BooleanField("représentant légal", default=False)
    measure = models.CharField("mesure de protection", max_length=80, blank=True)
    call_order = models.PositiveSmallIntegerField("ordre d'appel", default=1)
    comment = SealedTextField("à savoir", blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["call_order", "family_name"]
        indexes: ClassVar = [models.Index(fields=["structure", "usager"], name="record_contacts")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return f"{self.given_name} {self.family_name.upper()}".strip()


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


class Alert(StructureOwned, Dated):
    """What everybody near the person must know (allergy, risk of falling…); ended, it stays in the history."""

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="alerts")
    kind = models.CharField("nature", max_length=15, choices=AlertKind)
    label = SealedTextField("en clair")
    since = models.DateField("depuis", default=date.today)
    written_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["kind", "-since"]
        indexes: ClassVar = [models.Index(fields=["structure", "usager", "ended_at"], name="record_alerts")]

    def __str__(self) -> str:
        return self.kind
