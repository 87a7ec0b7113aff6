"""The people around, who represents the person, and what a judge decided about them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from alentour.accounts.models import Post, StructureOwned
from alentour.core.fields import SealedJSONField, SealedTextField
from alentour.core.models import Dated
from alentour.identity.models import Usager
from alentour.record.enums import ProtectionKind, Relation, RestrictionKind
from alentour.record.models.base import Line, Validity


class Contact(StructureOwned, Dated):
    """Somebody around the person (TDDUI ContactPersonnePhysique); ``call_order`` 1 is called first.

    ``version`` counts the writings, each kept in :class:`ContactVersion`. Whether a judge bars this person is asked to
    ``selectors.may_inform``, never read here.
    """

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="contacts")
    given_name = models.CharField("prénom", max_length=80, blank=True)
    family_name = models.CharField("nom", max_length=80)
    relation = models.CharField("lien", max_length=20, choices=Relation)
    organisation = models.CharField("organisme", max_length=120, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    other_phone = models.CharField("autre téléphone", max_length=20, blank=True)
    email = models.EmailField("courriel", blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    is_trusted = models.BooleanField("personne de confiance", default=False)
    trusted_on = models.DateField("désignée le", null=True, blank=True)
    trusted_document_id = models.UUIDField("document de désignation", null=True, blank=True)
    is_emergency = models.BooleanField("à prévenir en cas d'urgence", default=False)
    is_guardian = models.BooleanField("représentant légal", default=False)
    measure = models.CharField("mesure de protection", max_length=80, blank=True)
    call_order = models.PositiveSmallIntegerField("ordre d'appel", default=1)
    comment = SealedTextField("à savoir", blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveSmallIntegerField(default=1, editable=False)

    class Meta:
        ordering: ClassVar = ["call_order", "family_name"]
        indexes: ClassVar = [models.Index(fields=["structure", "usager"], name="record_contacts")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return f"{self.given_name} {self.family_name.upper()}".strip()


class ContactVersion(StructureOwned):
    """A contact as it was written at that version: who, when, what."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField()
    content = SealedJSONField(default=dict)
    written_by = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["contact", "version"], name="record_contact_version")]

    def __str__(self) -> str:
        return str(self.version)


class Protection(Line, Validity):
    """Who decides with or for the person, and how far: a measure of an adult, or parental authority over a minor.

    ``contact`` is the representative; ``holder`` names an organisation that is not among the contacts. ``review_on`` is the day the
    judge looks at it again.
    """

    kind = models.CharField("mesure", max_length=30, choices=ProtectionKind)
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="protections")
    holder = models.CharField("exercée par", max_length=120, blank=True)
    on_person = models.BooleanField("la personne", default=False)
    on_goods = models.BooleanField("les biens", default=False)
    court = models.CharField("juridiction", max_length=120, blank=True)
    decided_on = models.DateField("décidée le", null=True, blank=True)
    review_on = models.DateField("révision le", null=True, blank=True)
    note = SealedTextField("à savoir", blank=True)

    @property
    def who(self) -> str:
        return self.contact.display_name if self.contact else self.holder


class Restriction(Line, Validity):
    """A decision of a judge about a relative: visits suspended or mediated, contact forbidden, address kept secret…

    ``bars_information``: nothing may be told to this relative, whose phone is then hidden everywhere.
    """

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="restrictions")
    kind = models.CharField("décision", max_length=30, choices=RestrictionKind)
    bars_information = models.BooleanField("ne doit pas être informé", default=True)
    court = models.CharField("juridiction", max_length=120, blank=True)
    decided_on = models.DateField("décidée le", null=True, blank=True)
    note = SealedTextField("modalités", blank=True)

    @property
    def holds(self) -> bool:
        """In force today: neither lifted nor over, and begun."""
        return self.stands and self.is_current
