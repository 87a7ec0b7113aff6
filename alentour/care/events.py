"""Words of the events: what happened, how serious, who was told, what follows. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from django.db.models import TextChoices


class EventKind(TextChoices):
    CHUTE = "chute", "chute"
    MALAISE = "malaise", "malaise"
    FUGUE = "fugue", "sortie inquiétante"
    MEDICAMENT = "medicament", "erreur médicamenteuse"
    FAUSSE_ROUTE = "fausse_route", "fausse route"
    VIOLENCE = "violence", "violence"
    HOSPITALISATION = "hospitalisation", "hospitalisation en urgence"
    EIG = "eig", "évènement indésirable grave"
    AUTRE = "autre", "autre évènement"


class Severity(TextChoices):
    SANS = "sans", "sans conséquence"
    BENIN = "benin", "bénin"
    MODERE = "modere", "modéré"
    GRAVE = "grave", "grave"
    DECES = "deces", "décès"


SERIOUS = (Severity.GRAVE, Severity.DECES)


class Told(TextChoices):
    """Who was told; the three first are asked at once."""

    FAMILLE = "famille", "famille, proche"
    MEDECIN = "medecin", "médecin"
    DIRECTION = "direction", "direction"
    REPRESENTANT = "representant", "représentant légal"
    COORDINATION = "coordination", "infirmière coordinatrice"
    SECOURS = "secours", "secours"


ASKED = (Told.FAMILLE, Told.MEDECIN, Told.DIRECTION)


class Circumstance(TextChoices):
    """What the person was doing when she fell."""

    MARCHE = "marche", "en marchant"
    LEVER = "lever", "en se levant"
    TRANSFERT = "transfert", "pendant un transfert"
    TOILETTES = "toilettes", "aux toilettes, à la toilette"
    LIT = "lit", "du lit"
    FAUTEUIL = "fauteuil", "du fauteuil"
    DEHORS = "dehors", "dehors"
    INCONNU = "inconnu", "trouvée à terre, personne n'a vu"


class Known(TextChoices):
    OUI = "oui", "oui"
    NON = "non", "non"
    INCONNU = "inconnu", "on ne sait pas"


class StepKind(TextChoices):
    """What follows an event."""

    COMPLEMENT = "complement", "complément"
    ANALYSE = "analyse", "analyse"
    ACTION = "action", "action corrective"
    SURVEILLANCE = "surveillance", "surveillance"


# The events after which the catalogue of soins proposes surveillances (``tasks.csv``, column after).
WATCHED = {EventKind.CHUTE, EventKind.MALAISE, EventKind.FUGUE}

# Anticoagulants as they are written on an ordonnance (substance, then names they are sold under); to be read, never to decide.
ANTICOAGULANTS = (
    "warfarine", "fluindione", "acenocoumarol", "apixaban", "rivaroxaban", "dabigatran", "edoxaban", "heparine", "enoxaparine",
    "tinzaparine", "nadroparine", "dalteparine", "fondaparinux", "coumadine", "previscan", "sintrom", "eliquis", "xarelto",
    "pradaxa", "lovenox", "innohep", "fraxiparine", "fragmine", "calciparine", "arixtra",
)  # fmt: skip


def anticoagulants(drugs: Iterable[str]) -> list[str]:
    """Those of ``drugs`` whose name says an anticoagulant, whatever its accents and capitals."""
    return [drug for drug in drugs if any(name in _plain(drug) for name in ANTICOAGULANTS)]


def _plain(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))
