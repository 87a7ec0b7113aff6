"""Recognising, among received messages, the ones that tell the fate of another: MDN, DSN, refusals, raw bounces."""

from __future__ import annotations

import re
from email.message import Message
from email.parser import HeaderParser

from esante.mssante.dsn import read_dsn
from esante.mssante.headers import Headers
from esante.mssante.integration import read_integration_error
from esante.mssante.mdn import read_mdn
from esante.mssante.parts import Content, body_text, payload
from esante.mssante.receipts import Receipt, ReceiptKind
from esante.mssante.subjects import Subject

_DAEMONS = re.compile(r"^(mailer-daemon|postmaster|mail-daemon|maildaemon)@", re.IGNORECASE)
_BOUNCE = re.compile(
    r"undeliver|returned to sender|non distribu|non remis|delivery (status|failure)|mail delivery failed|échec", re.I
)
_MAILBOX = re.compile(r"[\w.+'-]+@[\w.-]+")
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")


def receipts_of(headers: Headers, content: Content, subject: Subject) -> tuple[Receipt, ...]:
    """The receipts a message carries; () for an ordinary one."""
    found: list[Receipt] = []
    original = _original_id(content)
    for report in content.reports:
        kind = report.get_content_type()
        if kind == "message/disposition-notification":
            found.append(_completed(read_mdn(_fields(report)), original, headers))
        elif kind == "message/delivery-status":
            found += read_dsn(_groups(report), original)
    if found:
        return tuple(found)
    if subject.ko:
        return (_ko(headers, content, subject, original),)
    return (_bounce(headers, content, original),) if _is_bounce(headers) else ()


def _completed(receipt: Receipt, original: str, headers: Headers) -> Receipt:
    """A receipt that forgets which message it is about: the returned headers, else what it answers, say it."""
    if receipt.message_id:
        return receipt
    known = original or next(iter(headers.ids("In-Reply-To") or headers.ids("References")), "")
    return Receipt(
        kind=receipt.kind,
        recipient=receipt.recipient or headers.mailbox("From"),
        message_id=known,
        automatic=receipt.automatic,
        error=receipt.error,
    )


def _ko(headers: Headers, content: Content, subject: Subject, original: str) -> Receipt:
    """An ordinary mail that refuses an integration: the text gives the label, the subject the code."""
    error = read_integration_error(" ".join(content.text))
    if error.code == "906" and subject.ko != "906":
        error = read_integration_error(subject.ko)
    known = original or next(iter(headers.ids("In-Reply-To")), "")
    sender = headers.mailbox("From")
    return Receipt(kind=ReceiptKind.NOT_INTEGRATED, recipient=sender, message_id=known, error=error)


def _is_bounce(headers: Headers) -> bool:
    from_daemon = bool(_DAEMONS.match(headers.mailbox("From"))) or headers.text("Return-Path").strip() == "<>"
    return from_daemon and bool(_BOUNCE.search(headers.text("Subject")))


def _bounce(headers: Headers, content: Content, original: str) -> Receipt:
    """A bounce without the standard report: what its text says, as far as it can be read."""
    text = " ".join(" ".join(content.text).split())
    sender = headers.mailbox("From").casefold()
    named = [one.rstrip(".") for one in _MAILBOX.findall(text) if one.casefold() not in (sender, headers.mailbox("To"))]
    status = _STATUS.search(text)
    return Receipt(
        kind=ReceiptKind.BOUNCED,
        recipient=headers.text("X-Failed-Recipients") or next(iter(named), ""),
        message_id=original or next(iter(headers.ids("In-Reply-To")), ""),
        status=status[1] if status else "",
        text=text[:1000],
    )


def _original_id(content: Content) -> str:
    """Message-ID of the message returned, whole or by its headers."""
    for enclosed in content.enclosed:
        inner = enclosed.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], Message):
            return next(iter(Headers(inner[0]).ids("Message-ID")), "")
    for report in content.reports:
        if report.get_content_type() == "text/rfc822-headers":
            returned = HeaderParser().parsestr(body_text(report).lstrip())
            return next(iter(Headers(returned).ids("Message-ID")), "")
    return ""


def _fields(report: Message) -> Headers:
    """Fields of a disposition notification: the parser gives them as the headers of an inner message, or as text."""
    return next(iter(_groups(report)), Headers(Message()))


def _groups(report: Message) -> list[Headers]:
    inner = report.get_payload()
    if isinstance(inner, list):
        return [Headers(one) for one in inner if isinstance(one, Message)]
    text = payload(report).decode("utf-8", "replace").replace("\r\n", "\n")
    return [Headers(HeaderParser().parsestr(block)) for block in re.split(r"\n\s*\n", text.strip())]
