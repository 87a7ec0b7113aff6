"""Who is around the person, who represents her, what a judge decided."""

from __future__ import annotations

from django.db.models import TextChoices


class TeamRole(TextChoices):
    """The place of a professional of the structure beside the person."""

    REFERENT = "referent", "référente, référent"
    COORDINATION = "coordination", "coordination"
    SOINS = "soins", "soins"
    ACCOMPAGNEMENT = "accompagnement", "accompagnement"
    ADMINISTRATIF = "administratif", "suivi administratif"


class CircleRole(TextChoices):
    """The place of a professional from outside beside the person."""

    MEDECIN_TRAITANT = "medecin_traitant", "médecin traitant"
    SPECIALISTE = "specialiste", "médecin spécialiste"
    INFIRMIER = "infirmier", "infirmière ou infirmier libéral"
    REEDUCATEUR = "reeducateur", "kinésithérapeute, ergothérapeute, orthophoniste"
    PHARMACIE = "pharmacie", "pharmacie"
    LABORATOIRE = "laboratoire", "laboratoire"
    HOPITAL = "hopital", "hôpital"
    AIDE_DOMICILE = "aide_domicile", "service d'aide à domicile"
    ETABLISSEMENT = "etablissement", "établissement ou service médico-social"
    SOCIAL = "social", "service social"
    AUTRE = "autre", "autre professionnel"


class Relation(TextChoices):
    """Who a contact is for the person."""

    CONJOINT = "conjoint", "conjointe, conjoint"
    ENFANT = "enfant", "fille, fils"
    PARENT = "parent", "mère, père"
    FRATRIE = "fratrie", "sœur, frère"
    PETIT_ENFANT = "petit_enfant", "petite-fille, petit-fils"
    FAMILLE = "famille", "autre membre de la famille"
    PROCHE = "proche", "amie, ami, voisin"
    MJPM = "mjpm", "mandataire judiciaire"
    AUTRE = "autre", "autre"


class ProtectionKind(TextChoices):
    """Measures that protect an adult, and who holds authority over a minor."""

    SAUVEGARDE = "sauvegarde", "sauvegarde de justice"
    CURATELLE_SIMPLE = "curatelle_simple", "curatelle simple"
    CURATELLE_RENFORCEE = "curatelle_renforcee", "curatelle renforcée"
    TUTELLE = "tutelle", "tutelle"
    HABILITATION = "habilitation", "habilitation familiale"
    MANDAT_FUTUR = "mandat_futur", "mandat de protection future"
    MASP_MAJ = "masp_maj", "mesure d'accompagnement (MASP, MAJ)"
    AUTORITE_PARENTALE = "autorite_parentale", "autorité parentale"
    DELEGATION = "delegation", "délégation de l'autorité parentale"
    TUTELLE_MINEUR = "tutelle_mineur", "tutelle de mineur"
    PLACEMENT = "placement", "placement (aide sociale à l'enfance)"

    @property
    def for_minor(self) -> bool:
        return self in {self.AUTORITE_PARENTALE, self.DELEGATION, self.TUTELLE_MINEUR, self.PLACEMENT}


class RestrictionKind(TextChoices):
    """What a judge decided about a relative."""

    VISITE_SUSPENDUE = "visite_suspendue", "droit de visite suspendu"
    VISITE_MEDIATISEE = "visite_mediatisee", "visites médiatisées"
    INTERDICTION = "interdiction", "interdiction de contact"
    ADRESSE_SECRETE = "adresse_secrete", "adresse tenue secrète"
    RETRAIT_AUTORITE = "retrait_autorite", "retrait de l'autorité parentale"
