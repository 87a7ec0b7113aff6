"""Who may send, and to whom: the answers to MAIL and RCPT."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.mssante.citizens import Citizens
from sandbox.mssante.mailboxes import Mailboxes, domain_of
from sandbox.mssante.rules import (
    MES_CLOSED,
    MES_ONE_CITIZEN,
    SENDER,
    UNKNOWN,
    WHITE_LIST,
    Requirement,
)
from sandbox.mssante.whitelist import WhiteList


class Refusal(Exception):
    """An SMTP refusal. `reply` is the line answered, `requirement` what it stands on."""

    def __init__(self, requirement: Requirement, reply: str) -> None:
        super().__init__(reply)
        self.requirement = requirement
        self.reply = reply


class Gates:
    """The operator's registers, asked one question at a time."""

    def __init__(self, mailboxes: Mailboxes, citizens: Citizens, whitelist: WhiteList) -> None:
        self._mailboxes = mailboxes
        self._citizens = citizens
        self._whitelist = whitelist

    def is_operator(self, client: str) -> bool:
        """Whether a certificate is another operator's."""
        return self._whitelist.is_operator(client)

    def sender(self, address: str, *, idnps: str, client: str) -> None:
        """Check MAIL FROM; the null sender of a receipt is allowed to whoever is connected."""
        if not address:
            return
        if idnps and self._mailboxes.may_use(idnps, address):
            return
        if not idnps and self._whitelist.answers_for(client, domain_of(address)):
            return
        raise Refusal(SENDER, "553 5.7.1 Sender address not owned by the authenticated user")

    def recipient(self, sender: str, address: str, already: Sequence[str]) -> None:
        """Check RCPT TO: white list, then the rules of citizens, then the mailboxes of this operator."""
        if not self._whitelist.lists(domain_of(address)):
            raise Refusal(WHITE_LIST, "554 5.7.1 Recipient domain is not in the MSSante white list")
        if sender and self._citizens.concerns(sender):
            self._from_citizen(sender, address)
        if self._citizens.concerns(address):
            if any(self._citizens.concerns(other) and other != address for other in already):
                raise Refusal(MES_ONE_CITIZEN, "554 5.7.1 One citizen per message")
        elif self._mailboxes.get(address) is None:
            raise Refusal(UNKNOWN, "550 5.1.1 Mailbox unknown here")

    def _from_citizen(self, sender: str, address: str) -> None:
        requirement = self._citizens.why_not(sender, address)
        if requirement is not None:
            why = "conversation closed" if requirement is MES_CLOSED else "not a contact of this citizen"
            raise Refusal(requirement, f"554 5.7.1 Refused by Mon espace sante: {why}")
