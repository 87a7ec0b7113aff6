"""Who may see a mailbox and a thread, and what keeps a message from leaving."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.documents.models import Document
from alentour.identity.models import Usager
from alentour.identity.rules import why_not_usable
from alentour.messaging import trust
from alentour.messaging.models import Mailbox

MAX_BYTES = 25 * 1024 * 1024
# base64 and headers: what 25 MB on the wire leaves for the files themselves (specs/mss §3.4)
MAX_FILES = 18 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One thing that keeps the message here, and the screen where it is mended (empty when it is this very one)."""

    sentence: str
    action: str = ""
    url: str = ""


def boxes_of(post: Post) -> list[Mailbox]:
    """The mailboxes a post reads, its own first."""
    if not can(post, Act.READ, DataClass.MESSAGERIE):
        return []
    return list(post.mailboxes.order_by("-kind", "label"))


def boxes_to_send(post: Post) -> list[Mailbox]:
    if not can(post, Act.WRITE, DataClass.MESSAGERIE):
        return []
    return list(post.mailboxes.filter(member__can_send=True, member__post=post).order_by("-kind", "label"))


def hindrances(
    *, usager: Usager | None, addresses: Sequence[str], documents: Sequence[Document], size: int, post: Post
) -> list[Hindrance]:
    """Everything that keeps the message from leaving, said before sending; empty when it may go."""
    found = [*_recipients(addresses), *too_heavy(size)]
    if documents and usager is not None:
        found += [Hindrance(r.sentence, r.action_label, r.url) for r in why_not_usable(usager)]
    for document in documents:
        if usager is None or document.usager_id != usager.id:
            found.append(Hindrance(f"« {document.title} » n'est pas un document de cette personne : retirez-le."))
        if not can(post, Act.READ, document.traits.data_class):
            found.append(
                Hindrance(f"Votre métier n'ouvre pas « {document.title} » : il ne peut pas partir en votre nom.")
            )
        if document.hidden_from_pros and not _all_citizens(addresses):
            found.append(
                Hindrance(f"« {document.title} » est masqué aux professionnels : il ne peut partir qu'à la personne.")
            )
        if document.hidden_from_usager and any(_citizen(a) for a in addresses):
            found.append(
                Hindrance(f"« {document.title} » n'est pas visible par la personne : il ne peut pas lui être envoyé.")
            )
    return found


def _recipients(addresses: Sequence[str]) -> list[Hindrance]:
    if not addresses:
        return [Hindrance("Choisissez au moins un destinataire.")]
    outside = [address for address in addresses if not trust.knows(address)]
    return [
        Hindrance(
            f"{address} n'est pas une adresse de l'espace de confiance MSSanté : un message de santé ne peut pas y aller. "
            "Cherchez la personne dans l'annuaire, ou retirez cette adresse ; votre brouillon est gardé."
        )
        for address in outside
    ]


def too_heavy(size: int) -> list[Hindrance]:
    """What is said of files of ``size`` bytes in all; nothing when the operator takes them."""
    if size <= MAX_FILES:
        return []
    weight = f"{size / 1024 / 1024:.0f}"
    return [
        Hindrance(
            f"Les pièces jointes pèsent {weight} Mo ; la messagerie en accepte {MAX_FILES // 1024 // 1024}. "
            "Retirez-en une ou envoyez-les en deux messages ; votre brouillon est gardé."
        )
    ]


def _citizen(address: str) -> bool:
    return address.lower().endswith("@" + settings.CONNECTORS.mss.citizen_domain)


def _all_citizens(addresses: Sequence[str]) -> bool:
    return all(_citizen(address) for address in addresses)


def folded(text: str) -> str:
    """Lower case without accents, to compare what people type."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("-", " ").replace("'", " ")
