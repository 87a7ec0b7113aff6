"""Words of the exchanges."""

from __future__ import annotations

from django.db.models import TextChoices


class Service(TextChoices):
    """The partner of an exchange."""

    PSC = "psc", "Pro Santé Connect"
    INSI = "insi", "Téléservice INSi"
    DMP = "dmp", "DMP · Mon espace santé"
    MSS = "mss", "Messagerie sécurisée (MSSanté)"
    ANNUAIRE = "annuaire", "Annuaire Santé"


class Direction(TextChoices):
    OUT = "out", "envoi"
    IN = "in", "réception"


class State(TextChoices):
    """Where an exchange is. Only ``READY`` and ``RUNNING`` are taken by the runner."""

    READY = "ready", "en file"
    RUNNING = "running", "en cours"
    WAITING = "waiting", "en attente d'une personne"
    ACCEPTED = "accepted", "accepté"
    REFUSED = "refused", "refusé"
    CANCELLED = "cancelled", "annulé"


OPEN_STATES = (State.READY, State.RUNNING, State.WAITING)
