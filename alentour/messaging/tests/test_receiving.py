"""What comes in is kept, understood, and shown to whom it is for; twice the same is once."""

from __future__ import annotations

import pytest

from alentour.accounts.models import Post
from alentour.exchanges.models import Exchange
from alentour.messaging import gateway, selectors
from alentour.messaging.enums import RoadState
from alentour.messaging.models import Mailbox, Message, Thread
from alentour.messaging.services import inbox, outbox, threads
from alentour.messaging.tests.conftest import Operator

RAW = (
    b"From: Dr Paul MARTIN <paul.martin@medecin.mssante.test>\r\nTo: ines.moreau@ssiad-ajoncs.mssante.test\r\n"
    b"Subject: Avis\r\nDate: Mon, 23 Nov 2026 10:00:00 +0100\r\nMessage-ID: <a1@medecin.mssante.test>\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nJe passe demain.\r\n"
)


def take(box: Mailbox, raw: bytes = RAW, uid: int = 1) -> Message | None:
    return inbox.receive(box=box, uidvalidity=7, uid=uid, raw=raw)


def test_a_message_is_kept_raw_and_shown(ines: Post, box_ines: Mailbox) -> None:
    message = take(box_ines)
    assert message is not None
    assert (message.subject, message.body.strip()) == ("Avis", "Je passe demain.")
    assert Exchange.objects.filter(kind="messaging.receive").count() == 1
    assert [t.pk for t in selectors.list_threads(ines)] == [message.thread_id]


def test_the_same_copy_read_again_changes_nothing(box_ines: Mailbox) -> None:
    take(box_ines)
    assert take(box_ines) is None
    assert Message.objects.count() == 1


def test_the_same_message_in_two_mailboxes_is_one_conversation(box_ines: Mailbox, box_aicha: Mailbox) -> None:
    first, second = take(box_ines), take(box_aicha, uid=3)
    assert first is not None
    assert second is not None
    assert first.pk == second.pk
    assert set(first.thread.boxes.all()) == {box_ines, box_aicha}


def test_an_answer_joins_its_conversation(ines: Post, box_ines: Mailbox) -> None:
    first = take(box_ines)
    answer = RAW.replace(b"<a1@", b"<a2@").replace(
        b"Subject: Avis", b"Subject: Re: Avis\r\nIn-Reply-To: <a1@medecin.mssante.test>"
    )
    second = take(box_ines, answer, uid=2)
    assert first is not None
    assert second is not None
    assert second.thread_id == first.thread_id


def test_a_stranger_to_the_trust_list_goes_to_quarantine_and_stays_readable(box_ines: Mailbox) -> None:
    message = take(box_ines, RAW.replace(b"medecin.mssante.test", b"pirate.example"))
    assert message is not None
    assert message.quarantined
    assert "espace de confiance" in message.reason
    assert "Je passe demain." in message.body


def test_what_cannot_be_read_at_all_is_kept_with_a_reason(box_ines: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(raw: bytes) -> None:
        raise ValueError("private content")

    monkeypatch.setattr(gateway, "read", stumble)
    message = take(box_ines, b"\x00\x01 not a mail")
    assert message is not None
    assert message.quarantined
    assert message.raw is not None


def test_the_message_between_two_colleagues_is_one_row_and_arrives(
    aicha: Post, ines: Post, box_ines: Mailbox, write: object, operator: Operator, connected: None
) -> None:
    from alentour.exchanges.runner import drain

    message = outbox.send(draft=write(), by=aicha)  # type: ignore[operator]
    drain()
    arrived = take(box_ines, operator.handed[0][0])
    assert arrived is not None
    assert arrived.pk == message.pk
    assert message.recipients.get().state == RoadState.DELIVERED
    assert selectors.unread_count(ines) == 1
    threads.read(thread=Thread.objects.get(), by=ines)
    assert message.recipients.get().state == RoadState.READ
    assert selectors.unread_count(ines) == 0


def test_somebody_of_another_house_sees_nothing(karim: Post, box_karim: Mailbox, box_ines: Mailbox) -> None:
    take(box_ines)
    assert not selectors.threads_of(karim).exists()
    assert selectors.unread_count(karim) == 0


def test_a_colleague_without_the_mailbox_sees_nothing(aicha: Post, box_aicha: Mailbox, box_ines: Mailbox) -> None:
    take(box_ines)
    assert not selectors.threads_of(aicha).exists()


def test_two_people_do_not_take_the_same_conversation(ines: Post, aicha: Post, box_ines: Mailbox) -> None:
    from alentour.core.doors import Refused

    message = take(box_ines)
    assert message is not None
    threads.take(thread=message.thread, by=ines)
    with pytest.raises(Refused, match="s'en occupe déjà"):
        threads.take(thread=message.thread, by=aicha)


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_whatever_its_length(
    ines: Post, box_ines: Mailbox, count: int, django_assert_max_num_queries: object
) -> None:
    from alentour.messaging.presenters import rows

    for number in range(count):
        take(box_ines, RAW.replace(b"<a1@", f"<n{number}@".encode()), uid=number + 1)
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        rows(list(selectors.list_threads(ines)[:25]), ines)
