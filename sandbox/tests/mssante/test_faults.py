"""Scripted incidents: each one strikes what it says, as often as it says, and is told in the journal."""

from __future__ import annotations

import smtplib
import time

import pytest
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError
from sandbox.faults import Fault

from .conftest import INES, MARTIN, World, letter


def script(world: World, operation: str, kind: str = "refuse", **details: object) -> None:
    details = {"remaining": 1} | details
    world.faults.add(Fault(service="mssante", operation=operation, kind=kind, **details))  # type: ignore[arg-type]


def test_454_once_then_the_person_gets_in(world: World) -> None:
    script(world, "smtp.auth", code="454", label="4.7.0 Try again")
    with pytest.raises(smtplib.SMTPAuthenticationError) as refused, world.smtp("ines", INES):
        pass
    assert (refused.value.smtp_code, refused.value.smtp_error) == (454, b"4.7.0 Try again")
    with world.smtp("ines", INES) as client:
        assert client.noop()[0] == 250


def test_421_in_the_middle_of_a_session_closes_it(world: World) -> None:
    script(world, "smtp.mail", code="421")
    with world.smtp("ines", INES) as client:
        assert client.mail(INES)[0] == 421
        with pytest.raises(smtplib.SMTPServerDisconnected):
            client.noop()
    assert world.journalled("smtp.mail")[0].verdict == "failed"


def test_a_greylisted_recipient_is_accepted_the_second_time(world: World) -> None:
    script(world, "smtp.rcpt", code="450", label="4.2.0 Greylisted", subject=MARTIN)
    with world.smtp("ines", INES) as client:
        client.mail(INES)
        assert [client.rcpt(MARTIN)[0], client.rcpt(MARTIN)[0]] == [450, 250]


def test_a_message_refused_for_its_size_whatever_its_size(world: World) -> None:
    script(world, "smtp.data", code="552", label="5.3.4 Message too big")
    with world.smtp("ines", INES) as client, pytest.raises(smtplib.SMTPDataError, match="552"):
        client.sendmail(INES, [MARTIN], letter())
    assert world.inbox("martin", MARTIN) == []


def test_a_slow_operator_answers_in_the_end(world: World) -> None:
    script(world, "smtp.data", "slow", seconds=0.4)
    with world.smtp("ines", INES) as client:
        before = time.monotonic()
        client.sendmail(INES, [MARTIN], letter())
    assert time.monotonic() - before >= 0.4
    assert len(world.inbox("martin", MARTIN)) == 1


@pytest.mark.parametrize("kind", ["outage", "silent"])
def test_an_operator_out_of_order_greets_nobody(world: World, kind: str) -> None:
    script(world, "smtp.connect", kind)
    script(world, "imap.connect", kind)
    with pytest.raises((smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected)), world.smtp("ines", INES):
        pass
    with pytest.raises((IMAPClientError, IMAPClientAbortError)), world.imap("ines", INES):
        pass
    with world.smtp("ines", INES), world.imap("ines", INES) as client:
        assert client.noop()


def test_a_stopped_operator_refuses_connections_and_comes_back(world: World) -> None:
    world.service.stop()
    assert not world.service.health().up
    with pytest.raises(ConnectionRefusedError), world.smtp("ines", INES):
        pass
    world.service.start()
    assert world.service.health().up
    with world.smtp("ines", INES) as client:
        assert client.noop()[0] == 250


def test_imap_commands_can_be_refused_or_cut(world: World) -> None:
    script(world, "imap.auth", label="scripted")
    with pytest.raises(LoginError, match="scripted"), world.imap("ines", INES):
        pass
    with world.imap("ines", INES) as client:
        script(world, "imap.select", label="Mailbox busy")
        with pytest.raises(IMAPClientError, match="Mailbox busy"):
            client.select_folder("INBOX")
        client.select_folder("INBOX")
        script(world, "imap.search", "silent", subject=INES)
        with pytest.raises(IMAPClientAbortError):
            client.search("ALL")


def test_reset_empties_every_mailbox(world: World) -> None:
    with world.smtp("ines", INES) as client:
        client.sendmail(INES, [MARTIN], letter())
    assert len(world.inbox("martin", MARTIN)) == 1
    world.service.reset()
    assert world.inbox("martin", MARTIN) == []
    with world.smtp("ines", INES) as client:
        client.sendmail(INES, [MARTIN], letter())
    assert len(world.inbox("martin", MARTIN)) == 1
