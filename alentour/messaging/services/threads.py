"""What the team does with a conversation: read it, take it, hand it over, close it, note something."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.messaging.enums import MessageState, ThreadState
from alentour.messaging.models import Message, Note, Reading, Thread
from alentour.messaging.services import receipts


@transaction.atomic
def read(*, thread: Thread, by: Post) -> int:
    """Open a conversation: each message is marked read by this post, the reading is traced, receipts leave. Returns the new ones."""
    unread = list(thread.messages.exclude(state=MessageState.DRAFT).exclude(readings__post=by).exclude(author=by))
    Reading.objects.bulk_create((Reading(message=m, post=by) for m in unread), ignore_conflicts=True)
    for message in unread:
        receipts.read_by(message, by)
    trace.record("thread.read", by=by, usager_id=thread.usager_id, target=thread, messages=len(unread))
    return len(unread)


@transaction.atomic
def take(*, thread: Thread, by: Post) -> None:
    """« Je m'en occupe »; refused when a colleague already does, with their name."""
    row = Thread.objects.select_for_update(of=("self",)).select_related("taken_by__professional").get(pk=thread.pk)
    if row.state == ThreadState.TAKEN and row.taken_by_id not in {None, by.id}:
        assert row.taken_by is not None
        raise Refused(
            f"{row.taken_by.professional} s'en occupe déjà depuis {timezone.localtime(row.taken_at):%H h %M}."
        )
    _move(row, ThreadState.TAKEN, by)


@transaction.atomic
def release(*, thread: Thread, by: Post) -> None:
    """Give it back to the team."""
    _move(thread, ThreadState.NEW, by)


@transaction.atomic
def finish(*, thread: Thread, by: Post) -> None:
    _move(thread, ThreadState.DONE, by)


def _move(thread: Thread, state: ThreadState, by: Post) -> None:
    thread.state = state
    thread.taken_by = None if state == ThreadState.NEW else by
    thread.taken_at = timezone.now()
    thread.version += 1
    thread.save()
    trace.record(f"thread.{state.value}", by=by, usager_id=thread.usager_id, target=thread)


@transaction.atomic
def note(*, thread: Thread, by: Post, body: str) -> Note:
    """Write a note for the team; it never leaves."""
    if not body.strip():
        raise Refused("La note est vide : écrivez un mot, ou fermez-la.")
    trace.record("thread.noted", by=by, usager_id=thread.usager_id, target=thread)
    return Note.objects.create(structure=thread.structure, thread=thread, author=by, body=body.strip())


def message_to_answer(thread: Thread) -> Message | None:
    """The message that an answer answers: the last one that came, else the last one that left."""
    sent = thread.messages.exclude(state=MessageState.DRAFT)
    return sent.filter(state=MessageState.RECEIVED).last() or sent.last()
