"""Structures (the tenants), professionals (one account each) and posts (a professional in a structure, in a métier)."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from alentour.accounts.enums import Metier, StructureKind
from alentour.accounts.local_models import Authenticator, Invitation, RecoveryCode, Trials
from alentour.core.fields import SealedJSONField
from alentour.core.ids import uuid7
from alentour.core.models import Dated, UUIDModel

if TYPE_CHECKING:
    from alentour.accounts.rights import Narrowing

__all__ = [
    "Authenticator", "Invitation", "Post", "Preference", "Professional", "ProfessionalManager", "PscSession", "RecoveryCode",
    "Structure", "StructureOwned", "StructureOwnedQuerySet", "Trials",
]  # fmt: skip


class Structure(UUIDModel, Dated):
    """An establishment, a service, a cabinet, a pharmacy: nothing is shared between two of them but by the wire.

    ``idnst`` is the national identifier (Struct_IdNat: 1 + FINESS, 3 + SIRET; specs/dmp-ins §2.4).
    ``sector`` and ``practice_setting`` are codes of JDV_J02 and JDV_J04.
    """

    name = models.CharField("nom", max_length=120)
    kind = models.CharField("type", max_length=20, choices=StructureKind)
    idnst = models.CharField("identifiant national", max_length=20, unique=True)
    sector = models.CharField("secteur d'activité", max_length=10, default="SA41")
    practice_setting = models.CharField("cadre d'exercice", max_length=20, default="ESSMS")
    address = models.CharField("adresse", max_length=200, blank=True)
    postal_code = models.CharField("code postal", max_length=5, blank=True)
    city = models.CharField("commune", max_length=80, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    ipp_oid = models.CharField("domaine de l'identifiant local", max_length=64)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def finess(self) -> str:
        """The FINESS number (9 digits), empty for a structure known by its SIRET."""
        return self.idnst[1:] if self.idnst.startswith("1") else ""


class ProfessionalManager(BaseUserManager["Professional"]):
    def get_by_natural_key(self, username: str | None) -> Professional:
        return self.get(username=username)


class Professional(AbstractBaseUser):
    """A person who works: one account, by Pro Santé Connect (``idnps``) or local with a second factor (``username``)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    idnps = models.CharField("identifiant national", max_length=30, unique=True, null=True, blank=True)
    username = models.CharField("identifiant local", max_length=80, unique=True, null=True, blank=True)
    family_name = models.CharField("nom d'exercice", max_length=80)
    given_name = models.CharField("prénom d'exercice", max_length=80)
    civility = models.CharField("civilité", max_length=4, choices=[("MME", "Mme"), ("M", "M.")], blank=True)
    title = models.CharField("titre", max_length=4, choices=[("DR", "Dr"), ("PR", "Pr")], blank=True)
    is_active = models.BooleanField("actif", default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    objects = ProfessionalManager()

    class Meta:
        ordering: ClassVar = ["family_name", "given_name"]
        verbose_name = "professionnel"

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """« Dr Paul MARTIN », « Inès MOREAU »."""
        title = f"{self.get_title_display()} " if self.title else ""
        return f"{title}{self.given_name} {self.family_name.upper()}"


class Post(UUIDModel, Dated):
    """A professional at work: in this structure, in this métier, between these dates. Rights come from here."""

    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="posts")
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="posts")
    metier = models.CharField("métier", max_length=20, choices=Metier)
    profession_code = models.CharField("profession (JDV_J01)", max_length=20)
    label = models.CharField("intitulé", max_length=80, blank=True)
    starts_on = models.DateField("depuis", default=date.today)
    ends_on = models.DateField("jusqu'au", null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["structure", "metier"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["professional", "structure", "metier"], name="accounts_one_post")
        ]
        ordering: ClassVar = ["structure", "professional"]

    def __str__(self) -> str:
        return f"{self.professional} · {self.metier_label}"

    @property
    def metier_label(self) -> str:
        return self.label or Metier(self.metier).label

    @cached_property
    def narrowings(self) -> dict[UUID, Narrowing]:
        """What the persons opened in this request take away (``rights.narrow``); empty in the ordinary case."""
        return {}

    @property
    def because(self) -> str:
        """The reason that every trace of this request carries (an emergency access); empty in the ordinary case."""
        return next((one.because for one in self.narrowings.values() if one.because), "")

    @property
    def is_current(self) -> bool:
        today = date.today()
        return self.starts_on <= today and (self.ends_on is None or self.ends_on >= today)

    @staticmethod
    def current() -> Q:
        """The condition for posts of today."""
        today = date.today()
        return Q(starts_on__lte=today) & (Q(ends_on__isnull=True) | Q(ends_on__gte=today))


class StructureOwnedQuerySet(models.QuerySet[Any]):
    """Rows of one structure. ``for_post`` is the only way in for a screen (rule 7 of the house)."""

    def for_post(self, post: Post) -> StructureOwnedQuerySet:
        return self.filter(structure_id=post.structure_id)

    def for_structure(self, structure: Structure) -> StructureOwnedQuerySet:
        return self.filter(structure=structure)


class StructureOwned(UUIDModel):
    """Base of every row of a tenant: ``structure_id`` is on each and leads each index."""

    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="+")

    objects = StructureOwnedQuerySet.as_manager()

    class Meta:
        abstract = True


class PscSession(models.Model):
    """The tokens of Pro Santé Connect of a present professional, sealed with a key that lives in memory only (ECO.1.2.5).

    After the product stops, what is here cannot be opened any more.
    """

    professional = models.OneToOneField(Professional, on_delete=models.CASCADE, primary_key=True)
    sealed = models.BinaryField()
    expires_at = models.DateTimeField()
    refresh_expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.professional_id)


class Preference(models.Model):
    """What a person set for their own screens (theme, last filters)."""

    professional = models.OneToOneField(Professional, on_delete=models.CASCADE, primary_key=True)
    values = SealedJSONField(default=dict)

    def __str__(self) -> str:
        return str(self.professional_id)
