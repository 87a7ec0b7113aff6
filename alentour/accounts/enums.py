"""Words of the accounts: kinds of structure, métiers, kinds of data, acts."""

from __future__ import annotations

from django.db.models import TextChoices


class StructureKind(TextChoices):
    """What the structure is; several belong to the city and the hospital so that one instance can play a whole journey."""

    EHPAD = "ehpad", "EHPAD"
    SSIAD = "ssiad", "SSIAD"
    SAAD = "saad", "Service d'aide à domicile"
    RESIDENCE = "residence", "Résidence autonomie"
    FOYER = "foyer", "Foyer de vie ou d'hébergement"
    ESAT = "esat", "ESAT"
    SAVS = "savs", "SAVS ou SAMSAH"
    DIME = "dime", "DIME"
    CAMSP = "camsp", "CAMSP"
    MECS = "mecs", "MECS"
    AEMO = "aemo", "Service d'AEMO"
    PASA = "pasa", "PASA ou accueil de jour"
    CABINET = "cabinet", "Cabinet"
    PHARMACIE = "pharmacie", "Pharmacie"
    HOPITAL = "hopital", "Hôpital"
    DEPARTEMENT = "departement", "Service du département"


class Metier(TextChoices):
    """The métier of a post; the rows of ``habilitations.csv``."""

    MEDECIN = "medecin", "Médecin"
    IDEC = "idec", "Infirmière coordinatrice"
    INFIRMIER = "infirmier", "Infirmière, infirmier"
    AIDE_SOIGNANT = "aide_soignant", "Aide-soignante, AES"
    PHARMACIEN = "pharmacien", "Pharmacienne, pharmacien"
    REEDUCATEUR = "reeducateur", "Kinésithérapeute, ergothérapeute, orthophoniste, psychomotricien"
    PSYCHOLOGUE = "psychologue", "Psychologue"
    EDUCATEUR = "educateur", "Éducatrice, éducateur"
    ANIMATEUR = "animateur", "Animatrice, animateur"
    ASSISTANT_SOCIAL = "assistant_social", "Assistante, assistant de service social"
    AIDE_DOMICILE = "aide_domicile", "Aide à domicile"
    HOTELIER = "hotelier", "Maître de maison, agent hôtelier"
    SECRETAIRE = "secretaire", "Secrétaire"
    CHEF_SERVICE = "chef_service", "Cheffe, chef de service"
    DIRECTEUR = "directeur", "Directrice, directeur"
    DPO = "dpo", "Délégué à la protection des données"
    ADMIN = "admin", "Administrateur technique"


class DataClass(TextChoices):
    """Kinds of data, as a person would name them; the columns of ``habilitations.csv``."""

    IDENTITE = "identite", "l'identité et les coordonnées"
    DROITS = "droits", "les droits et mesures de protection"
    SANTE = "sante", "le volet médical et les alertes"
    PRESCRIPTION = "prescription", "les prescriptions"
    ADMINISTRATION = "administration", "l'administration des médicaments"
    SOINS = "soins", "les constantes et les soins"
    TRANSMISSIONS_SOIN = "transmissions_soin", "les transmissions de soin"
    TRANSMISSIONS_VIE = "transmissions_vie", "les transmissions de vie sociale et éducatives"
    PSYCHOLOGUE = "psychologue", "les notes du psychologue"
    SOCIAL = "social", "le volet social et financier"
    EVALUATIONS = "evaluations", "les évaluations"
    PROJET = "projet", "le projet personnalisé"
    EVENEMENTS = "evenements", "les évènements"
    FACTURATION = "facturation", "la facturation"
    COMPTES = "comptes", "les comptes"
    TRACES = "traces", "les traces d'accès"
    INS = "ins", "la qualification de l'identité"
    DMP = "dmp", "Mon espace santé"
    MESSAGERIE = "messagerie", "la messagerie sécurisée"


class Act(TextChoices):
    """What is done to a kind of data; ``ALERTS`` is the smallest read: what everybody near the person must know, and no more."""

    ALERTS = "alerts", "connaître les alertes"
    READ = "read", "lire"
    WRITE = "write", "écrire"
    VALIDATE = "validate", "valider"


class Scope(TextChoices):
    """Which persons of the structure a métier may meet."""

    TEAM = "equipe", "les personnes dont on est l'équipe"
    STRUCTURE = "structure", "toutes les personnes de la structure"
    NOBODY = "personne", "aucune"
