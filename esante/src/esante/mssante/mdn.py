"""Message Disposition Notification (RFC 8098) as MSSanté uses it: read, integrated, not integrated (specs/mss §2.9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from esante.mssante.addresses import Address
from esante.mssante.headers import Headers
from esante.mssante.integration import LABELS, IntegrationError, read_integration_error
from esante.mssante.mime import address_header, boundary, date_header, header_block, message_id, one_line
from esante.mssante.receipts import Receipt, ReceiptKind
from esante.mssante.subjects import ko_subject, read_subject

_TYPES = {
    "displayed": ReceiptKind.DISPLAYED,
    "processed": ReceiptKind.PROCESSED,
    "dispatched": ReceiptKind.PROCESSED,
    "deleted": ReceiptKind.DELETED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A receipt to send back about a message received.

    original     the message received, whole, as its bytes arrived; returned inside the notice
    subject      its subject, decoded; answers: its Message-ID
    sender       the mailbox it was delivered to; recipient: its Disposition-Notification-To
    received_as  the address it was sent to, when it is not ``sender`` (alias, forward)
    agent        ``host; product`` of this software; nil: its number in the register
    """

    message_id: str
    date: datetime
    sender: Address
    recipient: Address
    original: bytes
    subject: str
    answers: str
    agent: str
    nil: str
    received_as: str = ""


def displayed_notice(notice: Notice) -> bytes:
    """«Lu»: sent on an explicit act of a person, or by the policy of the mailbox, once."""
    text = "Le message a été lu par le destinataire."
    return _mdn(notice, "manual-action/MDN-sent-manually; displayed", text, notice.subject)


def processed_notice(notice: Notice) -> bytes:
    """«Intégré»: the software attached the document by itself."""
    text = "Le document a été intégré automatiquement par le logiciel du destinataire."
    return _mdn(notice, "automatic-action/MDN-sent-automatically; processed", text, notice.subject)


def failed_notice(notice: Notice, error: IntegrationError) -> bytes:
    """«Non intégré», in the grammar of volet 1.1.3: ``processed/error`` and an ``Error`` field."""
    disposition = "automatic-action/MDN-sent-automatically; processed/error"
    return _mdn(notice, disposition, _ko_text(error), ko_subject(error.code, notice.subject), error)


def failed_mail(notice: Notice, error: IntegrationError) -> bytes:
    """The same news as an ordinary mail, for a sender who asked for no receipt: multipart/mixed, original inside."""
    edge = boundary(notice.message_id, "mixed")
    content_type = f'multipart/mixed; boundary="{edge}"'
    parts = (_text(_ko_text(error)), _original(notice.original))
    return _assemble(notice, ko_subject(error.code, notice.subject), content_type, edge, parts)


def may_answer(*, auto_submitted: str, is_receipt: bool, notify_to: str, return_path: str) -> bool:
    """Whether a notice may leave by itself: never to a notice or an automatic mail, nor to another mailbox than the sender's."""
    automatic = auto_submitted.strip().lower() not in ("", "no")
    if automatic or is_receipt or not notify_to:
        return False
    return not return_path or return_path.strip("<> ").casefold() == notify_to.strip("<> ").casefold()


def read_mdn(report: Headers) -> Receipt:
    """Read the fields of a message/disposition-notification part, in the new grammar and the old one.

    A disposition of no known type counts as displayed by software: PROCESSED.
    """
    mode, _, what = report.text("Disposition").partition(";")
    kind, _, modifier = what.strip().partition("/")
    error = _error(report, modifier)
    return Receipt(
        kind=ReceiptKind.NOT_INTEGRATED if error else _TYPES.get(kind.strip().lower(), ReceiptKind.PROCESSED),
        recipient=_address(report.text("Final-Recipient") or report.text("Original-Recipient")),
        message_id=report.text("Original-Message-ID").strip(),
        automatic="manual-action" not in mode.lower(),
        error=error,
    )


def _error(report: Headers, modifier: str) -> IntegrationError | None:
    """New grammar: ``processed/error`` and ``Error: 902^…``; old: everything behind ``processed/Error:``."""
    explicit = report.text("Error") or report.text("Failure")
    old = modifier.partition(":")[2]
    if explicit or "error" in modifier.lower() or "failed" in modifier.lower():
        return read_integration_error(explicit or old)
    return None


def _address(field: str) -> str:
    return field.partition(";")[2].strip() or field.strip()


def _ko_text(error: IntegrationError) -> str:
    label = error.label or LABELS.get(error.code, LABELS["906"])
    return (
        "Le message ci-joint n'a pas pu être intégré automatiquement par le logiciel du destinataire, "
        f"pour la raison suivante : {error.code} {label}. {error.sentence}"
    )


def _mdn(notice: Notice, disposition: str, text: str, subject: str, error: IntegrationError | None = None) -> bytes:
    edge = boundary(notice.message_id, "report")
    content_type = f'multipart/report; report-type=disposition-notification; boundary="{edge}"'
    parts = (_text(text), _fields(notice, disposition, error), _original(notice.original))
    return _assemble(notice, subject, content_type, edge, parts)


def _assemble(notice: Notice, subject: str, content_type: str, edge: str, parts: tuple[bytes, ...]) -> bytes:
    headers = header_block(
        (
            ("From", address_header([notice.sender])),
            ("To", address_header([notice.recipient])),
            ("Subject", subject),
            ("Date", date_header(notice.date)),
            ("Message-ID", message_id(notice.message_id)),
            ("In-Reply-To", notice.answers),
            ("References", notice.answers),
            ("X-MSS-NIL", notice.nil),
            ("Auto-Submitted", "auto-replied"),
            ("MIME-Version", "1.0"),
        )
    )
    opening, closing = f"--{edge}\r\n".encode(), f"--{edge}--\r\n".encode()
    body = b"".join(opening + part + b"\r\n" for part in parts)
    return headers + f"Content-Type: {content_type}\r\n\r\n".encode() + body + closing


def _text(text: str) -> bytes:
    head = b'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
    return head + text.encode() + b"\r\n"


def _fields(notice: Notice, disposition: str, error: IntegrationError | None) -> bytes:
    received_as = notice.received_as or notice.sender.mailbox
    lines = [
        f"Reporting-UA: {notice.agent}",
        f"Original-Recipient: rfc822;{received_as}",
        f"Final-Recipient: rfc822;{notice.sender.mailbox}",
        f"Original-Message-ID: {notice.answers}",
        f"Disposition: {disposition}",
    ]
    if error:
        lines.append(f"Error: {error.field}")
    head = b"Content-Type: message/disposition-notification\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return head + "".join(f"{one_line(line)}\r\n" for line in lines).encode()


def _original(original: bytes) -> bytes:
    encoding = b"7bit" if original.isascii() else b"8bit"
    return b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: " + encoding + b"\r\n\r\n" + original


def is_ko_mail(subject: str) -> bool:
    """Whether a decoded subject is that of `failed_mail` (or of a failed notice)."""
    return bool(read_subject(subject).ko)
