"""Words of the record."""

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


class ConsentObject(TextChoices):
    """What the person agrees or objects to; a gesture that needs it names one of these."""

    PHOTO = "photo", "la prise de photos pour les soins"
    PARTAGE = "partage", "le partage d'informations hors de l'équipe de soins"
    TELEEXPERTISE = "teleexpertise", "la téléexpertise"
    PROJET = "projet", "le dépôt du projet personnalisé dans Mon espace santé"
    DMP_INFORMATION = "dmp_information", "l'alimentation de Mon espace santé (information donnée)"
    DMP_CONSULTATION = "dmp_consultation", "la consultation de Mon espace santé par l'équipe"
    DMP_OPPOSITION = "dmp_opposition", "l'opposition à l'alimentation de Mon espace santé"
    MSS_CITOYENNE = "mss_citoyenne", "les échanges par la messagerie de Mon espace santé"
    MSS_OPPOSITION = "mss_opposition", "l'opposition aux échanges par messagerie sécurisée"


class Decision(TextChoices):
    """What she decided. For an object that is itself an opposition, ``ACCORD`` means that the opposition stands."""

    ACCORD = "accord", "accord"
    REFUS = "refus", "refus"


class GivenBy(TextChoices):
    PERSONNE = "personne", "la personne elle-même"
    REPRESENTANT = "representant", "son représentant légal"
    CONFIANCE = "confiance", "sa personne de confiance"
    PARENT = "parent", "ses parents"


class Means(TextChoices):
    """How the decision was collected (any means, after information: specs/product §3.5)."""

    ORAL = "oral", "de vive voix"
    ECRIT = "ecrit", "par écrit, signé"
    TELEPHONE = "telephone", "par téléphone"
    ELECTRONIQUE = "electronique", "par voie électronique"


class AlertKind(TextChoices):
    ALLERGIE = "allergie", "Allergie"
    RISQUE = "risque", "Risque"
    SURVEILLANCE = "surveillance", "Surveillance"
    SITUATION = "situation", "Situation à connaître"


class StayKind(TextChoices):
    DOMICILE = "domicile", "à domicile"
    PERMANENT = "permanent", "hébergement permanent"
    TEMPORAIRE = "temporaire", "hébergement temporaire"
    JOUR = "jour", "accueil de jour"
    CONSULTATION = "consultation", "suivi en consultation"
