"""Words of the round."""

from __future__ import annotations

from django.db.models import TextChoices


class Gesture(TextChoices):
    """What may be done beside the person without the network."""

    MEASURES = "constantes", "Constantes"
    TRANSMISSION = "transmission", "Transmission"
    DOSE = "prise", "Prise de médicament"
    TASK = "soin", "Soin ou surveillance"
    PHOTO = "photo", "Photo de plaie"
    CONSIGNE = "consigne", "Consigne de tournée"


class Outcome(TextChoices):
    """What came of a gesture when it reached the server. Nothing else exists: a gesture is never dropped."""

    APPLIED = "inscrit", "inscrit au dossier"
    CONFLICT = "conflit", "à comparer"
    REFUSED = "refuse", "à revoir"


class Settlement(TextChoices):
    """How somebody settled a gesture that was not written at once."""

    THEIRS = "dossier", "la version du dossier est gardée"
    MINE = "mienne", "la version du téléphone est gardée"
    BOTH = "deux", "les deux sont gardées"
    WRITTEN = "inscrit", "inscrit au dossier"
    ASIDE = "de_cote", "mis de côté"
