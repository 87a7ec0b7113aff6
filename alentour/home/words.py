"""The actions of the trail in words."""

from __future__ import annotations

WORDS = {
    "session.opened": "s'est connecté",
    "session.renewed": "reconnexion à Pro Santé Connect",
    "session.closed": "s'est déconnecté",
    "session.expired": "session fermée après inactivité",
    "session.refused": "connexion refusée",
    "session.post": "a pris son poste",
    "usager.read": "a ouvert un dossier",
    "usager.hidden": "a cherché un dossier hors de sa portée",
    "usager.closed": "a demandé un volet réservé à d'autres métiers",
    "door.closed": "a demandé un écran réservé à d'autres métiers",
    "thread.read": "a lu une conversation",
    "thread.hidden": "a cherché une conversation hors de ses boîtes",
    "thread.attached": "a rattaché une conversation",
    "message.drafted": "a commencé un message",
    "message.sent": "a envoyé un message",
    "message.received": "message reçu",
    "piece.read": "a ouvert une pièce jointe",
    "document.read": "a ouvert un document",
    "exchange.asked": "a demandé un échange",
    "exchange.settled": "échange terminé",
    "exchange.retried": "a relancé un échange",
    "exchange.cancelled": "a abandonné un échange",
    "consent.collected": "a recueilli une décision de la personne",
    "identity.created": "a créé une identité",
    "identity.insi_asked": "a interrogé INSi",
    "identity.validated": "a vérifié une pièce d'identité",
    "trail.read": "a lu les traces d'accès",
}


def words_of(action: str) -> str:
    """In words when we have them; the technical name otherwise (nothing is hidden)."""
    return WORDS.get(action, action)
