"""The two halves of the exchange ``messaging.send``: the network, then the effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from alentour.accounts import tokens
from alentour.accounts.gateway import PscUnreachable
from alentour.core import files
from alentour.documents.readable import pdf_of
from alentour.documents.services import NotJudged, cda_of, content, why_it_stays
from alentour.exchanges.models import Exchange
from alentour.exchanges.outcomes import Accepted, Outcome, Refused, Unreachable, Waiting
from alentour.messaging import gateway
from alentour.messaging.enums import MessageState, RoadState
from alentour.messaging.mapping import Outgoing, OutgoingDocument, OutgoingFile
from alentour.messaging.models import Mailbox, Message
from alentour.messaging.services.outbox import advance

PENDING = {RoadState.QUEUED}


def run(exchange: Exchange) -> Outcome:
    """Hand the message to the operator, for the recipients that have not had it yet."""
    message = Message.objects.select_related("mailbox__structure", "author", "thread").get(
        pk=exchange.payload["message"]
    )
    assert message.mailbox is not None
    pending = [r.address for r in message.recipients.all() if r.state in PENDING]
    if not pending:
        return Accepted(receipt={"already": True})
    held = _held(message)
    if held is not None:
        return held
    try:
        token = token_for(message.mailbox, first=message.author_id)
    except PscUnreachable as error:
        return Unreachable(sentence=error.sentence, code="psc")
    if token is None:
        return Waiting(
            sentence="En attente : le message partira dès qu'une personne de cette boîte sera identifiée par Pro Santé Connect."
        )
    try:
        raw = wire_form(message)
        sent = gateway.submit(
            box=message.mailbox, token=token, recipients=pending, raw=raw, envelope_id=str(message.id)
        )
    except gateway.MailUnreachable as error:
        return Unreachable(sentence=error.sentence)
    except gateway.MailRefused as error:
        return Refused(code=error.code, sentence=error.sentence, permanent=error.permanent)
    gateway.keep_copy(box=message.mailbox, token=token, raw=raw)
    receipt = {"accepted": list(sent.accepted), "refused": sent.refused, "later": sent.later}
    if sent.later:
        return (
            Refused(
                code="4xx",
                sentence="L'opérateur demande de réessayer plus tard pour une partie des destinataires.",
                permanent=False,
            )
            if not sent.accepted and not sent.refused
            else _partial(exchange, message, receipt)
        )
    if sent.refused and not sent.accepted:
        code, sentence = next(iter(sent.refused.values()))
        exchange.receipt = receipt
        return Refused(code=code, sentence=sentence)
    return Accepted(receipt=receipt)


def _held(message: Message) -> Outcome | None:
    """Nothing leaves that is not sound: what a document lacks is told in the tray. What was composed has been judged."""
    if message.raw_id is not None:
        return None
    for attachment in message.attachments.select_related("document__cda").exclude(document=None):
        assert attachment.document is not None
        try:
            why = why_it_stays(attachment.document)
        except NotJudged as error:
            return Refused(code="unjudged", sentence=error.sentence, permanent=False)
        if why:
            return Refused(code="unsound", sentence=why)
    return None


def _partial(exchange: Exchange, message: Message, receipt: Mapping[str, Any]) -> Outcome:
    """Some have it, some must wait: write the first at once, so that a new try concerns the others only."""
    with transaction.atomic():
        _write(message, receipt)
    return Refused(
        code="4xx", sentence="Remis à une partie des destinataires ; les autres sont repris.", permanent=False
    )


def token_for(box: Mailbox, *, first: object = None) -> str | None:
    """The token of the author if present, else of any member of a team's mailbox."""
    posts = list(box.members.select_related("professional"))
    posts.sort(key=lambda post: post.id != first)
    if box.kind == "PER" and first is not None:
        posts = posts[:1]
    for post in posts:
        token = tokens.access_token(post.professional_id)
        if token:
            return token
    return None


def wire_form(message: Message) -> bytes:
    """The message as it travels, written once and kept: each try sends the same bytes."""
    if message.raw is not None:
        return files.read(message.raw)
    assert message.mailbox is not None
    raw = gateway.compose(_outgoing(message), box=message.mailbox, usager=message.thread.usager, author=message.author)
    with transaction.atomic():
        stored = files.store(raw, media_type="message/rfc822", structure_id=message.structure_id)
        Message.objects.filter(pk=message.pk, raw__isnull=True).update(raw=stored)
    return raw


def _outgoing(message: Message) -> Outgoing:
    attachments = list(message.attachments.select_related("document__cda", "document__body", "file"))
    due = message.thread.due_on
    body = f"À faire avant le {due:%d/%m/%Y}.\n\n{message.body}" if due and not message.in_reply_to else message.body
    return Outgoing(
        message_id=message.message_id,
        at=message.at,
        sender=message.sender,
        sender_label=message.sender_label,
        recipients=tuple((r.address, r.label) for r in message.recipients.all()),
        subject=message.subject,
        body=body,
        in_reply_to=message.in_reply_to,
        references=tuple(message.references.split()),
        documents=tuple(
            OutgoingDocument(
                cda=cda_of(a.document),
                pdf=pdf_of(a.document),
                carries_ins=a.document.carries_ins,
            )
            for a in attachments
            if a.document
        ),
        files=tuple(
            OutgoingFile(name=a.name, media_type=a.media_type, data=files.read(a.file)) for a in attachments if a.file
        ) + _loose_images(attachments),
    )  # fmt: skip


def _loose_images(attachments: list) -> tuple[OutgoingFile, ...]:  # type: ignore[type-arg]
    """A photo of the record also travels as a plain JPEG, so that any mail reader shows it."""
    return tuple(
        OutgoingFile(name=f"photo-{number}.jpg", media_type="image/jpeg", data=content(a.document))
        for number, a in enumerate(attachments, start=1)
        if a.document and a.document.is_image
    )


def settled(exchange: Exchange, outcome: Outcome) -> None:
    """Write on the message what became of it, in the transaction that settles the exchange."""
    message = Message.objects.get(pk=exchange.payload["message"])
    match outcome:
        case Accepted(receipt=receipt):
            _write(message, dict(receipt))
            Message.objects.filter(pk=message.pk).update(state=MessageState.ACCEPTED)
        case Refused(permanent=True):
            _write(message, exchange.receipt or {"all": [outcome.code, outcome.sentence]})
            Message.objects.filter(pk=message.pk).update(state=MessageState.FAILED)
        case _:
            return


def _write(message: Message, receipt: Mapping[str, Any]) -> None:
    now = timezone.now()
    accepted = set(receipt.get("accepted") or ())
    refused: dict[str, tuple[str, str]] = dict(receipt.get("refused") or {})
    everyone = receipt.get("all")
    for recipient in message.recipients.all():
        if recipient.address in accepted:
            advance(recipient, RoadState.ACCEPTED, now)
        elif recipient.address in refused or (everyone and recipient.state in PENDING):
            code, sentence = refused.get(recipient.address) or everyone or ("", "")
            advance(recipient, RoadState.REFUSED, now, code=code, sentence=sentence)
