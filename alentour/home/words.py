"""The actions of the trail in words."""

from __future__ import annotations

from alentour.record.trail import WORDS as OF_A_RECORD

WORDS = OF_A_RECORD | {
    "session.opened": "s'est connecté",
    "session.renewed": "reconnexion à Pro Santé Connect",
    "session.closed": "s'est déconnecté",
    "session.expired": "session fermée après inactivité",
    "session.refused": "connexion refusée",
    "session.post": "a pris son poste",
    "session.locked": "écran verrouillé",
    "session.unlocked": "a déverrouillé l'écran",
    "factor.added": "a ajouté un second facteur",
    "factor.removed": "a retiré un second facteur",
    "factor.codes": "a refait ses codes de secours",
    "factor.code_used": "a utilisé un code de secours",
    "factor.used": "a utilisé une clé d'accès",
    "account.blocked": "compte suspendu après des échecs",
    "account.invited": "a invité à ouvrir un compte",
    "account.accepted": "a ouvert son compte local",
    "account.reset": "a réinitialisé un accès",
    "account.password": "a changé son mot de passe",
    "account.self_refused": "a voulu changer ses propres droits",
    "accounts.listed": "a consulté la liste des comptes",
    "professional.created": "compte créé",
    "post.closed": "poste fermé",
    "breakglass.searched": "a cherché une personne pour un accès d'urgence",
    "breakglass.closed": "a demandé un accès d'urgence réservé à d'autres métiers",
    "usager.read": "a ouvert un dossier",
    "usager.hidden": "a cherché un dossier hors de sa portée",
    "usager.closed": "a demandé un volet réservé à d'autres métiers",
    "door.closed": "a demandé un écran réservé à d'autres métiers",
    "thread.hidden": "a cherché une conversation hors de ses boîtes",
    "thread.attached": "a rattaché une conversation",
    "message.drafted": "a commencé un message",
    "message.received": "message reçu",
    "transmission.written": "a écrit une transmission",
    "transmission.corrected": "a corrigé une transmission",
    "transmissions.read": "a lu les transmissions",
    "tasks.team": "a ouvert les soins du jour",
    "events.listed": "a ouvert la liste des évènements",
    "document.created": "a établi un document",
    "document.validated": "a signé un document",
    "document.downloaded": "a téléchargé un document",
    "mailbox.opened": "boîte ouverte",
    "structure.created": "structure créée",
    "post.opened": "poste ouvert",
    "piece.read": "a ouvert une pièce jointe",
    "exchange.retried": "a relancé un échange",
    "exchange.cancelled": "a abandonné un échange",
    "trail.read": "a lu les traces d'accès",
}


def words_of(action: str) -> str:
    """In words when we have them; the technical name otherwise (nothing is hidden)."""
    return WORDS.get(action, action)
