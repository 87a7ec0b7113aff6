"""What the screens read: always through the mailboxes of the post (rule 7), with a number of queries that no list changes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.directory import services as directory
from alentour.identity.models import Usager
from alentour.messaging import rules
from alentour.messaging.enums import MessageState, RoadState, ThreadState
from alentour.messaging.models import Attachment, Mailbox, Message, Reading, Recipient, Thread
from alentour.record.access import closed_to
from alentour.record.models import CareTeamMember, CirclePro
from alentour.ui.shapes import Option


def threads_of(post: Post) -> QuerySet[Thread]:
    """The door of the conversations: those of the mailboxes this post reads, and its own drafts; not those of who objects to it."""
    if not can(post, Act.READ, DataClass.MESSAGERIE):
        return Thread.objects.none()
    in_my_boxes = Thread.boxes.through.objects.filter(thread=OuterRef("pk"), mailbox__in=post.mailboxes.values("pk"))
    my_drafts = Message.objects.filter(thread=OuterRef("pk"), author=post, state=MessageState.DRAFT)
    rows = Thread.objects.for_post(post).filter(Exists(in_my_boxes) | Exists(my_drafts))
    return rows.filter(~closed_to(post, DataClass.MESSAGERIE))


def unread_messages(post: Post) -> QuerySet[Message]:
    """What came into my mailboxes and that I have not opened."""
    mine = Reading.objects.filter(message=OuterRef("pk"), post=post)
    return (
        Message.objects.for_post(post)
        .filter(deliveries__mailbox__in=post.mailboxes.values("pk"))
        .exclude(author=post)
        .filter(~Exists(mine), ~closed_to(post, DataClass.MESSAGERIE, "thread__usager"))
    )


def unread_count(post: Post) -> int:
    return unread_messages(post).values("thread").distinct().count() if can(post, Act.READ, DataClass.MESSAGERIE) else 0


VIEWS = {
    "recus": "Reçus",
    "a-moi": "À moi",
    "envoyes": "Envoyés",
    "brouillons": "Brouillons",
    "quarantaine": "À vérifier",
    "tous": "Tous",
}


def list_threads(post: Post, *, view: str = "recus", box: str = "", usager: Usager | None = None) -> QuerySet[Thread]:
    """The lines of a list, newest first, each with what a line shows (last message, counts, unread)."""
    rows = threads_of(post)
    match view:
        case "a-moi":
            rows = rows.filter(taken_by=post).exclude(state=ThreadState.DONE)
        case "envoyes":
            rows = rows.filter(
                _has(author=post, state__in=[MessageState.QUEUED, MessageState.ACCEPTED, MessageState.FAILED])
            )
        case "brouillons":
            rows = rows.filter(_has(author=post, state=MessageState.DRAFT))
        case "non-lus":
            rows = rows.filter(Exists(unread_messages(post).filter(thread=OuterRef("pk"))))
        case "quarantaine":
            rows = rows.filter(_has(quarantined=True))
        case "recus":
            rows = rows.filter(_has(deliveries__mailbox__in=post.mailboxes.values("pk")))
    if box:
        rows = rows.filter(boxes__address=box)
    if usager is not None:
        rows = rows.filter(usager=usager)
    return _with_line(rows, post).order_by("-last_at")


def _has(**conditions: object) -> Exists:
    return Exists(Message.objects.filter(thread=OuterRef("pk"), **conditions))


def _with_line(rows: QuerySet[Thread], post: Post) -> QuerySet[Thread]:
    last = Message.objects.filter(thread=OuterRef("pk")).order_by("-at", "-id")
    stuck = Recipient.objects.filter(message__thread=OuterRef("pk"), state=RoadState.REFUSED)
    count = (
        Message.objects.filter(thread=OuterRef("pk")).order_by().values("thread").annotate(n=Count("pk")).values("n")
    )
    pieces = (
        Attachment.objects.filter(message__thread=OuterRef("pk"))
        .order_by()
        .values("message__thread")
        .annotate(n=Count("pk"))
        .values("n")
    )
    unread = unread_messages(post).filter(thread=OuterRef("pk"))
    return rows.select_related("usager", "taken_by__professional").prefetch_related("boxes").annotate(
        last_message=Subquery(last.values("pk")[:1]),
        message_count=Subquery(count),
        piece_count=Subquery(pieces),
        is_unread=Exists(unread),
        is_stuck=Exists(stuck),
    )  # fmt: skip


def last_messages(threads: Sequence[Thread]) -> dict[uuid.UUID, Message]:
    """The last message of each line of a page, in one query."""
    ids = [thread.last_message for thread in threads]  # type: ignore[attr-defined]
    found = Message.objects.filter(pk__in=ids).select_related("author__professional").prefetch_related("recipients")
    return {message.thread_id: message for message in found}


def messages_of(thread: Thread, post: Post) -> QuerySet[Message]:
    """The messages of a conversation; the drafts of colleagues are not shown."""
    return (
        thread.messages.exclude(Q(state=MessageState.DRAFT) & ~Q(author=post))
        .select_related("author__professional", "mailbox")
        .prefetch_related(
            "recipients",
            "deliveries__mailbox",
            Prefetch("readings", Reading.objects.select_related("post__professional")),
            Prefetch("attachments", Attachment.objects.select_related("document__body", "document__cda", "file")),
        )
    )


def draft_of(post: Post, draft_id: uuid.UUID) -> Message | None:
    return (
        Message.objects.for_post(post)
        .filter(pk=draft_id, author=post, state=MessageState.DRAFT)
        .select_related("thread__usager", "mailbox")
        .first()
    )


def attachment_of(post: Post, attachment_id: uuid.UUID) -> Attachment | None:
    """A piece of a message of my mailboxes (or of my draft)."""
    return (
        Attachment.objects.for_post(post)
        .filter(pk=attachment_id, message__thread__in=threads_of(post))
        .select_related("message__thread", "file", "document")
        .first()
    )


def suggest_recipients(post: Post, usager: Usager | None, text: str) -> list[Option]:
    """Who one may write to, in this order: the circle of the person, the team, the directory (specs/mss §4.3)."""
    options = [*_circle(usager, text), *_team(post, text)]
    seen = {option.value for option in options}
    if len(text.strip()) >= 2:
        found = directory.search(text, structure=post.structure, by=post)
        options += [
            option
            for option in _directory(found)
            if option.value.partition("|")[0] not in {v.partition("|")[0] for v in seen}
        ]
    return options[:20]


def _matches(text: str, *words: str) -> bool:
    needle = rules.folded(text)
    return all(piece in rules.folded(" ".join(words)) for piece in needle.split())


def _circle(usager: Usager | None, text: str) -> list[Option]:
    if usager is None:
        return []
    circle = CirclePro.objects.filter(CirclePro.current(), usager=usager).exclude(mss_address="")
    return [
        option(
            pro.mss_address,
            pro.name,
            f"{pro.get_role_display()} · {pro.structure_name or pro.town}",
            f"Autour de {usager.display_name}",
        )
        for pro in circle
        if _matches(text, pro.name, pro.structure_name, pro.profession, pro.get_role_display())
    ]


def _team(post: Post, text: str) -> list[Option]:
    boxes = Mailbox.objects.for_post(post).prefetch_related("members__professional")
    mine = set(post.mailboxes.filter(kind="PER").values_list("pk", flat=True))
    return [
        option(box.address, box.label, _who_reads(box), "Dans la structure")
        for box in boxes
        if box.pk not in mine and _matches(text, box.label, _who_reads(box))
    ]


def _who_reads(box: Mailbox) -> str:
    members = list(box.members.all())
    if box.kind == "PER":
        return members[0].metier_label if members else ""
    return "boîte d'équipe : " + ", ".join(str(post.professional) for post in members[:4])


def _directory(found: object) -> list[Option]:
    listings = getattr(found, "listings", found)
    return [
        option(
            item.mailbox_address,
            item.name,
            f"{item.profession} · {item.place} {item.town}".strip(" ·"),
            "Annuaire Santé",
        )
        for item in listings  # type: ignore[attr-defined]
        if item.mailbox_address
    ]


def option(address: str, label: str, detail: str, group: str) -> Option:
    """A recipient as the search field returns it: ``address|label|detail`` in one value."""
    return Option(
        label=label, detail=f"{detail} · {address}", value=f"{address}|{label}|{detail}", group=group, icon="at-sign"
    )


def care_team_boxes(usager: Usager) -> list[Mailbox]:
    """The personal mailboxes of the care team of a person, nurses first: who a photo is for."""
    posts = CareTeamMember.objects.filter(CareTeamMember.current(), usager=usager).values("post")
    boxes = Mailbox.objects.filter(kind="PER", member__post__in=posts).prefetch_related("members").distinct()
    return sorted(boxes, key=lambda box: [p.metier not in {"infirmier", "idec"} for p in box.members.all()][:1])
