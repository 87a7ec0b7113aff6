"""From the operator to the thread. The raw message is kept first; then it is understood; nothing is filed on a doubt."""

from __future__ import annotations

from django.db import transaction

from alentour.accounts.models import Post
from alentour.core import files, trace
from alentour.core.faults import where
from alentour.core.models import StoredFile
from alentour.documents.enums import Provenance
from alentour.documents.models import Document
from alentour.documents.services import keep_unreadable
from alentour.documents.services import receive as receive_document
from alentour.exchanges.enums import Direction, Service
from alentour.exchanges.outcomes import Accepted
from alentour.exchanges.services import journal
from alentour.identity.models import Usager
from alentour.messaging import gateway, trust
from alentour.messaging.enums import MessageState, PartKind, ThreadState
from alentour.messaging.mapping import Incoming
from alentour.messaging.models import Attachment, Delivery, Mailbox, Message, Thread
from alentour.messaging.services import receipts

OUTSIDE = "L'expéditeur n'est pas dans l'espace de confiance MSSanté : vérifiez qui écrit avant d'ouvrir ses pièces."


@transaction.atomic
def receive(*, box: Mailbox, uidvalidity: int, uid: int, raw: bytes) -> Message | None:
    """Take one message in; ``None`` when it was already here, or is news of a message sent (a receipt).

    One transaction: the raw message, its thread, its documents and the position in the mailbox all exist, or none does, and the
    next reading takes it again (specs/mss §2.8: idempotence).
    """
    if Delivery.objects.filter(mailbox=box, uidvalidity=uidvalidity, uid=uid).exists():
        return None
    incoming = understand(raw, box)
    key = f"mss:{box.address}:{uidvalidity}:{uid}"
    entry = journal(
        kind="messaging.receive", service=Service.MSS, direction=Direction.IN, key=key, label="Message reçu",
        structure=box.structure, outcome=Accepted(), raw=raw, media_type="message/rfc822",
    )  # fmt: skip
    if incoming.is_receipt:
        receipts.apply(incoming, box=box)
        return None
    message, is_new = _message_of(incoming, box=box, raw=entry.steps.get().raw)
    Delivery.objects.get_or_create(
        message=message, mailbox=box, defaults={"uidvalidity": uidvalidity, "uid": uid, "at": incoming.at}
    )
    message.thread.boxes.add(box)
    receipts.delivered_here(message, box)
    if is_new:
        _take_documents(message, incoming)
        trace.record(
            "message.received", structure_id=box.structure_id, usager_id=message.thread.usager_id, target=message
        )
    return message


def understand(raw: bytes, box: Mailbox) -> Incoming:
    """Read a message; one that cannot be read at all is still shown, in quarantine, with its raw bytes kept."""
    try:
        incoming = gateway.read(raw)
    except Exception as error:  # any message may come from outside: a fault of ours must not stop the mailbox
        return gateway.unreadable(raw, where(error))
    if incoming.is_receipt or trust.knows(incoming.sender):
        return incoming
    return gateway.with_quarantine(incoming, code=incoming.code or "confiance", reason=OUTSIDE)


def _message_of(incoming: Incoming, *, box: Mailbox, raw: StoredFile | None) -> tuple[Message, bool]:
    known = (
        Message.objects.filter(structure=box.structure, message_id=incoming.message_id).select_related("thread").first()
    )
    if known:
        return known, False
    thread = _thread_of(incoming, box)
    message = Message.objects.create(
        structure=box.structure, thread=thread, message_id=incoming.message_id, in_reply_to=incoming.in_reply_to,
        references=" ".join(incoming.references), sender=incoming.sender, sender_label=incoming.sender_label,
        subject=incoming.subject, body=incoming.body, at=incoming.at, state=MessageState.RECEIVED, code=incoming.code,
        reason=incoming.reason[:300], quarantined=incoming.quarantined, receipt_to=incoming.receipt_to, raw=raw,
    )  # fmt: skip
    for part in incoming.parts:
        Attachment.objects.create(
            structure=box.structure, message=message, part=part.part, name=part.name[:250], media_type=part.media_type,
            kind=part.kind, size=len(part.data),
            file=files.store(part.data, media_type=part.media_type, structure_id=box.structure_id),
        )  # fmt: skip
    thread.last_at = max(thread.last_at, incoming.at)
    thread.state = ThreadState.NEW if thread.state == ThreadState.DONE else thread.state
    thread.version += 1
    thread.save()
    return message, True


def _thread_of(incoming: Incoming, box: Mailbox) -> Thread:
    """The conversation it answers, found by References in the messages of this structure; else a new one."""
    parents = [*reversed(incoming.references), incoming.in_reply_to]
    parent = (
        Message.objects.filter(structure=box.structure, message_id__in=[p for p in parents if p])
        .select_related("thread")
        .order_by("-at")
        .first()
    )
    if parent:
        thread = parent.thread
        if thread.state == ThreadState.AWAITING:
            thread.state = ThreadState.NEW
        return thread
    return Thread.objects.create(
        structure=box.structure, subject=incoming.subject, last_at=incoming.at, citizen=incoming.citizen
    )


def _take_documents(message: Message, incoming: Incoming) -> None:
    """Hand each document of the archive to ``documents``: it goes to the record when the identity is certain, else to the tray."""
    source = f"messaging.message:{message.id}"
    sender = message.sender_label or message.sender
    provenance = Provenance.CITOYEN if incoming.citizen else Provenance.MSS
    if incoming.quarantined:
        for part in incoming.parts:
            if part.kind == PartKind.XDM:
                keep_unreadable(
                    structure=message.structure,
                    raw=part.data,
                    file_name=part.name,
                    provenance=provenance,
                    source_ref=source,
                    sentence=incoming.reason,
                    sender=sender,
                )
        return
    for number, cda in enumerate(incoming.documents, start=1):
        result = receive_document(
            structure=message.structure,
            cda=cda,
            provenance=provenance,
            source_ref=source,
            sender=sender,
            thread_usager_id=message.thread.usager_id,
        )
        document = result if isinstance(result, Document) else result.document
        if document is not None:
            _show_document(message, document, number)


def _show_document(message: Message, document: Document, number: int) -> None:
    """The document is seen in its message; when it was filed with certainty, the conversation is about that person."""
    Attachment.objects.create(
        structure=message.structure,
        message=message,
        part=f"d{number}",
        name=document.title,
        media_type=document.media_type,
        kind=PartKind.IMAGE if document.is_image else PartKind.PDF,
        size=document.cda.size if document.cda else 0,
        document=document,
    )
    if document.usager_id and message.thread.usager_id is None:
        attach_to_usager(message.thread, document.usager, by=None, reason="identité INS et traits concordants")


@transaction.atomic
def attach_to_usager(thread: Thread, usager: Usager | None, *, by: Post | None, reason: str) -> None:
    """Say whom a conversation is about; the reason is always written (by the product, or by a person)."""
    thread.usager, thread.usager_by, thread.usager_reason = usager, by, reason[:200]
    thread.save(update_fields=["usager", "usager_by", "usager_reason", "updated_at"])
    trace.record(
        "thread.attached" if usager else "thread.detached",
        by=by,
        structure_id=thread.structure_id,
        usager_id=usager.id if usager else None,
        target=thread,
        reason=reason,
    )
