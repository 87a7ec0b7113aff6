"""What the person decides, objects to, is told, and wishes."""

from __future__ import annotations

from django.db.models import TextChoices


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
    IMAGE = "image", "l'utilisation de son image"
    SORTIES = "sorties", "les sorties et activités à l'extérieur"
    TRANSPORT = "transport", "le transport par l'établissement"
    URGENCE = "urgence", "les soins d'urgence, anesthésie comprise"


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


class InformationObject(TextChoices):
    """What was told or handed over."""

    LIVRET = "livret", "le livret d'accueil"
    REGLEMENT = "reglement", "le règlement de fonctionnement"
    CHARTE = "charte", "la charte des droits et libertés"
    CONTRAT = "contrat", "le contrat de séjour ou le document individuel de prise en charge"
    DROITS = "droits", "ses droits et les voies de recours"
    CONFIANCE = "confiance", "la personne de confiance"
    DIRECTIVES = "directives", "les directives anticipées"
    DONNEES = "donnees", "le traitement de ses données et ses droits"
    PARTAGE = "partage", "le partage d'informations dans l'équipe"
    DMP = "dmp", "Mon espace santé et son alimentation"
    MESSAGERIE = "messagerie", "la messagerie de Mon espace santé"
    AUTRE = "autre", "autre information"


class DirectiveState(TextChoices):
    EXISTENT = "existent", "elles existent"
    AUCUNE = "aucune", "la personne n'en a pas rédigé"
    NE_SOUHAITE_PAS = "ne_souhaite_pas", "la personne ne souhaite pas en parler"
    INCONNU = "inconnu", "on ne sait pas"
