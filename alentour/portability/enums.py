"""Words of the transfers."""

from __future__ import annotations

from django.db.models import TextChoices


class Reach(TextChoices):
    """How much leaves."""

    ONE = "un", "le dossier d'une personne"
    ALL = "tous", "tous les dossiers de la structure"


class Reason(TextChoices):
    """Why a record leaves: chosen each time, kept in the trace."""

    ORIENTATION = "orientation", "la personne change d'établissement ou de service"
    RELAIS = "relais", "un autre établissement l'accompagne aussi"
    DEMANDE = "demande", "la personne, ou son représentant, demande ses données"
    LOGICIEL = "logiciel", "la structure change de logiciel ou se réunit avec une autre"
    AUTRE = "autre", "autre motif, écrit ci-dessous"


class JobState(TextChoices):
    """Where a long piece of work is; ``QUEUED`` and ``RUNNING`` are taken by the runner."""

    QUEUED = "attente", "en attente"
    RUNNING = "cours", "en cours"
    READY = "pret", "prêt"
    FAILED = "echec", "arrêté"
    DELETED = "supprime", "supprimé"


class Stage(TextChoices):
    """What an import does: read and compare, wait for a person, write, take back."""

    CHECK = "controle", "contrôle"
    APPLY = "reprise", "reprise"
    UNDO = "annulation", "annulation"


class Standing(TextChoices):
    """Where one person of an import is."""

    DOUBT = "doute", "identité à rapprocher"
    READY = "pret", "prête à être reprise"
    SKIPPED = "ecarte", "laissée de côté"
    APPLIED = "repris", "reprise"
    FAILED = "refuse", "non reprise"
    UNDONE = "annule", "reprise annulée"


class Choice(TextChoices):
    """What a person decides of two lines that say different things."""

    OURS = "notre", "garder la nôtre"
    THEIRS = "leur", "prendre la leur"
    BOTH = "deux", "garder les deux"
