"""What the Annuaire Santé requires of a request."""

from __future__ import annotations

from sandbox.rules import Rule

KEY = Rule(
    "annuaire.key",
    "Annuaire Santé, guide de démarrage de l'API FHIR",
    "Chaque demande porte l'en-tête ESANTE-API-KEY avec la clé de l'application.",
)
RATE = Rule(
    "annuaire.rate",
    "Annuaire Santé, conditions d'usage de l'API",
    "Une application fait au plus 17 demandes par seconde.",
)
PARAMETER = Rule(
    "annuaire.parameter",
    "Annuaire Santé, API v2, paramètres servis ; FHIR R4 §3.1.1.3",
    "Seuls les paramètres servis sont acceptés ; mailbox-mss-type figure au guide mais n'est pas servi.",
)
MODIFIER = Rule(
    "annuaire.modifier",
    "Annuaire Santé, API v2 ; FHIR R4 §3.1.1.5.5",
    "Un texte se cherche par son début, avec :contains n'importe où, avec :exact en entier ; rien d'autre.",
)
VALUE = Rule("annuaire.value", "FHIR R4 §3.1.1.4", "La valeur d'un paramètre a la forme de son type.")
INCLUDE = Rule(
    "annuaire.include",
    "Annuaire Santé, API v2 ; FHIR R4 §3.1.1.5.7",
    "On inclut PractitionerRole:practitioner, PractitionerRole:organization ou « * », dans un sens ou dans l'autre.",
)
RESOURCE = Rule(
    "annuaire.resource",
    "Annuaire Santé, API v2",
    "L'annuaire sert Practitioner, PractitionerRole et Organization ; ni recherche à la racine ni lot (batch).",
)
UNKNOWN = Rule("annuaire.unknown", "FHIR R4 §3.1.0.1", "La ressource lue par son identifiant existe.")
FAULT = Rule("annuaire.fault", "Console du bac à sable", "Un défaut programmé a été appliqué.")

RULES = tuple(value for value in vars().values() if isinstance(value, Rule))
