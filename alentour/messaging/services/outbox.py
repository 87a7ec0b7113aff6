"""From a draft to the operator. A draft is never lost; a message gets its Message-ID once and keeps it at each try."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.core import files, trace
from alentour.core.doors import Refused
from alentour.documents.models import Document
from alentour.exchanges.enums import Service
from alentour.exchanges.services import enqueue
from alentour.identity.models import Usager
from alentour.messaging import rules
from alentour.messaging.enums import ROAD_ORDER, MessageState, PartKind, RoadState, ThreadState
from alentour.messaging.models import Attachment, Mailbox, Message, Reading, Recipient, Thread

Address = tuple[str, str, str]  # address, label, detail


def kind_of_media(media_type: str) -> PartKind:
    if media_type == "application/pdf":
        return PartKind.PDF
    return PartKind.IMAGE if media_type.startswith("image/") else PartKind.OTHER


@transaction.atomic
def start_draft(
    *, by: Post, mailbox: Mailbox, usager: Usager | None = None, reply_to: Message | None = None, subject: str = ""
) -> Message:
    """A new draft, alone in its thread or at the end of one; several people may prepare an answer, each in their own."""
    now = timezone.now()
    thread = reply_to.thread if reply_to else Thread.objects.create(
        structure=by.structure, subject=subject, usager=usager, usager_by=by if usager else None, last_at=now
    )  # fmt: skip
    draft = Message.objects.create(
        structure=by.structure,
        thread=thread,
        message_id=f"brouillon:{uuid.uuid4()}",
        in_reply_to=reply_to.message_id if reply_to else "",
        references=f"{reply_to.references} {reply_to.message_id}".strip() if reply_to else "",
        mailbox=mailbox,
        author=by,
        sender=mailbox.address,
        sender_label=mailbox.label,
        subject=subject or thread.subject,
        body="",
        at=now,
        state=MessageState.DRAFT,
    )
    trace.record("message.drafted", by=by, usager_id=thread.usager_id, target=draft)
    return draft


@transaction.atomic
def save_draft(
    *,
    draft: Message,
    by: Post,
    subject: str | None = None,
    body: str | None = None,
    recipients: Sequence[Address] | None = None,
    mailbox: Mailbox | None = None,
    due_on: date | None = None,
) -> None:
    """Keep what was typed; only what is given changes (a blank field of another screen never erases)."""
    _must_be_a_draft(draft, by)
    if subject is not None:
        draft.subject = subject
        if not draft.in_reply_to:
            Thread.objects.filter(pk=draft.thread_id).update(subject=subject)
    if body is not None:
        draft.body = body
    if mailbox is not None:
        draft.mailbox, draft.sender, draft.sender_label = mailbox, mailbox.address, mailbox.label
    draft.save()
    if due_on is not None:
        Thread.objects.filter(pk=draft.thread_id).update(due_on=due_on)
    if recipients is not None:
        _replace_recipients(draft, recipients)


def _must_be_a_draft(draft: Message, by: Post) -> None:
    if draft.state != MessageState.DRAFT or draft.author_id != by.id:
        raise Refused("Ce message n'est plus un brouillon : il a déjà été envoyé, ou quelqu'un d'autre l'écrit.")


def _replace_recipients(draft: Message, recipients: Sequence[Address]) -> None:
    wanted = {address.strip().lower(): (label, detail) for address, label, detail in recipients if address.strip()}
    draft.recipients.exclude(address__in=wanted).delete()
    known = set(draft.recipients.values_list("address", flat=True))
    Recipient.objects.bulk_create(
        Recipient(message=draft, address=address, label=label, detail=detail)
        for address, (label, detail) in wanted.items()
        if address not in known
    )


@transaction.atomic
def attach_document(*, draft: Message, document: Document, by: Post) -> Attachment:
    """Attach a document of the record, once."""
    _must_be_a_draft(draft, by)
    attachment, _ = Attachment.objects.get_or_create(
        structure=draft.structure,
        message=draft,
        document=document,
        defaults={
            "part": f"d{draft.attachments.count() + 1}",
            "name": document.title,
            "media_type": document.media_type,
            "kind": kind_of_media(document.media_type),
            "size": (document.body.size if document.body else 0) + (document.cda.size if document.cda else 0),
        },
    )
    return attachment


@transaction.atomic
def attach_file(*, draft: Message, name: str, media_type: str, data: bytes, by: Post) -> Attachment:
    """Attach a file that is not in the record; too heavy a file is refused before anything is stored."""
    _must_be_a_draft(draft, by)
    if len(data) > rules.MAX_FILES:
        raise Refused(rules.too_heavy(len(data))[0].sentence)
    stored = files.store(data, media_type=media_type, structure_id=draft.structure_id)
    return Attachment.objects.create(
        structure=draft.structure,
        message=draft,
        part=f"f{draft.attachments.count() + 1}",
        name=name,
        media_type=media_type,
        kind=kind_of_media(media_type),
        size=len(data),
        file=stored,
    )


@transaction.atomic
def detach(*, attachment: Attachment, by: Post) -> None:
    _must_be_a_draft(attachment.message, by)
    attachment.delete()


@transaction.atomic
def discard(*, draft: Message, by: Post) -> None:
    """Throw a draft away; an empty thread goes with it."""
    _must_be_a_draft(draft, by)
    thread = draft.thread
    trace.record("message.discarded", by=by, usager_id=thread.usager_id, target=draft)
    draft.delete()
    if not thread.messages.exists():
        thread.delete()


def hindrances(draft: Message, by: Post) -> list[rules.Hindrance]:
    """What keeps this draft from leaving now."""
    attachments = list(draft.attachments.select_related("document"))
    return rules.hindrances(
        usager=draft.thread.usager,
        addresses=[recipient.address for recipient in draft.recipients.all()],
        documents=[a.document for a in attachments if a.document],
        size=sum(a.size for a in attachments),
        post=by,
    )


@transaction.atomic
def send(*, draft: Message, by: Post) -> Message:
    """Put a draft in the outbox: from here it leaves by itself, once, whatever happens to the product or the network."""
    draft = (
        Message.objects.select_for_update(of=("self",))
        .select_related("thread", "mailbox", "structure")
        .get(pk=draft.pk)
    )
    _must_be_a_draft(draft, by)
    if not draft.body.strip() and not draft.attachments.exists():
        raise Refused("Ce message est vide : écrivez un mot ou joignez un document.")
    found = hindrances(draft, by)
    if found:
        raise Refused(found[0].sentence)
    draft.at = timezone.now()
    draft.state = MessageState.QUEUED
    draft.message_id = f"<{draft.id.hex}@{draft.sender.rpartition('@')[2]}>"
    draft.save()
    draft.recipients.update(state=RoadState.QUEUED, times={RoadState.QUEUED: draft.at.isoformat()})
    Reading.objects.get_or_create(message=draft, post=by)
    _touch_thread(draft, by)
    enqueue_sending(draft, by)
    trace.record("message.sent", by=by, usager_id=draft.thread.usager_id, target=draft)
    return draft


def enqueue_sending(message: Message, by: Post) -> None:
    names = ", ".join(r.label or r.address for r in message.recipients.all()[:3])
    enqueue(
        kind="messaging.send",
        service=Service.MSS,
        key=f"messaging.send:{message.id}",
        label=f"Message à {names}"[:200],
        structure=message.structure,
        by=by,
        usager_id=message.thread.usager_id,
        subject=message,
        payload={"message": str(message.id)},
        priority=3,
    )


def _touch_thread(message: Message, by: Post) -> None:
    thread = message.thread
    thread.last_at = message.at
    assert message.mailbox is not None
    thread.boxes.add(message.mailbox)
    if thread.state in {ThreadState.NEW, ThreadState.TAKEN} and message.in_reply_to:
        thread.state, thread.taken_by, thread.taken_at = ThreadState.AWAITING, by, message.at
    elif not message.in_reply_to:
        thread.state = ThreadState.AWAITING
    thread.version += 1
    thread.save()


def advance(recipient: Recipient, step: RoadState, at: Any, *, code: str = "", sentence: str = "") -> None:
    """Move one recipient along its road; news that come late or twice never move it back."""
    recipient.times = {**recipient.times, step: recipient.times.get(step) or at.isoformat()}
    if step == RoadState.REFUSED:
        recipient.state, recipient.code, recipient.sentence = step, code[:20], sentence[:300]
    elif recipient.state == RoadState.REFUSED or ROAD_ORDER.index(step) > ROAD_ORDER.index(RoadState(recipient.state)):
        recipient.state, recipient.code, recipient.sentence = step, "", ""
    recipient.save()
