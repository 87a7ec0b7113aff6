"""What the messaging says to its gateway and hears from it: plain values, no word of IMAP, SMTP or MIME above."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from alentour.messaging.enums import PartKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingFile:
    """An ordinary attachment (a photo alone, a PDF alone)."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingDocument:
    """A document of the record: its CDA, and the PDF that a person reads."""

    cda: bytes
    pdf: bytes
    carries_ins: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message ready to be written. ``identity`` is « NOM prénom AAAA-MM-JJ » pieces of the person, None when nobody is named."""

    message_id: str
    at: datetime
    sender: str
    sender_label: str
    recipients: tuple[tuple[str, str], ...]
    subject: str
    body: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    documents: tuple[OutgoingDocument, ...] = ()
    files: tuple[OutgoingFile, ...] = ()
    closes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The operator's answer, recipient by recipient: accepted, refused for good (code, sentence), to be tried again."""

    accepted: tuple[str, ...] = ()
    refused: dict[str, tuple[str, str]] = field(default_factory=dict)
    later: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingPart:
    part: str
    name: str
    media_type: str
    kind: PartKind
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """News of a message sent earlier. ``recipient`` may be empty: then it concerns them all."""

    step: Literal["remis", "lu", "integre", "refuse"]
    about: str
    recipient: str = ""
    at: datetime | None = None
    code: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A message received, understood. ``code`` is the quarantine code of specs/mss §2.8 (900 to 906), empty when nothing is wrong."""

    message_id: str
    at: datetime
    sender: str
    sender_label: str
    to: tuple[tuple[str, str], ...]
    subject: str
    body: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    documents: tuple[bytes, ...] = ()
    parts: tuple[IncomingPart, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    is_receipt: bool = False
    receipt_to: str = ""
    automatic: bool = False
    citizen: bool = False
    code: str = ""
    reason: str = ""
    quarantined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    uid: int
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """New messages of a mailbox; ``uidvalidity`` tells whether the numbering is still the one we knew."""

    uidvalidity: int
    messages: tuple[Fetched, ...]
