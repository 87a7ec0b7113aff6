"""What came back about a message sent: read, integrated, delivered, bounced, refused (specs/mss §2.9)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from esante.mssante.integration import IntegrationError


class ReceiptKind(StrEnum):
    """What a receipt proves. Its absence proves nothing: «inconnu», never «non lu»."""

    RELAYED = "relayed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    DISPLAYED = "displayed"
    DELETED = "deleted"
    PROCESSED = "processed"
    BOUNCED = "bounced"
    NOT_INTEGRATED = "not-integrated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One fact about one recipient of one message.

    message_id   of the message it is about, angle brackets included; "" when the receipt does not say
    envelope_id  ENVID of the submission (our outbox id), "" when not returned
    recipient    mailbox concerned, as written by the partner
    automatic    no person acted (MDN-sent-automatically, DSN)
    status       enhanced status of a DSN ("5.1.1")
    error        why the document was not integrated, for NOT_INTEGRATED
    text         the partner's own words (diagnostic), never shown without their source
    """

    kind: ReceiptKind
    recipient: str = ""
    message_id: str = ""
    envelope_id: str = ""
    automatic: bool = True
    status: str = ""
    error: IntegrationError | None = None
    text: str = ""

    @property
    def sentence(self) -> str:
        """What to show in the timeline of a recipient, in French."""
        if self.kind is ReceiptKind.NOT_INTEGRATED and self.error:
            return self.error.sentence
        if self.kind is ReceiptKind.BOUNCED:
            return bounce_sentence(self.status, self.text)
        return _SENTENCES[self.kind]


_SENTENCES = {
    ReceiptKind.RELAYED: "Transmis à la messagerie du destinataire.",
    ReceiptKind.DELAYED: "Remise retardée : la messagerie du destinataire ne répond pas encore.",
    ReceiptKind.DELIVERED: "Remis dans la boîte du destinataire.",
    ReceiptKind.DISPLAYED: "Lu par le destinataire.",
    ReceiptKind.DELETED: "Supprimé par le destinataire sans avoir été lu.",
    ReceiptKind.PROCESSED: "Intégré au dossier par le logiciel du destinataire.",
    ReceiptKind.NOT_INTEGRATED: "Le document n'a pas pu être intégré.",
}

# Words of Mon espace santé and of operators -> what to tell (specs/mss §3.4). First match wins.
_BOUNCES = (
    (
        ("fermée", "fermee", "closed", "disabled"),
        "La messagerie de cette personne est fermée (compte fermé ou opposition).",
    ),
    (("patient non trouvé", "patient non trouve"), "Cette personne n'a pas d'espace santé à cette adresse."),
    (("adresse invalide", "invalid address"), "Cette adresse n'est pas valide."),
    (
        ("size", "taille", "too large", "trop volumineux"),
        "Le message est trop volumineux pour la boîte du destinataire.",
    ),
    (("quota", "full", "pleine"), "La boîte du destinataire est pleine."),
)
_STATUSES = {
    "5.1.0": "Cette adresse n'est pas valide.",
    "5.1.1": "Cette boîte n'existe pas.",
    "5.1.2": "Le domaine de cette adresse n'existe pas.",
    "5.1.3": "Cette adresse n'est pas valide.",
    "5.2.1": "Cette boîte est fermée.",
    "5.2.2": "La boîte du destinataire est pleine.",
    "5.3.4": "Le message est trop volumineux pour la boîte du destinataire.",
    "5.7.1": "La messagerie du destinataire refuse ce message.",
}


def bounce_sentence(status: str, text: str) -> str:
    """Why a message was not delivered, in plain French."""
    said = text.casefold()
    for words, sentence in _BOUNCES:
        if any(word in said for word in words):
            return sentence
    return _STATUSES.get(status, "Le message n'a pas pu être remis à ce destinataire.")
