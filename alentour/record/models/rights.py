"""Administrative data, coverage, decisions and benefits, income (specs/fhir §1a)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from alentour.core.fields import SealedTextField
from alentour.record.enums import (
    AddressKind,
    Authority,
    CoverageKind,
    EntitlementKind,
    EntitlementNature,
    EntitlementStatus,
    FamilySituation,
    Household,
    PerPeriod,
    QuotaUnit,
    Regime,
    ResourceKind,
)
from alentour.record.models.base import Line, Validity


class Administrative(Line):
    """The administrative sheet: one in force for a person. ``mdph_number`` is the number of the individual at the first MDPH."""

    family_situation = models.CharField("situation familiale", max_length=15, choices=FamilySituation, blank=True)
    household = models.CharField("vit", max_length=15, choices=Household, blank=True)
    nationality = models.CharField("nationalité", max_length=120, blank=True)
    languages = models.CharField("langues parlées", max_length=120, blank=True)
    interpreter = models.CharField("interprète", max_length=120, blank=True)
    profession = models.CharField("profession, actuelle ou antérieure", max_length=120, blank=True)
    school = models.CharField("établissement scolaire", max_length=120, blank=True)
    school_level = models.CharField("classe ou niveau", max_length=80, blank=True)
    school_contact = models.CharField("référent scolaire", max_length=120, blank=True)
    mdph_number = models.CharField("numéro d'individu à la MDPH", max_length=40, blank=True)
    birth_order = models.PositiveSmallIntegerField("rang de naissance à l'état civil", null=True, blank=True)
    comment = SealedTextField("à savoir", blank=True)


class Address(Line, Validity):
    """Where the person lives, lived, or receives her mail."""

    kind = models.CharField("adresse", max_length=15, choices=AddressKind, default=AddressKind.DOMICILE)
    recipient = models.CharField("chez", max_length=120, blank=True)
    line = models.CharField("voie", max_length=200)
    postal_code = models.CharField("code postal", max_length=10, blank=True)
    city = models.CharField("commune", max_length=80, blank=True)
    country = models.CharField("pays", max_length=60, blank=True)

    class Meta(Line.Meta):
        ordering: ClassVar = ["-starts_on"]


class Coverage(Line, Validity):
    """Health insurance, compulsory or complementary. ``insured_nir`` is a billing number, never the INS of the person."""

    kind = models.CharField("couverture", max_length=5, choices=CoverageKind)
    regime = models.CharField("régime", max_length=15, choices=Regime, blank=True)
    organism = models.CharField("organisme", max_length=120)
    organism_code = models.CharField("code de l'organisme", max_length=20, blank=True)
    insured_nir = SealedTextField("numéro de sécurité sociale de l'assuré", blank=True)
    insured_name = models.CharField("assuré, si ce n'est pas la personne", max_length=120, blank=True)
    contract = models.CharField("numéro de contrat", max_length=40, blank=True)
    is_c2s = models.BooleanField("complémentaire santé solidaire", default=False)
    ald = models.BooleanField("exonération ALD (100 %)", default=False)
    ald_until = models.DateField("ALD jusqu'au", null=True, blank=True)

    class Meta(Line.Meta):
        ordering: ClassVar = ["kind"]


class Entitlement(Line, Validity):
    """A decision and the right it opens (TDDUI Decision and DroitPrestation): orientation, allowance, card, help.

    ``code`` is the code of the national list when the decision came with it. The quota is ``quota`` × ``quota_unit`` by ``per``.
    """

    kind = models.CharField("droit ou prestation", max_length=25, choices=EntitlementKind)
    code = models.CharField("code", max_length=20, blank=True)
    label = models.CharField("intitulé", max_length=160, blank=True)
    authority = models.CharField("décidé par", max_length=12, choices=Authority, default=Authority.MDPH)
    organism = models.CharField("organisme", max_length=120, blank=True)
    number = models.CharField("numéro de décision", max_length=60, blank=True)
    beneficiary_number = models.CharField("numéro d'allocataire", max_length=40, blank=True)
    nature = models.CharField("nature", max_length=2, choices=EntitlementNature, blank=True)
    status = models.CharField("état", max_length=12, choices=EntitlementStatus, default=EntitlementStatus.ACCORDE)
    asked_on = models.DateField("demandé le", null=True, blank=True)
    decided_on = models.DateField("décidé le", null=True, blank=True)
    rate = models.DecimalField("taux (%)", max_digits=5, decimal_places=2, null=True, blank=True)
    quota = models.DecimalField("quantité", max_digits=6, decimal_places=2, null=True, blank=True)
    quota_unit = models.CharField("unité", max_length=12, choices=QuotaUnit, blank=True)
    per = models.CharField("par", max_length=2, choices=PerPeriod, blank=True)
    care_mode = models.CharField("mode d'accueil", max_length=80, blank=True)
    designated = models.CharField("établissements désignés", max_length=200, blank=True)
    has_pag = models.BooleanField("plan d'accompagnement global", default=False)
    is_creton = models.BooleanField("amendement Creton", default=False)
    comment = SealedTextField("commentaire", blank=True)

    class Meta(Line.Meta):
        ordering: ClassVar = ["kind", "-starts_on"]


class Resource(Line, Validity):
    """An income. Money is of the social class: those who read it are fewer."""

    kind = models.CharField("ressource", max_length=15, choices=ResourceKind)
    organism = models.CharField("versée par", max_length=120, blank=True)
    amount = models.DecimalField("montant (€)", max_digits=9, decimal_places=2, null=True, blank=True)
    per = models.CharField("par", max_length=2, choices=PerPeriod, default=PerPeriod.MOIS)
    comment = SealedTextField("commentaire", blank=True)

    class Meta(Line.Meta):
        ordering: ClassVar = ["kind"]
