"""A citizen's mail, arranged as conversations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from esante.mssante import Address, Message, ReceiptKind, UnreadableMessage, read
from lxml import html

from sandbox.mssante.citizenmail import CitizenMail, Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A message of a conversation, as it is shown. `text` is plain; `message` gives its attachments."""

    kept: Kept
    message: Message
    author: str
    text: str
    closes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Messages that answer each other. `mailbox` is where an answer goes, empty when there is none to give; `open` says
    whether it may still be given."""

    key: str
    notes: Sequence[Note]
    subject: str
    correspondent: str
    mailbox: str
    open: bool

    @property
    def last(self) -> datetime:
        """When something was last said."""
        return self.notes[-1].kept.received

    @property
    def unread(self) -> int:
        """Messages not opened yet."""
        return sum(not note.kept.seen for note in self.notes)

    @property
    def answered(self) -> Sequence[str]:
        """Message-IDs of the conversation, the oldest first, for References."""
        return [note.message.message_id for note in self.notes if note.message.message_id]


class Mailroom:
    """Reads the mail of any citizen."""

    def __init__(self, mail: Callable[[], CitizenMail], domain: str) -> None:
        self._mail = mail
        self._domain = domain
        self._read = lru_cache(maxsize=256)(self._message)

    @property
    def mail(self) -> CitizenMail:
        """Messages and contacts, as the operator holds them."""
        return self._mail()

    def conversations(self, matricule: str) -> list[Conversation]:
        """Conversations, the one last spoken in first."""
        threads: dict[str, list[Note]] = {}
        for kept in self.mail.messages(matricule):
            note = self._note(kept)
            if note is not None:
                threads.setdefault(kept.thread, []).append(note)
        found = [self._conversation(matricule, key, notes) for key, notes in threads.items()]
        return sorted(found, key=lambda conversation: conversation.last, reverse=True)

    def conversation(self, matricule: str, key: str) -> Conversation | None:
        """One conversation, or None."""
        return next((one for one in self.conversations(matricule) if one.key == key), None)

    def _note(self, kept: Kept) -> Note | None:
        message = self._read(kept.content, kept.received)
        if message is None or _only_tells_it_was_read(message):
            return None
        sender = message.sender or Address("inconnu@inconnu.test")
        return Note(
            kept=kept,
            message=message,
            author="" if kept.sent else shown(sender),
            text=_text(message),
            closes=message.closes and not kept.sent,
        )

    def _message(self, content: int, received: datetime) -> Message | None:
        """Parsed once; the hour is part of what is remembered, for numbers start again when the operator is reset."""
        try:
            return read(self.mail.content(content), citizen_domains=(self._domain,))
        except (KeyError, UnreadableMessage):
            return None

    def _conversation(self, matricule: str, key: str, notes: list[Note]) -> Conversation:
        other = _correspondent(notes)
        first = next((note for note in notes if note.message.title), notes[0])
        return Conversation(
            key=key,
            notes=notes,
            subject=first.message.title or "Sans objet",
            correspondent=shown(other) if other else "Mon espace santé",
            mailbox=other.mailbox.lower() if other else "",
            open=other is not None and self.mail.why_not(matricule, other.mailbox.lower()) is None,
        )


def shown(address: Address) -> str:
    """A correspondent's name: labels of the espace de confiance join words with underscores (ECO.2.2.7)."""
    return address.name.replace("_", " ") or address.mailbox


def _correspondent(notes: Sequence[Note]) -> Address | None:
    """Who an answer goes to: Reply-To or From of the last professional's message, else the recipient of ours."""
    for note in reversed(notes):
        message = note.message
        if not note.kept.sent and not message.automatic and message.sender:
            answer = message.reply_to[0] if message.reply_to else message.sender
            return replace(answer, name=answer.name or message.sender.name)
    for note in notes:
        if note.kept.sent and note.message.to:
            return note.message.to[0]
    return None


def _only_tells_it_was_read(message: Message) -> bool:
    """Receipts are not shown to citizens, except a message that could not be delivered."""
    return message.is_receipt and all(receipt.kind is not ReceiptKind.BOUNCED for receipt in message.receipts)


def _text(message: Message) -> str:
    if message.text or not message.html:
        return message.text.strip()
    return " ".join("".join(map(str, html.fromstring(message.html).itertext())).split())
