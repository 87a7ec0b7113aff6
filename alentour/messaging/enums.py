"""Words of the messaging."""

from __future__ import annotations

from django.db.models import TextChoices


class BoxKind(TextChoices):
    """Types of mailbox (TRE_R257): of a person, of a team, read by software only."""

    PER = "PER", "personnelle"
    ORG = "ORG", "d'équipe"
    APP = "APP", "applicative"


class ThreadState(TextChoices):
    """Who deals with it. The words are those of the list (specs/mss §6.2)."""

    NEW = "nouveau", "nouveau"
    TAKEN = "pris_en_charge", "pris en charge"
    AWAITING = "en_attente", "en attente de réponse"
    DONE = "traite", "traité"


class MessageState(TextChoices):
    """Draft and outbox states; a received message is always ``RECEIVED``."""

    DRAFT = "brouillon", "brouillon"
    QUEUED = "en_file", "en file"
    ACCEPTED = "accepte", "accepté"
    FAILED = "echec", "en échec"
    RECEIVED = "recu", "reçu"


class RoadState(TextChoices):
    """How far a message went for one recipient (specs/mss §2.9)."""

    QUEUED = "en_file", "en file"
    ACCEPTED = "accepte", "accepté"
    DELIVERED = "remis", "remis"
    READ = "lu", "lu"
    INTEGRATED = "integre", "intégré"
    REFUSED = "refuse", "refusé"


ROAD_ORDER = [RoadState.QUEUED, RoadState.ACCEPTED, RoadState.DELIVERED, RoadState.READ, RoadState.INTEGRATED]


class PartKind(TextChoices):
    """What an attachment is, for what can be done with it."""

    XDM = "xdm", "archive de documents"
    PDF = "pdf", "PDF"
    IMAGE = "image", "image"
    OTHER = "autre", "autre fichier"
