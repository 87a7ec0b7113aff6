"""Which mode of authentication allows which transaction (PDT-INF-526 v1.8, PDT-INF-606 v1.3, dmp-ins §2.5).

Only what depends on the mode is refused here; the rights of each profession belong to the server, by its own request.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from esante.dmp.actor import Actor
from esante.dmp.errors import ForbiddenMode
from esante.vihf import Mode
from esante.xds import iti18


class Transaction(StrEnum):
    """The transactions Alentour makes."""

    EXISTENCE = "TD0.2"
    AUTHORIZATION = "TD0.3"
    DEPOSIT = "TD2.1"
    SEARCH = "TD3.1a"
    REFERENCE = "TD3.1b"
    READ = "TD3.2"
    VISIBILITY = "TD3.3a"
    DELETE = "TD3.3c"
    ARCHIVE = "TD3.3d"


_STRUCTURE: Final = {Transaction.EXISTENCE, Transaction.DEPOSIT, Transaction.REFERENCE, Transaction.DELETE}
_ALLOWED: Final = {
    Mode.INDIRECTE: _STRUCTURE,
    Mode.AIR: set(Transaction) - {Transaction.DEPOSIT},
    Mode.DIRECTE: set(Transaction),
}


def allowed(mode: Mode, transaction: Transaction) -> bool:
    """Whether the mode permits the transaction."""
    return transaction in _ALLOWED[mode]


def check_mode(actor: Actor, transaction: Transaction) -> None:
    """Raise :class:`ForbiddenMode`."""
    if allowed(actor.mode, transaction):
        return
    if transaction is Transaction.DEPOSIT:
        raise ForbiddenMode(
            "L'alimentation du DMP se fait au nom de la structure, pas au nom du professionnel connecté."
        )
    raise ForbiddenMode("Cette action sur le DMP demande un professionnel authentifié par Pro Santé Connect.")


def kind_of(query: iti18.Request) -> Transaction:
    """Fetching a known document by its identifier is TD3.1b; everything else is a search."""
    return Transaction.REFERENCE if query.query.name == "GetDocuments" else Transaction.SEARCH
