"""What to know of the health and the habits of the person."""

from __future__ import annotations

from django.db.models import TextChoices


class AlertKind(TextChoices):
    ALLERGIE = "allergie", "Allergie"
    RISQUE = "risque", "Risque"
    SURVEILLANCE = "surveillance", "Surveillance"
    SITUATION = "situation", "Situation à connaître"
    SANS_ALLERGIE = "sans_allergie", "Aucune allergie connue"


class AlertTopic(TextChoices):
    """What an alert is about, when it is one of those everybody knows."""

    CHUTE = "chute", "Risque de chute"
    FAUSSE_ROUTE = "fausse_route", "Fausses routes"
    FUGUE = "fugue", "Risque de fugue"
    ESCARRE = "escarre", "Risque d'escarre"
    DENUTRITION = "denutrition", "Dénutrition"
    SUICIDE = "suicide", "Risque suicidaire"
    VIOLENCE = "violence", "Agressivité"
    CONTENTION = "contention", "Contention prescrite"
    ISOLEMENT = "isolement", "Précautions complémentaires (BMR)"
    DIABETE = "diabete", "Diabète"
    EPILEPSIE = "epilepsie", "Épilepsie"
    ANTICOAGULANT = "anticoagulant", "Anticoagulant"
    OXYGENE = "oxygene", "Oxygène"
    AUTRE = "autre", "Autre"


class Severity(TextChoices):
    LEGERE = "legere", "légère"
    MODEREE = "moderee", "modérée"
    GRAVE = "grave", "grave"
    VITALE = "vitale", "a mis la vie en danger"


class Certainty(TextChoices):
    SUSPECTEE = "suspectee", "suspectée"
    RAPPORTEE = "rapportee", "rapportée par la personne ou ses proches"
    CONFIRMEE = "confirmee", "confirmée"


class ProblemKind(TextChoices):
    ACTIF = "actif", "Problème en cours"
    MEDICAL = "medical", "Antécédent médical"
    CHIRURGICAL = "chirurgical", "Antécédent chirurgical"
    FAMILIAL = "familial", "Antécédent familial"


class DeviceKind(TextChoices):
    LUNETTES = "lunettes", "Lunettes"
    DENTIER = "dentier", "Prothèse dentaire"
    AUDIO = "audio", "Appareil auditif"
    CANNE = "canne", "Canne"
    DEAMBULATEUR = "deambulateur", "Déambulateur"
    FAUTEUIL = "fauteuil", "Fauteuil roulant"
    LEVE_PERSONNE = "leve_personne", "Lève-personne ou verticalisateur"
    LIT = "lit", "Lit médicalisé, matelas"
    PROTHESE = "prothese", "Prothèse ou orthèse"
    STIMULATEUR = "stimulateur", "Stimulateur cardiaque"
    SONDE = "sonde", "Sonde"
    STOMIE = "stomie", "Stomie"
    CATHETER = "catheter", "Cathéter, chambre implantable"
    OXYGENE = "oxygene", "Oxygène, ventilation"
    PROTECTION = "protection", "Protections"
    COMMUNICATION = "communication", "Aide à la communication"
    AUTRE = "autre", "Autre aide ou dispositif"


class HabitTheme(TextChoices):
    """The themes of the habits, in the order of a day."""

    LEVER = "lever", "Lever et coucher"
    TOILETTE = "toilette", "Toilette et habillage"
    REPAS = "repas", "Repas : texture, goûts, aversions"
    SOMMEIL = "sommeil", "Sommeil"
    ELIMINATION = "elimination", "Élimination"
    MOBILITE = "mobilite", "Mobilité et aides techniques"
    COMMUNICATION = "communication", "Communication"
    RELATIONS = "relations", "Relations et vie affective"
    LOISIRS = "loisirs", "Loisirs et centres d'intérêt"
    CULTE = "culte", "Culte et convictions"
    APAISE = "apaise", "Ce qui apaise"
    INQUIETE = "inquiete", "Ce qui inquiète"
    AUTRE = "autre", "Autres habitudes"
