"""Reading a mailbox over a real socket: increments, flags, sent copies, waiting, and the ways in that stay closed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from esante.mssante import (
    SEEN,
    Credentials,
    Endpoint,
    MailboxReader,
    Refused,
    TlsSettings,
    TokenExpired,
    Unreachable,
    compose,
    read,
)

from . import cast
from .cast import lots
from .operator_imap import MailServer
from .operator_smtp import GOOD_TOKEN, INES, TEAM, server_context
from .pki import Authority

pytestmark = [
    # pymap 0.36 leaves its sockets to the garbage collector when a client goes away
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
GOOD = Credentials(INES, GOOD_TOKEN)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("pki"), "ca")


@pytest.fixture(scope="module")
def settings(authority: Authority) -> TlsSettings:
    return authority.client()


@pytest.fixture
def server(authority: Authority) -> Iterator[MailServer]:
    started = MailServer(server_context(authority.trust, *authority.issue("server", server=True)))
    started.start()
    yield started
    started.stop()


@pytest.fixture
def endpoint(server: MailServer, settings: TlsSettings) -> Endpoint:
    return Endpoint(host="127.0.0.1", port=server.port, tls=settings, timeout=5)


@pytest.fixture
def mailbox(endpoint: Endpoint) -> Iterator[MailboxReader]:
    with MailboxReader.open(endpoint, GOOD) as opened:
        yield opened


def mail(number: int) -> bytes:
    return compose(cast.draft(message_id=f"<m{number}@ssiad-ajoncs.mssante.test>", subject=f"Message {number}"))


def test_new_messages_come_in_order_by_batches_byte_for_byte(mailbox: MailboxReader) -> None:
    sent = [mail(number) for number in range(5)]
    for data in sent:
        mailbox.append("INBOX", data)
    state = mailbox.select()
    assert state.count == 5
    uids = mailbox.uids_after()
    assert [one.data for one in mailbox.fetch(uids, batch=2)] == sent
    assert [one.uid for one in mailbox.fetch(uids)] == uids
    assert next(iter(mailbox.fetch(uids[:1]))).size == len(sent[0])


def test_only_what_is_newer_is_named(mailbox: MailboxReader) -> None:
    mailbox.append("INBOX", mail(1))
    state = mailbox.select()
    (last,) = mailbox.uids_after()
    assert mailbox.uids_after(last) == []
    mailbox.append("INBOX", mail(2))
    assert mailbox.select().uidvalidity == state.uidvalidity
    assert len(mailbox.uids_after(last)) == 1


def test_headers_alone_make_the_first_screen(mailbox: MailboxReader) -> None:
    mailbox.append("INBOX", compose(cast.with_documents()))
    mailbox.select()
    (one,) = mailbox.fetch(mailbox.uids_after(), headers_only=True)
    assert read(one.data).title == "Document de liaison d'urgence DUPONT IRENE 12/03/1938"
    assert len(one.data) < one.size


def test_fetching_does_not_mark_as_read(mailbox: MailboxReader) -> None:
    mailbox.append("INBOX", mail(1))
    mailbox.select()
    uids = mailbox.uids_after()
    assert list(mailbox.fetch(uids))
    assert SEEN not in mailbox.flags(uids)[uids[0]]
    mailbox.mark(uids, add=[SEEN, "\\Flagged"])
    assert {SEEN, "\\Flagged"} <= mailbox.flags(uids)[uids[0]]
    mailbox.mark(uids, remove=["\\Flagged"])
    assert "\\Flagged" not in mailbox.flags(uids)[uids[0]]


def test_a_message_is_found_again_by_its_message_id(mailbox: MailboxReader) -> None:
    for number in range(3):
        mailbox.append("INBOX", mail(number))
    mailbox.select()
    (uid,) = mailbox.uids_of("<m1@ssiad-ajoncs.mssante.test>")
    assert uid == mailbox.uids_after()[1]


def test_a_sent_message_is_kept_read_and_dated(mailbox: MailboxReader) -> None:
    folder = mailbox.keep_sent(mail(1), when=lots.NOON)
    assert folder == mailbox.sent_folder() == "Sent"
    mailbox.select(folder)
    uids = mailbox.uids_after()
    assert [one.data for one in mailbox.fetch(uids)] == [mail(1)]
    assert SEEN in mailbox.flags(uids)[uids[0]]


def test_quarantine_is_a_folder_made_when_needed(mailbox: MailboxReader) -> None:
    mailbox.append("INBOX", mail(1))
    mailbox.select()
    mailbox.move(mailbox.uids_after(), "Quarantaine")
    assert mailbox.uids_after() == []
    assert mailbox.select("Quarantaine").count == 1
    assert "Quarantaine" in mailbox.folders()


def test_a_missing_folder_is_refused_not_a_failure_of_the_network(mailbox: MailboxReader) -> None:
    with pytest.raises(Refused) as refusal:
        mailbox.select("Absent")
    assert not refusal.value.permanent


def test_nothing_asked_is_nothing_done(mailbox: MailboxReader) -> None:
    mailbox.select()
    assert list(mailbox.fetch([])) == []
    assert mailbox.flags([]) == {}
    mailbox.mark([], add=[SEEN])
    assert mailbox.uids_after() == []


def test_new_mail_wakes_the_one_who_waits(mailbox: MailboxReader, endpoint: Endpoint) -> None:
    mailbox.select()

    def arrive() -> None:
        with MailboxReader.open(endpoint, GOOD) as other:
            other.append("INBOX", mail(1))

    arrival = threading.Timer(0.2, arrive)
    arrival.start()
    assert mailbox.wait(5)
    arrival.join()
    assert not mailbox.wait(0.1)
    assert len(mailbox.uids_after()) == 1


def test_a_member_opens_the_mailbox_of_the_team(endpoint: Endpoint) -> None:
    with MailboxReader.open(endpoint, Credentials(TEAM, GOOD_TOKEN)) as team:
        assert team.select().count == 0


def test_who_is_not_a_member_stays_outside(endpoint: Endpoint) -> None:
    karim = Credentials("karim.haddad@saad-genets.mssante.test", "jeton-karim")
    with pytest.raises((Refused, TokenExpired)):
        MailboxReader.open(endpoint, karim)


def test_an_expired_token_asks_to_reconnect(endpoint: Endpoint) -> None:
    with pytest.raises(TokenExpired):
        MailboxReader.open(endpoint, Credentials(INES, "perime"))


def test_without_certificate_or_with_a_strangers_nobody_opens(endpoint: Endpoint, tmp_path: Path) -> None:
    stranger = Authority(tmp_path, "rogue").client("stranger")
    for tls in (
        replace(endpoint.tls, cert=None, key=None),
        replace(endpoint.tls, cert=stranger.cert, key=stranger.key),
        replace(endpoint.tls, trust=stranger.trust),
    ):
        with pytest.raises(Unreachable):
            MailboxReader.open(replace(endpoint, tls=tls), GOOD)


def test_a_cut_session_is_unreachable_and_can_be_left(server: MailServer, mailbox: MailboxReader) -> None:
    mailbox.select()
    server.cut()
    with pytest.raises(Unreachable):
        for _ in range(3):
            mailbox.uids_after()


def test_nobody_listening_is_unreachable(settings: TlsSettings) -> None:
    with pytest.raises(Unreachable) as failure:
        MailboxReader.open(Endpoint(host="127.0.0.1", port=1, tls=settings, timeout=2), GOOD)
    assert "ConnectionRefusedError" in failure.value.why
