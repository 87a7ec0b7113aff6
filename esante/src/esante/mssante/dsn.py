"""Delivery Status Notification (RFC 3461, 3464): what operators say of the delivery. Both roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from esante.mssante.addresses import Address
from esante.mssante.headers import Headers
from esante.mssante.mime import address_header, boundary, date_header, header_block, message_id, one_line
from esante.mssante.receipts import Receipt, ReceiptKind

# «relayed» through LMTP means handed to the store; «expanded» went to the members of a list.
_ACTIONS = {
    "failed": ReceiptKind.BOUNCED,
    "delayed": ReceiptKind.DELAYED,
    "delivered": ReceiptKind.DELIVERED,
    "relayed": ReceiptKind.RELAYED,
    "expanded": ReceiptKind.RELAYED,
}
_WORDS = {kind: action for action, kind in reversed(_ACTIONS.items())}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """A report an operator sends: one receipt per recipient.

    ``original`` is the whole message, of which only the headers are returned.
    """

    message_id: str
    date: datetime
    sender: Address
    recipient: Address
    reporting_mta: str
    receipts: tuple[Receipt, ...]
    original: bytes
    envelope_id: str = ""


def encode_dsn(report: DeliveryReport) -> bytes:
    """Build multipart/report; report-type=delivery-status, from an empty return path (the caller's MAIL FROM:<>)."""
    edge = boundary(report.message_id, "dsn")
    failed = any(one.kind is ReceiptKind.BOUNCED for one in report.receipts)
    subject = "Undelivered Mail Returned to Sender" if failed else "Successful Mail Delivery Report"
    headers = header_block(
        (
            ("From", address_header([report.sender])),
            ("To", address_header([report.recipient])),
            ("Subject", subject),
            ("Date", date_header(report.date)),
            ("Message-ID", message_id(report.message_id)),
            ("Auto-Submitted", "auto-replied"),
            ("MIME-Version", "1.0"),
        )
    )
    kind = f'Content-Type: multipart/report; report-type=delivery-status; boundary="{edge}"\r\n\r\n'
    parts = (_text(report.receipts), _fields(report), _returned(report.original))
    body = b"".join(f"--{edge}\r\n".encode() + part + b"\r\n" for part in parts)
    return headers + kind.encode() + body + f"--{edge}--\r\n".encode()


def read_dsn(groups: Iterable[Headers], original_id: str) -> tuple[Receipt, ...]:
    """Read the field groups of a message/delivery-status part: the first is of the message, the others per recipient.

    ``original_id`` is the Message-ID found in the returned headers.
    """
    held = list(groups)
    envelope = next((text for one in held if (text := one.text("Original-Envelope-Id"))), "")
    # Some operators forget the blank line after the message fields: a group is a recipient when it has an Action.
    return tuple(_receipt(one, original_id, envelope) for one in held if one.text("Action"))


def _receipt(fields: Headers, original_id: str, envelope: str) -> Receipt:
    address = fields.text("Original-Recipient") or fields.text("Final-Recipient")
    diagnostic = fields.text("Diagnostic-Code")
    return Receipt(
        kind=_ACTIONS.get(fields.text("Action").lower(), ReceiptKind.DELAYED),
        recipient=address.partition(";")[2].strip() or address.strip(),
        message_id=original_id,
        envelope_id=envelope,
        status=fields.text("Status").partition(" ")[0],
        text=" ".join((diagnostic.partition(";")[2] or diagnostic).split()),
    )


def _text(receipts: Iterable[Receipt]) -> bytes:
    head = b'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
    lines = "".join(f"{one_line(f'<{one.recipient}> : {one.text or one.sentence}')}\r\n" for one in receipts)
    return head + lines.encode()


def _fields(report: DeliveryReport) -> bytes:
    groups = [[f"Reporting-MTA: dns; {report.reporting_mta}"]]
    if report.envelope_id:
        groups[0].append(f"Original-Envelope-Id: {report.envelope_id}")
    groups += [_recipient_fields(one) for one in report.receipts]
    head = "Content-Type: message/delivery-status\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return (head + "\r\n\r\n".join("\r\n".join(map(one_line, lines)) for lines in groups) + "\r\n").encode()


def _recipient_fields(receipt: Receipt) -> list[str]:
    default = {ReceiptKind.BOUNCED: "5.0.0", ReceiptKind.DELAYED: "4.0.0"}.get(receipt.kind, "2.0.0")
    lines = [
        f"Original-Recipient: rfc822;{receipt.recipient}",
        f"Final-Recipient: rfc822;{receipt.recipient}",
        f"Action: {_WORDS.get(receipt.kind, 'delayed')}",
        f"Status: {receipt.status or default}",
    ]
    return [*lines, f"Diagnostic-Code: smtp; {receipt.text}"] if receipt.text else lines


def _returned(original: bytes) -> bytes:
    headers = original.partition(b"\r\n\r\n")[0]
    return b"Content-Type: text/rfc822-headers\r\n\r\n" + headers + b"\r\n"
