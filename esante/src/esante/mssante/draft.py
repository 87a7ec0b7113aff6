"""A message to be written, before it is bytes: what the writer decided, checked against the rules of MSSanté."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from esante.mssante.addresses import Address

SenderKind = Literal["PER", "ORG", "APP"]


@dataclass(frozen=True, slots=True)
class File:
    """An ordinary attachment: photo, PDF, invitation, structured extract."""

    name: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """Health documents to send: the archive and, in its order, one PDF/A-1 per document (ECO.2.1.1, 2.1.5).

    archive    IHE_XDM.zip as `esante.xdm.write_archive` makes it
    pdfs       for a non-structured document, byte for byte the PDF embedded in the CDA
    folder     number of the file or stay, added to the names of the PDF ("" for none)
    qualified  status of the usager's identity in the record: an INS never leaves an unqualified one (INS/va1.53)
    """

    archive: bytes = field(repr=False)
    pdfs: tuple[bytes, ...] = field(repr=False)
    folder: str = ""
    qualified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One message. Its bytes depend on nothing else: same draft, same bytes.

    message_id   ``<uuid@our-domain>``, given once when the draft enters the outbox and kept on every retry
    nil          number of the software in the Convergence register (ECO.2.4.3)
    sender_kind  an APP mailbox must say where people answer (``reply_to``)
    subject      of a message without documents; with documents it is computed, and this must be ""
    notify       ask for a read receipt
    answers      Message-IDs of the thread, the oldest first, the one answered last
    replaces     «annule et remplace» the message answered
    closes       end the conversation with the citizen (X-MSS-MES: FIN)
    citizen_domains  domains of Mon espace santé in this environment
    accept_test  the INS of test counts as qualified (never in production)
    """

    message_id: str
    date: datetime
    nil: str
    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...] = ()
    reply_to: Address | None = None
    sender_kind: SenderKind = "PER"
    subject: str = ""
    text: str
    html: str = ""
    documents: Documents | None = None
    files: tuple[File, ...] = ()
    notify: bool = False
    answers: tuple[str, ...] = ()
    replaces: bool = False
    closes: bool = False
    citizen_domains: tuple[str, ...] = ("patient.mssante.fr",)
    accept_test: bool = False

    @property
    def recipients(self) -> tuple[Address, ...]:
        """Everybody the message goes to."""
        return self.to + self.cc
