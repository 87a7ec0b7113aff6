"""A message received, taken apart once for all: what a person reads, what a program checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from esante.mssante.addresses import Address
from esante.mssante.receipts import Receipt
from esante.xdm import UnreadableArchive, XdmArchive


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """An attachment. Refer to it by ``part`` (its number, as IMAP counts: "2", "2.1"), never by ``name``.

    ``name`` is a label to show: decoded, without any folder. ``content_id`` serves images shown in the text.
    """

    part: str
    name: str
    media_type: str
    data: bytes = field(repr=False)
    inline: bool = False
    content_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedArchive:
    """An IHE_XDM.zip of the message: ``archive`` when it could be read, else ``failure`` says why."""

    file: ReceivedFile
    archive: XdmArchive | None = None
    failure: UnreadableArchive | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as read.

    subject       whole, decoded; ``title`` without the technical prefixes
    announces     the subject announces documents (XDM prefix)
    replaces      «annule et remplace»
    citizen       matricule of the usager who writes from Mon espace santé, "" for a professional
    closes        the conversation with the citizen is closed (X-MSS-MES: FIN, or subject [FIN])
    notify_to     mailbox to which a receipt is asked, "" for none
    automatic     sent by a program: never answered automatically
    receipts      what the message says of messages of ours (read, delivered, bounced…); () for an ordinary mail
    ins_flag      X-MSS-INS as sent ("O", "N" or ""); codes: X-MSS-CODECDA split; nil: X-MSS-NIL
    text, html    body to show, "" when absent; the HTML is raw: sanitise it before any display
    archives      IHE_XDM.zip addressed to us; files: every other attachment
    nested        subjects of the messages enclosed (forwards), for display
    oddities      what was tolerated while reading, in French
    """

    message_id: str
    date: datetime | None
    sender: Address | None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    return_path: str = ""
    subject: str = ""
    title: str = ""
    announces: bool = False
    replaces: bool = False
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    citizen: str = ""
    closes: bool = False
    notify_to: str = ""
    automatic: bool = False
    auto_submitted: str = ""
    receipts: tuple[Receipt, ...] = ()
    nil: str = ""
    ins_flag: str = ""
    codes: tuple[str, ...] = ()
    text: str = ""
    html: str = ""
    archives: tuple[ReceivedArchive, ...] = ()
    files: tuple[ReceivedFile, ...] = ()
    nested: tuple[str, ...] = ()
    size: int = 0
    oddities: tuple[str, ...] = ()

    @property
    def is_receipt(self) -> bool:
        """The message only tells the fate of another: it is shown in the timeline, not in the list."""
        return bool(self.receipts)

    @property
    def thread(self) -> tuple[str, ...]:
        """Message-IDs this message answers, the oldest first; () when it opens a conversation."""
        last = (self.in_reply_to,) if self.in_reply_to and self.in_reply_to not in self.references else ()
        return self.references + last
