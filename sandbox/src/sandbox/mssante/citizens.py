"""Mon espace santé as a mail correspondent: which citizens have a mailbox, and whom each may answer.

Source: « Messagerie citoyenne, règles » V1.3. The address of a citizen is `<matricule INS>@patient.…`. Only a professional
opens a conversation; `X-MSS-MES: FIN`, or the subject `[FIN]` alone, closes it; writing again opens it again. When a message
carries Reply-To, the mailbox to answer becomes the contact and the sending mailbox does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sandbox.cast import Citizen
from sandbox.mssante.letter import Letter
from sandbox.mssante.mailboxes import domain_of
from sandbox.mssante.mailstore import MailStore
from sandbox.mssante.rules import (
    MES_BETWEEN_CITIZENS,
    MES_CLOSED,
    MES_INVALID,
    MES_NOT_OPENED,
    MES_OPPOSED,
    MES_UNKNOWN,
    Requirement,
)

State = Literal["open", "closed", "opposed"]

_MATRICULE = re.compile(r"[1-478][0-9]{4}(?:[0-9]{2}|2[AB])[0-9]{8}\Z")


class Undeliverable(Exception):
    """Mon espace santé refuses a message for good. `status` is RFC 3463; `reply` the SMTP line of its refusal."""

    def __init__(self, requirement: Requirement, code: int, status: str, reason: str) -> None:
        super().__init__(reason)
        self.requirement = requirement
        self.status = status
        self.reply = f"{code} {status} {reason}"


@dataclass(frozen=True, slots=True)
class Contact:
    """A mailbox known to a citizen. `open` says whether they may write to it; `since` when that last changed."""

    mailbox: str
    label: str
    open: bool
    since: datetime


class Citizens:
    """Accounts and contacts, in the operator's file."""

    def __init__(
        self, store: MailStore, citizens: Iterable[Citizen], domain: str, clock: Callable[[], datetime]
    ) -> None:
        self._db = store.db
        self._known = {citizen.matricule: citizen for citizen in citizens}
        self.domain = domain
        self._clock = clock

    def concerns(self, address: str) -> bool:
        """Whether an address is a citizen's."""
        return domain_of(address) == self.domain

    def address(self, matricule: str) -> str:
        """The address of a citizen, in lower case as the operator keeps addresses."""
        return f"{matricule.lower()}@{self.domain}"

    def state(self, matricule: str) -> State | None:
        """State of an account; None when nobody has that INS. An account the cast does not open is opposed."""
        row = self._db.one("SELECT state FROM citizen WHERE matricule = ?", (matricule,))
        if row:
            known: State = row["state"]
            return known
        citizen = self._known.get(matricule)
        return None if citizen is None else ("open" if citizen.ens else "opposed")

    def set_state(self, matricule: str, state: State) -> None:
        """Open, close or oppose an account."""
        self._db.execute(
            "INSERT INTO citizen VALUES (?, ?) ON CONFLICT (matricule) DO UPDATE SET state = excluded.state",
            (matricule, state),
        )

    def admit(self, address: str) -> str:
        """The matricule behind an address, when its mailbox is open; `Undeliverable` otherwise."""
        matricule = address.partition("@")[0].upper()
        if not _MATRICULE.match(matricule):
            raise Undeliverable(MES_INVALID, 553, "5.1.3", "Adresse invalide")
        state = self.state(matricule)
        if state is None:
            raise Undeliverable(MES_UNKNOWN, 550, "5.1.1", "Patient non trouve")
        if state != "open":
            raise Undeliverable(MES_OPPOSED, 550, "5.2.1", "Messagerie fermee")
        return matricule

    def received(self, matricule: str, letter: Letter) -> None:
        """Update the contacts after a message from a professional; a receipt changes nothing."""
        if letter.is_notice or not letter.author:
            return
        answered = letter.addresses("Reply-To") or letter.addresses("From")
        if closes(letter):
            for mailbox in {letter.author, *(address for _, address in answered)}:
                self._set_contact(matricule, mailbox, "", open_=False)
        else:
            for label, mailbox in answered:
                self._set_contact(matricule, mailbox, label, open_=True)

    def why_not(self, sender: str, recipient: str) -> Requirement | None:
        """What forbids a citizen to write to an address, or None."""
        if self.concerns(recipient):
            return MES_BETWEEN_CITIZENS
        for contact in self.contacts(sender.partition("@")[0].upper()):
            if contact.mailbox == recipient:
                return None if contact.open else MES_CLOSED
        return MES_NOT_OPENED

    def contacts(self, matricule: str) -> list[Contact]:
        """Mailboxes that wrote to a citizen, the latest change first."""
        rows = self._db.rows("SELECT * FROM contact WHERE matricule = ? ORDER BY since DESC", (matricule,))
        return [
            Contact(row["mailbox"], row["label"], bool(row["open"]), datetime.fromisoformat(row["since"]))
            for row in rows
        ]

    def _set_contact(self, matricule: str, mailbox: str, label: str, *, open_: bool) -> None:
        self._db.execute(
            "INSERT INTO contact VALUES (?, ?, ?, ?, ?) ON CONFLICT (matricule, mailbox) DO UPDATE SET"
            " open = excluded.open, since = excluded.since,"
            " label = CASE excluded.label WHEN '' THEN label ELSE excluded.label END",
            (matricule, mailbox, label, int(open_), self._clock().isoformat()),
        )


def closes(letter: Letter) -> bool:
    """Whether a message closes the conversation (ECO.2.2.8)."""
    return letter.header("X-MSS-MES").upper() == "FIN" or letter.header("Subject") == "[FIN]"
