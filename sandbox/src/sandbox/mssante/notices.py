"""Delivery notices the operator writes to a sender (RFC 3461, 3464): delivered, delayed or not delivered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime

from sandbox.mssante.envelope import Envelope, Outcome
from sandbox.mssante.mailboxes import domain_of

NEWLINE = "\r\n"
_ACTIONS = {"delivered": "delivered", "waiting": "delayed", "failed": "failed"}
_SUBJECTS = {"delivered": "Message remis", "delayed": "Message retardé", "failed": "Message non distribué"}
_SENTENCES = {
    "delivered": "Votre message a été remis dans la boîte aux lettres de :",
    "delayed": "Votre message n'a pas encore pu être remis ; l'opérateur essaie encore. Destinataires :",
    "failed": "Votre message n'a pas pu être remis et ne le sera pas. Destinataires :",
}
_WANTED = {"delivered": "SUCCESS", "waiting": "DELAY", "failed": "FAILURE"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What changes from one notice to the next: the operator's host, a unique word, the hour."""

    host: str
    number: str
    at: datetime


def wanted(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """Outcomes the sender asked to be told, by action."""
    told: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if _WANTED.get(outcome.state) in outcome.recipient.notify:
            told.setdefault(_ACTIONS[outcome.state], []).append(outcome)
    return told


def compose(envelope: Envelope, content: bytes, action: str, outcomes: Sequence[Outcome], notice: Notice) -> bytes:
    """One notice for all the recipients that met the same fate. `content` is the message as its sender wrote it."""
    boundary = f"avis-{notice.number}"
    parts = [
        _explained(action, outcomes),
        _report(envelope, action, outcomes, notice),
        _returned(envelope, content, action),
    ]
    marked = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    head = NEWLINE.join(
        [
            f"Date: {format_datetime(notice.at)}",
            f"From: {Header('Opérateur MSSanté', 'utf-8').encode()} <MAILER-DAEMON@{domain_of(envelope.sender)}>",
            f"To: <{envelope.sender}>",
            f"Subject: {Header(_SUBJECTS[action], 'utf-8').encode()}",
            f"Message-ID: <{notice.number}@{notice.host}>",
            "Auto-Submitted: auto-replied",
            "MIME-Version: 1.0",
            "Content-Type: multipart/report; report-type=delivery-status;",
            f' boundary="{boundary}"',
            "",
            "",
        ]
    )
    return head.encode("ascii") + marked + b"--" + boundary.encode() + b"--\r\n"


def _explained(action: str, outcomes: Sequence[Outcome]) -> bytes:
    lines = [_SENTENCES[action], "", *(f"- {outcome.recipient.address}" for outcome in outcomes)]
    if action == "failed":
        lines += ["", "Réponse reçue :", *(f"- {outcome.reply}" for outcome in outcomes)]
    head = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return (head + NEWLINE.join([*lines, ""])).encode("utf-8")


def _report(envelope: Envelope, action: str, outcomes: Sequence[Outcome], notice: Notice) -> bytes:
    lines = ["Content-Type: message/delivery-status", "", f"Reporting-MTA: dns; {notice.host}"]
    if envelope.identifier:
        lines.append(f"Original-Envelope-Id: {envelope.identifier}")
    lines.append(f"Arrival-Date: {format_datetime(notice.at)}")
    for outcome in outcomes:
        lines.append("")
        if outcome.recipient.original:
            lines.append(f"Original-Recipient: {outcome.recipient.original}")
        lines += [
            f"Final-Recipient: rfc822; {outcome.recipient.address}",
            f"Action: {action}",
            f"Status: {outcome.status}",
        ]
        if action != "delivered":
            lines.append(f"Diagnostic-Code: smtp; {outcome.reply}")
    return NEWLINE.join([*lines, ""]).encode("ascii", "replace")


def _returned(envelope: Envelope, content: bytes, action: str) -> bytes:
    """The whole message when asked and useful (RFC 3461 § 4.3: a success returns headers only), else its headers."""
    if envelope.whole and action == "failed":
        return b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + content
    head = content.partition(b"\r\n\r\n")[0]
    return b"Content-Type: text/rfc822-headers\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + head + b"\r\n"
