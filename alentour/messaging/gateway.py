"""The one door of the messaging to ``esante``: writing and reading messages, the operator, the liste blanche."""

from __future__ import annotations

import dataclasses
import hashlib
import ssl
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import nh3
from django.conf import settings
from django.utils import timezone
from esante.cisis.oids import STRUCT

from alentour.accounts.models import Post
from alentour.core import files
from alentour.core.ids import oid_of
from alentour.documents.mapping import professional_of
from alentour.identity.models import Usager
from alentour.messaging.enums import PartKind
from alentour.messaging.mapping import Batch, Fetched, Incoming, IncomingPart, Outgoing, Receipt, Sent
from alentour.messaging.models import Delivery, Mailbox
from esante import mssante, xdm

STEPS = {
    mssante.ReceiptKind.RELAYED: "remis",
    mssante.ReceiptKind.DELIVERED: "remis",
    mssante.ReceiptKind.DISPLAYED: "lu",
    mssante.ReceiptKind.PROCESSED: "integre",
    mssante.ReceiptKind.BOUNCED: "refuse",
    mssante.ReceiptKind.NOT_INTEGRATED: "refuse",
}


class MailUnreachable(Exception):
    """The operator or the list does not answer; ``sentence`` for the screen."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class MailRefused(Exception):
    """The operator said no."""

    def __init__(self, code: str, sentence: str, *, permanent: bool = True) -> None:
        self.code, self.sentence, self.permanent = code, sentence, permanent
        super().__init__(code)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except mssante.TokenExpired as error:
        raise MailRefused("token", str(error), permanent=False) from None
    except mssante.Refused as error:
        raise MailRefused(error.code, error.sentence, permanent=error.permanent) from None
    except mssante.Unreachable as error:
        raise MailUnreachable(f"La messagerie ne répond pas pour le moment ({error.why}). Rien n'est perdu.") from None


# --- the operator ------------------------------------------------------------------------------------------------


def _tls(box: Mailbox) -> mssante.TlsSettings:
    """The certificate is the structure's; the trust store is IGC-Santé's alone (ECO.1.1.10)."""
    connectors = settings.CONNECTORS
    if connectors.trust is None or connectors.certs is None:
        raise MailUnreachable("La messagerie n'est pas réglée sur cette installation (certificats absents).")
    folder: Path = connectors.certs / box.structure.idnst
    return mssante.TlsSettings(trust=connectors.trust, cert=folder / "auth_cli.pem", key=folder / "auth_cli.key")


def _endpoint(box: Mailbox, host: str, port: int) -> mssante.Endpoint:
    if not host:
        raise MailUnreachable("La messagerie n'est pas réglée sur cette installation (adresse absente).")
    return mssante.Endpoint(host=host, port=port, tls=_tls(box), timeout=settings.CONNECTORS.mss.timeout)


def submit(*, box: Mailbox, token: str, recipients: Sequence[str], raw: bytes, envelope_id: str) -> Sent:
    """Hand a message to the operator; each recipient has its own answer."""
    mss = settings.CONNECTORS.mss
    with _translated():
        submitter = mssante.Submitter(_endpoint(box, mss.smtp_host, mss.smtp_port))
        done = submitter.send(
            mssante.Credentials(box.address, token),
            sender=box.address,
            recipients=list(recipients),
            data=raw,
            envelope_id=envelope_id,
        )
    accepted = done.accepted
    refused: dict[str, tuple[str, str]] = {}
    later: dict[str, str] = {}
    for one in done.deliveries:
        if one.recipient in accepted:
            continue
        refusal = one.reply.refusal()
        if refusal.permanent:
            refused[one.recipient] = (refusal.code, refusal.sentence)
        else:
            later[one.recipient] = refusal.sentence
    return Sent(accepted=accepted, refused=refused, later=later)


_sessions: dict[str, tuple[str, mssante.MailboxReader]] = {}
_lock = threading.RLock()


@contextmanager
def _session(box: Mailbox, token: str) -> Iterator[mssante.MailboxReader]:
    """An open session on a mailbox, kept from one reading to the next; a broken one is forgotten."""
    mss = settings.CONNECTORS.mss
    with _lock, _translated():
        known = _sessions.pop(box.address, None)
        reader = known[1] if known else None
        if reader is None:
            reader = mssante.MailboxReader.open(
                _endpoint(box, mss.imap_host, mss.imap_port), mssante.Credentials(box.address, token)
            )
        try:
            yield reader
        except mssante.MssError:
            reader.close()
            if known is None:
                raise
            # It had been open for a while: the operator may simply have closed it. The next reading opens a new one.
            raise mssante.Unreachable("session fermée par l'opérateur") from None
        _sessions[box.address] = (token, reader)


def close_session(box: Mailbox) -> None:
    """Nobody of this mailbox is connected any more (ECO.1.2.6)."""
    with _lock:
        known = _sessions.pop(box.address, None)
        if known:
            known[1].close()


def fetch(*, box: Mailbox, token: str, since: int, uidvalidity: int, limit: int = 50) -> Batch:
    """The next messages of a mailbox, oldest first, at most ``limit``. A changed numbering starts again from the first."""
    with _session(box, token) as reader:
        state = reader.select("INBOX")
        start = since if state.uidvalidity == uidvalidity else 0
        if state.uidnext and state.uidnext <= start + 1:
            return Batch(uidvalidity=state.uidvalidity, messages=())
        uids = reader.uids_after(start)[:limit]
        found = tuple(Fetched(uid=one.uid, data=one.data) for one in reader.fetch(uids))
        return Batch(uidvalidity=state.uidvalidity, messages=found)


def keep_copy(*, box: Mailbox, token: str, raw: bytes) -> bool:
    """Put the message among the sent ones of the mailbox; a failure here never undoes a sending."""
    try:
        with _session(box, token) as reader:
            reader.keep_sent(raw, when=timezone.now())
    except (MailUnreachable, MailRefused):
        return False
    return True


def fetch_trust_list() -> tuple[bytes, dict[str, str]]:
    """The liste blanche as published, and its domains with the organisation behind each."""
    connectors = settings.CONNECTORS
    if not connectors.mss.whitelist_url:
        raise MailUnreachable("L'adresse de la liste blanche n'est pas réglée.")
    context = ssl.create_default_context(cafile=str(connectors.trust) if connectors.trust else None)
    with _translated(), httpx.Client(verify=context, timeout=connectors.mss.timeout) as http:
        content = mssante.download(connectors.mss.whitelist_url, http)
        try:
            found = mssante.read_whitelist(content)
        except mssante.BadWhitelist as error:
            raise MailUnreachable(str(error)) from None
    return content, {name: domain.description or domain.operator for name, domain in found.domains.items()}


# --- writing -----------------------------------------------------------------------------------------------------


def compose(outgoing: Outgoing, *, box: Mailbox, usager: Usager | None, author: Post | None) -> bytes:
    """The bytes of a message, strict; what MSSanté forbids is said in words (:class:`MailRefused`)."""
    try:
        return mssante.compose(_draft(outgoing, box, usager, author))
    except mssante.CannotCompose as error:
        raise MailRefused("ours", error.sentence) from None
    except xdm.RefusedArchive as error:
        raise MailRefused("ours", error.sentence) from None


def _draft(outgoing: Outgoing, box: Mailbox, usager: Usager | None, author: Post | None) -> mssante.Draft:
    mss = settings.CONNECTORS.mss
    return mssante.Draft(
        message_id=outgoing.message_id,
        date=outgoing.at,
        nil=mss.nil,
        sender=mssante.Address(outgoing.sender, outgoing.sender_label),
        to=tuple(mssante.Address(address, label) for address, label in outgoing.recipients),
        sender_kind=box.kind,  # type: ignore[arg-type]
        subject="" if outgoing.documents else (outgoing.subject or "Message"),
        text=outgoing.body,
        documents=_documents(outgoing, box, usager, author),
        files=tuple(mssante.File(f.name, f.media_type, f.data) for f in outgoing.files),
        notify=True,
        answers=_answers(outgoing),
        closes=outgoing.closes,
        citizen_domains=(mss.citizen_domain,),
        accept_test=settings.INS_MODE == "test",
    )


def _answers(outgoing: Outgoing) -> tuple[str, ...]:
    if not outgoing.in_reply_to:
        return ()
    return (*(r for r in outgoing.references if r != outgoing.in_reply_to), outgoing.in_reply_to)


def _documents(
    outgoing: Outgoing, box: Mailbox, usager: Usager | None, author: Post | None
) -> mssante.Documents | None:
    if not outgoing.documents:
        return None
    archive = xdm.write_archive([d.cda for d in outgoing.documents], lot=_lot(outgoing, box, author))
    return mssante.Documents(
        archive=archive,
        pdfs=tuple(d.pdf for d in outgoing.documents),
        qualified=usager is not None and usager.ins_is_usable,
    )


def _lot(outgoing: Outgoing, box: Mailbox, author: Post | None) -> xdm.Lot:
    """What the archive says of itself: who sends it, with which software, at what hour. The same at each try."""
    if author is None:
        raise MailRefused("ours", "Un document de santé part toujours au nom d'un professionnel.")
    stable = uuid.uuid5(uuid.NAMESPACE_URL, outgoing.message_id)
    return xdm.Lot(
        unique_id=oid_of(stable),
        source_id=f"{STRUCT}.{box.structure.idnst}",
        time=timezone.localtime(outgoing.at),
        author=professional_of(author),
        application=xdm.Application(name="Alentour", version=settings.VERSION, editor="Alentour, logiciel libre"),
        title=outgoing.subject[:120],
    )


# --- reading -----------------------------------------------------------------------------------------------------


def read(raw: bytes) -> Incoming:
    """Understand a message: what a person reads, its documents, its receipts, and what keeps it from being attached by itself."""
    message = mssante.read(raw)
    accepted = mssante.TEST if settings.INS_MODE == "test" else mssante.PRODUCTION
    verdict = mssante.judge(message, accepted=accepted)
    reason = verdict.reasons[0] if verdict.reasons else None
    readable = all(one.archive is not None and not one.archive.faults for one in message.archives)
    at = message.date or timezone.now()
    return Incoming(
        message_id=message.message_id or f"<sans-identifiant.{hashlib.sha256(raw).hexdigest()[:32]}@local>",
        at=min(at, timezone.now()),
        sender=message.sender.mailbox.lower() if message.sender else "",
        sender_label=message.sender.name if message.sender else "expéditeur inconnu",
        to=tuple((a.mailbox.lower(), a.name) for a in (*message.to, *message.cc)),
        subject=message.title or message.subject,
        body=message.text or _words(message.html),
        in_reply_to=message.in_reply_to,
        references=message.references,
        documents=_cdas(message) if readable else (),
        parts=tuple(_parts(message)),
        receipts=tuple(_receipts(message)),
        is_receipt=message.is_receipt,
        receipt_to=message.notify_to if not message.automatic else "",
        automatic=message.automatic,
        citizen=bool(message.citizen),
        code=reason.code if reason else "",
        reason=reason.sentence if reason else "",
        quarantined=bool(message.archives) and not readable,
    )


def _words(html: str) -> str:
    """The words of an HTML body, nothing else of it."""
    return nh3.clean(html, tags=set()).strip() if html else ""


def _cdas(message: mssante.Message) -> tuple[bytes, ...]:
    return tuple(
        entry.data
        for one in message.archives
        if one.archive
        for entry in one.archive.entries
        if entry.document is not None
    )


def _parts(message: mssante.Message) -> Iterator[IncomingPart]:
    for one in message.archives:
        yield IncomingPart(
            part=one.file.part, name=one.file.name, media_type="application/zip", kind=PartKind.XDM, data=one.file.data
        )
    for file in message.files:
        yield IncomingPart(
            part=file.part, name=file.name, media_type=file.media_type, kind=_kind(file.media_type), data=file.data
        )


def _kind(media_type: str) -> PartKind:
    if media_type == "application/pdf":
        return PartKind.PDF
    return PartKind.IMAGE if media_type in {"image/jpeg", "image/png"} else PartKind.OTHER


def _receipts(message: mssante.Message) -> Iterator[Receipt]:
    for one in message.receipts:
        step = STEPS.get(one.kind)
        if step:
            yield Receipt(
                step=step,  # type: ignore[arg-type]
                about=one.message_id,
                recipient=one.recipient,
                at=message.date,
                code=one.status or (one.error.code if one.error else ""),
                sentence=one.sentence,
            )


def unreadable(raw: bytes, where: str) -> Incoming:
    """A message that cannot be taken apart: shown with its reason, its bytes kept."""
    return Incoming(
        message_id=f"<illisible.{hashlib.sha256(raw).hexdigest()[:32]}@local>",
        at=timezone.now(),
        sender="",
        sender_label="expéditeur inconnu",
        to=(),
        subject="Message illisible",
        body="Ce message n'a pas pu être lu. Il est gardé tel qu'il est arrivé ; demandez à l'expéditeur de l'envoyer à nouveau.",
        code="906",
        reason="Le message n'est pas lisible.",
        quarantined=True,
    )


def with_quarantine(incoming: Incoming, *, code: str, reason: str) -> Incoming:
    return dataclasses.replace(incoming, code=code, reason=reason, quarantined=True)


# --- receipts that we give ---------------------------------------------------------------------------------------


def send_read_receipt(*, delivery: Delivery, token: str, at: datetime) -> None:
    """Answer « lu », once per mailbox, never to the answer of a program (specs/mss §2.9)."""
    message, box = delivery.message, delivery.mailbox
    assert message.raw is not None
    notice = mssante.Notice(
        message_id=f"<mdn-{delivery.id}.{message.id.hex}@{box.address.rpartition('@')[2]}>",
        date=at.astimezone(UTC),
        sender=mssante.Address(box.address, box.label),
        recipient=mssante.Address(message.receipt_to),
        original=files.read(message.raw),
        subject=message.subject,
        answers=message.message_id,
        agent=f"{box.address.rpartition('@')[2]}; Alentour {settings.VERSION}",
        nil=settings.CONNECTORS.mss.nil,
    )
    try:
        raw = mssante.displayed_notice(notice)
    except mssante.CannotCompose as error:
        raise MailRefused("ours", error.sentence) from None
    submit(box=box, token=token, recipients=[message.receipt_to], raw=raw, envelope_id=f"mdn-{delivery.id}")
