"""Reading any message of the espace de confiance: strict about nothing, silent about nothing (specs/mss §2.3, §2.8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import Message as MimeMessage

from esante.mssante.addresses import CITIZEN_DOMAIN, citizen_matricule
from esante.mssante.conformity import oddities
from esante.mssante.errors import UnreadableMessage
from esante.mssante.headers import Headers, first
from esante.mssante.message import Message, ReceivedArchive, ReceivedFile
from esante.mssante.parts import Content, gather, looks_like_archive
from esante.mssante.reports import receipts_of
from esante.mssante.subjects import CLOSES, Subject, read_subject
from esante.xdm import Limits, UnreadableArchive, read_archive

MAX_BYTES = 60 * 1024 * 1024
_LIMITS = Limits()


def read(data: bytes, *, citizen_domains: Iterable[str] = (CITIZEN_DOMAIN,), limits: Limits = _LIMITS) -> Message:
    """Take a message apart. ``citizen_domains``: domains of Mon espace santé in this environment.

    Raises UnreadableMessage only when there is no message at all; an archive that cannot be read is told in
    ``archives``, and the message stays readable.
    """
    tree = _parsed(data)
    headers = Headers(tree)
    content = gather(tree)
    subject = read_subject(headers.text("Subject"))
    receipts = receipts_of(headers, content, subject)
    archives, files = _archives(content, announced=subject.announces, returned=bool(receipts), limits=limits)
    message = replace(
        _described(headers, subject, citizen_domains),
        automatic=headers.text("Auto-Submitted").lower() not in ("", "no") or bool(receipts),
        receipts=receipts,
        text="\n".join(content.text),
        html="\n".join(content.html),
        archives=archives,
        files=files,
        nested=_enclosed_subjects(content),
        size=len(data),
    )
    return replace(message, oddities=(*content.oddities, *oddities(message)))


def _described(headers: Headers, subject: Subject, citizen_domains: Iterable[str]) -> Message:
    """What the headers alone say."""
    sender = first(headers.addresses("From"))
    return Message(
        message_id=next(iter(headers.ids("Message-ID")), ""),
        date=headers.moment("Date"),
        sender=sender,
        to=headers.addresses("To"),
        cc=headers.addresses("Cc"),
        reply_to=headers.addresses("Reply-To"),
        return_path=headers.mailbox("Return-Path"),
        subject=headers.text("Subject"),
        title=subject.title,
        announces=subject.announces,
        replaces=subject.replaces,
        in_reply_to=next(iter(headers.ids("In-Reply-To")), ""),
        references=headers.ids("References"),
        citizen=citizen_matricule(sender.mailbox, citizen_domains) if sender else "",
        closes=headers.text("X-MSS-MES").strip().upper() == "FIN" or headers.text("Subject") == CLOSES,
        notify_to=headers.mailbox("Disposition-Notification-To"),
        auto_submitted=headers.text("Auto-Submitted").lower(),
        nil=headers.text("X-MSS-NIL"),
        ins_flag=headers.text("X-MSS-INS").upper(),
        codes=tuple(code.strip() for code in headers.text("X-MSS-CODECDA").split(",") if code.strip()),
    )


def _parsed(data: bytes) -> MimeMessage:
    if len(data) > MAX_BYTES:
        raise UnreadableMessage("Ce message est trop volumineux pour être ouvert.")
    try:
        tree = message_from_bytes(data, policy=policy.compat32)
    except (RecursionError, ValueError, LookupError, TypeError) as error:
        raise UnreadableMessage("Ce message n'est pas lisible : sa structure est anormale.") from error
    if not any(tree.get(name) for name in ("From", "Message-ID", "Subject", "Date", "Received")):
        raise UnreadableMessage("Ce fichier n'est pas un message électronique.")
    return tree


def _archives(
    content: Content, *, announced: bool, returned: bool, limits: Limits
) -> tuple[tuple[ReceivedArchive, ...], tuple[ReceivedFile, ...]]:
    """Archives and other files. What a receipt returns is our own message: nothing of it is to be filed."""
    if returned:
        return (), tuple(content.files)
    archives, files = [], []
    for file in content.files:
        if looks_like_archive(file, announced=announced):
            archives.append(_archive(file, limits))
        else:
            files.append(file)
    return tuple(archives), tuple(files)


def _archive(file: ReceivedFile, limits: Limits) -> ReceivedArchive:
    try:
        return ReceivedArchive(file=file, archive=read_archive(file.data, limits=limits))
    except UnreadableArchive as failure:
        return ReceivedArchive(file=file, failure=failure)


def _enclosed_subjects(content: Content) -> tuple[str, ...]:
    inner = (one.get_payload() for one in content.enclosed)
    messages = (one[0] for one in inner if isinstance(one, list) and one)
    return tuple(Headers(one).text("Subject") for one in messages if isinstance(one, MimeMessage))
