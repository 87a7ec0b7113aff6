"""Stays and what moves inside them."""

from __future__ import annotations

from django.db.models import TextChoices


class StayKind(TextChoices):
    DOMICILE = "domicile", "à domicile"
    PERMANENT = "permanent", "hébergement permanent"
    TEMPORAIRE = "temporaire", "hébergement temporaire"
    JOUR = "jour", "accueil de jour"
    CONSULTATION = "consultation", "suivi en consultation"


class EntryMode(TextChoices):
    """Where the person comes from when a stay begins."""

    DOMICILE = "domicile", "le domicile"
    ETABLISSEMENT = "etablissement", "un autre établissement ou service"
    HOPITAL = "hopital", "l'hôpital"
    SMR = "smr", "un SMR"
    FAMILLE = "famille", "sa famille"
    ASE = "ase", "l'aide sociale à l'enfance"
    AUTRE = "autre", "ailleurs"


class ExitMode(TextChoices):
    """Where the person goes when a stay ends."""

    DOMICILE = "domicile", "le domicile"
    ETABLISSEMENT = "etablissement", "un autre établissement ou service"
    HOPITAL = "hopital", "l'hôpital"
    FAMILLE = "famille", "sa famille"
    DECES = "deces", "décès"
    AUTRE = "autre", "ailleurs"


class MovementKind(TextChoices):
    """What happens during a stay."""

    HOSPITALISATION = "hospitalisation", "Hospitalisation"
    FAMILLE = "famille", "Absence en famille"
    VACANCES = "vacances", "Vacances ou séjour"
    CONVENANCE = "convenance", "Absence pour convenance"
    SANS_PREVENIR = "sans_prevenir", "Sortie sans prévenir"
    ACCUEIL = "accueil", "Accueil temporaire ailleurs"
    CHAMBRE = "chambre", "Changement de chambre ou d'unité"
