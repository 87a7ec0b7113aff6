"""The only door by which the portal of Mon espace santé reaches a citizen's mail: reading here, writing by SMTP."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sandbox.mssante.citizens import Citizens, Contact, State
from sandbox.mssante.mailstore import INBOX, MailStore, MessageRow
from sandbox.mssante.rules import Requirement
from sandbox.mssante.threads import thread_of

SENT = "Sent"
SEEN = "\\Seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A message of a citizen. `sent` says whether they wrote it; `number` names it among all their messages."""

    number: int
    thread: str
    received: datetime
    sent: bool
    seen: bool
    content: int


class CitizenMail:
    """Messages, contacts and account of any citizen, by matricule."""

    def __init__(self, store: MailStore, citizens: Citizens) -> None:
        self._store = store
        self._citizens = citizens

    def messages(self, matricule: str) -> list[Kept]:
        """Received and sent, the oldest first."""
        found = [self._kept(row, sent=False) for row in self._rows(matricule, INBOX)]
        found += [self._kept(row, sent=True) for row in self._rows(matricule, SENT)]
        return sorted(found, key=lambda kept: kept.received)

    def content(self, number: int) -> bytes:
        """The bytes of a message, by `Kept.content`; KeyError when it is gone."""
        return self._store.content(number)

    def mark_seen(self, matricule: str, kept: Kept) -> None:
        """Remember that a received message was opened."""
        for row in self._rows(matricule, INBOX):
            if not kept.sent and row.uid * 2 == kept.number:
                self._store.set_flags(row.folder, {row.uid: row.flags | {SEEN}})

    def keep_sent(self, matricule: str, content: bytes) -> None:
        """Keep a copy of what the citizen sent."""
        folder = self._store.folder(self._citizens.address(matricule), SENT)
        with self._store.transaction():
            self._store.append(folder.id, self._store.keep(content), thread=thread_of(content), flags=[SEEN])

    def address(self, matricule: str) -> str:
        """The citizen's address."""
        return self._citizens.address(matricule)

    def contacts(self, matricule: str) -> Sequence[Contact]:
        """Mailboxes that wrote to the citizen."""
        return self._citizens.contacts(matricule)

    def why_not(self, matricule: str, mailbox: str) -> Requirement | None:
        """What forbids the citizen to write to a mailbox, or None."""
        return self._citizens.why_not(self.address(matricule), mailbox)

    def state(self, matricule: str) -> State | None:
        """State of the citizen's mail account."""
        return self._citizens.state(matricule)

    def set_state(self, matricule: str, state: State) -> None:
        """Open or close the citizen's mail account."""
        self._citizens.set_state(matricule, state)

    def _rows(self, matricule: str, name: str) -> list[MessageRow]:
        return self._store.messages(self._store.folder(self._citizens.address(matricule), name).id)

    def _kept(self, row: MessageRow, *, sent: bool) -> Kept:
        return Kept(
            number=row.uid * 2 + sent,
            thread=row.thread,
            received=row.received,
            sent=sent,
            seen=SEEN in row.flags,
            content=row.content,
        )
