"""Sending as a citizen: real SMTP to the operator, with the certificate of Mon espace santé and no person's token."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from uuid import uuid4

from esante.mssante import Address, Message, Notice, displayed_notice, may_answer

from sandbox.ca import KeyPair
from sandbox.config import HOST

POLICY = SMTP.clone(max_line_length=900, cte_type="7bit")
NIL = "DEV000002"
AGENT = "mes.bac-a-sable.test; Mon espace santé (bac à sable)"
SECONDS = 15.0
HOST_NAME = "mes.bac-a-sable.test"


def fresh_id() -> str:
    """A Message-ID without its angle brackets, never used before."""
    return f"{uuid4().hex}@{HOST_NAME}"


@dataclass(frozen=True, slots=True)
class Piece:
    """An attachment: name, media type, bytes."""

    name: str
    media_type: str
    data: bytes


class NotSent(Exception):
    """The message did not leave; `str()` says why, in French, to the person who wrote it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a citizen writes. `answers` are the Message-IDs of the conversation, the oldest first."""

    message_id: str
    sender: Address
    recipient: Address
    subject: str
    text: str
    at: datetime
    answers: Sequence[str] = ()
    pieces: Sequence[Piece] = ()

    def encoded(self) -> bytes:
        """The message, CRLF."""
        mail = EmailMessage(POLICY)
        mail["From"] = formataddr((self.sender.name, self.sender.mailbox))
        mail["To"] = self.recipient.mailbox
        mail["Subject"] = self.subject
        mail["Date"] = format_datetime(self.at)
        mail["Message-ID"] = self.message_id
        mail["X-MSS-NIL"] = NIL
        if self.answers:
            mail["In-Reply-To"] = self.answers[-1]
            mail["References"] = " ".join(self.answers)
        mail.set_content(self.text)
        for piece in self.pieces:
            main, _, sub = piece.media_type.partition("/")
            mail.add_attachment(piece.data, main, sub, filename=piece.name)
        return mail.as_bytes()


class Outbox:
    """The portal's way out. `pair` is the certificate of Mon espace santé."""

    def __init__(self, port: int, pair: KeyPair, trust: str) -> None:
        self._port = port
        self._pair = pair
        self._trust = trust

    def send(self, sender: str, recipient: str, content: bytes) -> None:
        """Hand a message to the operator, or raise `NotSent`."""
        context = ssl.create_default_context(cafile=self._trust)
        context.load_cert_chain(self._pair.certificate, self._pair.key)
        try:
            with smtplib.SMTP(HOST, self._port, local_hostname=HOST_NAME, timeout=SECONDS) as client:
                client.starttls(context=context)
                client.sendmail(sender, [recipient], content)
        except smtplib.SMTPRecipientsRefused as error:
            code, text = error.recipients[recipient]
            raise NotSent(_refusal(code, text.decode("utf-8", "replace"))) from error
        except smtplib.SMTPResponseException as error:
            raise NotSent(_refusal(error.smtp_code, str(error.smtp_error))) from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(
                "La messagerie est indisponible. Votre message n'est pas parti : réessayez dans un moment."
            ) from error

    def acknowledge(self, original: bytes, message: Message, reader: Address, message_id: str, at: datetime) -> bool:
        """Return the read receipt that was asked for, once the message is opened; says whether one left."""
        asked = may_answer(
            auto_submitted=message.auto_submitted,
            is_receipt=message.is_receipt,
            notify_to=message.notify_to,
            return_path=message.return_path,
        )
        if not asked:
            return False
        notice = Notice(
            message_id=message_id, date=at, sender=reader, recipient=Address(message.notify_to), original=original,
            subject=message.subject, answers=message.message_id, agent=AGENT, nil=NIL,
        )  # fmt: skip
        try:
            self.send("<>", message.notify_to, displayed_notice(notice))
        except NotSent:
            return False
        return True


def _refusal(code: int, text: str) -> str:
    if "closed" in text:
        return "Le professionnel a clos cette conversation : votre message n'est pas parti."
    if "contact" in text:
        return "Vous pouvez écrire à un professionnel seulement s'il vous a écrit le premier."
    if code == 552:
        return "Votre message est trop volumineux : retirez une pièce jointe."
    if code == 550:
        return "Cette boîte aux lettres n'existe plus : votre message n'est pas parti."
    return "La messagerie n'a pas accepté votre message. Il n'est pas parti."
