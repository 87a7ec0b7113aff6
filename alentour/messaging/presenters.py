"""Lines of the list and messages of a conversation, as the templates show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse

from alentour.accounts.enums import Act
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.documents.models import Document
from alentour.messaging import trust
from alentour.messaging.enums import MessageState, PartKind, RoadState, ThreadState
from alentour.messaging.models import Attachment, Message, Recipient, Thread
from alentour.messaging.selectors import last_messages
from alentour.ui.shapes import Action, Bubble, DocumentCard, Photo, Provenance, Road, Step, Stuck, ThreadRow
from alentour.ui.shapes import Recipient as RecipientChip

STATIONS = (RoadState.QUEUED, RoadState.ACCEPTED, RoadState.DELIVERED, RoadState.READ)


def rows(threads: Sequence[Thread], post: Post) -> list[ThreadRow]:
    lasts = last_messages(threads)
    return [_row(thread, lasts.get(thread.id), post) for thread in threads]


def _row(thread: Thread, last: Message | None, post: Post) -> ThreadRow:
    return ThreadRow(
        url=_url(thread, last, post),
        subject=thread.subject or "(sans objet)",
        who=_who(last),
        at=last.at if last else thread.last_at,
        excerpt=(last.body if last else "").strip().replace("\n", " ")[:110],
        box=", ".join(box.label for box in thread.boxes.all() if box.kind != "PER"),
        person=thread.usager.display_name if thread.usager else "",
        unread=thread.is_unread,  # type: ignore[attr-defined]
        citizen=thread.citizen,
        attachments=thread.piece_count or 0,  # type: ignore[attr-defined]
        state=thread.state,  # type: ignore[arg-type]
        taken_by=str(thread.taken_by.professional) if thread.taken_by else "",
        late=_late(thread),
        stuck="non remis" if thread.is_stuck else ("à vérifier" if last and last.quarantined else ""),  # type: ignore[attr-defined]
        count=thread.message_count or 1,  # type: ignore[attr-defined]
    )


def _url(thread: Thread, last: Message | None, post: Post) -> str:
    if last is not None and last.state == MessageState.DRAFT and last.author_id == post.id and not last.in_reply_to:
        return reverse("messaging:compose", args=[last.id])
    return reverse("messaging:thread", args=[thread.id])


def _who(last: Message | None) -> str:
    if last is None:
        return "Brouillon"
    if last.state == MessageState.RECEIVED:
        return last.sender_label or last.sender
    to = ", ".join(str(recipient) for recipient in last.recipients.all()[:3])
    return f"{last.author.professional if last.author else last.sender_label} → {to or 'destinataire à choisir'}"


def _late(thread: Thread) -> str:
    if thread.due_on is None or thread.state == ThreadState.DONE:
        return ""
    return (
        f"avant le {thread.due_on:%d/%m}"
        if thread.due_on >= date.today()
        else f"échéance dépassée ({thread.due_on:%d/%m})"
    )


def bubbles(messages: Sequence[Message], post: Post) -> list[Bubble]:
    return [_bubble(message, post) for message in messages]


def _bubble(message: Message, post: Post) -> Bubble:
    documents, photos = _pieces(message, post)
    ours = message.author is not None
    return Bubble(
        author=str(message.author.professional) if message.author else (message.sender_label or message.sender),
        detail=_detail(message),
        at=message.at,
        body=message.body,
        mine=message.author_id == post.id,
        citizen=message.thread.citizen and not ours,
        recipients=tuple(RecipientChip(name=str(r), detail=r.detail) for r in message.recipients.all()),
        documents=tuple(documents),
        photos=tuple(photos),
        roads=tuple(road(recipient, message) for recipient in message.recipients.all()) if ours else (),
        read_by=_read_by(message, post),
        anchor=f"message-{message.id}",
    )


def _detail(message: Message) -> str:
    if message.author is not None:
        return message.author.metier_label
    organisation = trust.name_behind(message.sender)
    return f"{message.sender} · {organisation}" if organisation else message.sender


def _read_by(message: Message, post: Post) -> str:
    names = [str(r.post.professional) for r in message.readings.all() if r.post_id not in {message.author_id}]
    return f"Lu par {', '.join(names)}" if names else ""


def _pieces(message: Message, post: Post) -> tuple[list[DocumentCard], list[Photo]]:
    """Documents first; a loose picture or PDF that is a document of the same message is not shown twice."""
    attachments = list(message.attachments.all())
    shown = {a.document.body.sha256 for a in attachments if a.document and a.document.body}
    pieces = [_piece(a, post) for a in attachments if a.document or not (a.kind == PartKind.XDM or _is_shown(a, shown))]
    return [p for p in pieces if isinstance(p, DocumentCard)], [p for p in pieces if isinstance(p, Photo)]


def _is_shown(attachment: Attachment, shown: set[str]) -> bool:
    return attachment.file is not None and attachment.file.sha256 in shown


def _piece(attachment: Attachment, post: Post) -> DocumentCard | Photo:
    return _of_document(attachment, post) if attachment.document is not None else _of_file(attachment)


def _is_open_photo(attachment: Attachment, post: Post) -> bool:
    document = attachment.document
    return bool(
        document and document.is_image and document.usager_id and can(post, Act.READ, document.traits.data_class)
    )


def _of_document(attachment: Attachment, post: Post) -> DocumentCard | Photo:
    document = attachment.document
    assert document is not None
    if _is_open_photo(attachment, post):
        return Photo(
            url=reverse("documents:view", args=[document.id]), thumbnail_url=piece_url(attachment), alt=document.title
        )
    return card(document, post)


def card(document: Document, post: Post) -> DocumentCard:
    closed = not can(post, Act.READ, document.traits.data_class)
    waiting = document.usager_id is None
    return DocumentCard(
        title=document.label if closed else document.title,
        url=""
        if closed
        else reverse("documents:tray" if waiting else "documents:view", args=[] if waiting else [document.id]),
        kind=document.label,
        provenance=Provenance(
            source="mss" if document.provenance == "mss" else "ici",
            at=document.effective_at,
            author=document.author_name,
            establishment=document.author_structure,
            signed=document.validated_at is not None or bool(document.signer_name),
            version=document.version,
        ),
        status="à classer" if waiting else ("réservé à d'autres métiers" if closed else ""),
    )


def _of_file(attachment: Attachment) -> DocumentCard | Photo:
    if attachment.kind == PartKind.IMAGE:
        return Photo(url=piece_url(attachment), alt=f"Image jointe : {attachment.name}", caption=attachment.name)
    return DocumentCard(
        title=attachment.name,
        url=piece_url(attachment),
        kind="pièce jointe",
        provenance=Provenance(source="mss", at=attachment.message.at),
        icon="paperclip",
        size=attachment.size,
    )


def piece_url(attachment: Attachment) -> str:
    return reverse("messaging:piece", args=[attachment.id])


def road(recipient: Recipient, message: Message) -> Road:
    """The road of one recipient, with its hours; a stop says why and what to do."""
    times = {name: datetime.fromisoformat(at) for name, at in recipient.times.items()}
    stuck = None
    if recipient.state == RoadState.REFUSED:
        stuck = Stuck(
            why=recipient.sentence or "Le message n'a pas pu être remis.",
            at=times.get(RoadState.REFUSED, message.at),
            action=Action(label="Voir les échanges", url=reverse("exchanges:tray"), icon="plug-zap"),
        )
    return Road(
        recipient=str(recipient),
        detail=recipient.detail or recipient.address,
        steps=tuple(Step(name=station.value, at=times.get(station)) for station in STATIONS),  # type: ignore[arg-type]
        stuck=stuck,
    )
