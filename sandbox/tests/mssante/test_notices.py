"""Delivery notices (RFC 3461, 3464): asked for, composed, delivered to the sender."""

from __future__ import annotations

import email
from email.message import Message

import pytest
from sandbox.faults import Fault

from .conftest import INES, MARTIN, TEAM, World, eventually, letter


def send(
    world: World, *options: str, notify: str = "", recipients: tuple[str, ...] = (MARTIN,), **changes: str
) -> None:
    with world.smtp("ines", INES) as client:
        client.ehlo()
        client.sendmail(INES, recipients, letter(**changes), list(options), [f"NOTIFY={notify}"] if notify else [])


def notice(world: World) -> tuple[Message, dict[str, str]]:
    """The only notice in Inès's mailbox and the fields of its report."""
    (received,) = world.inbox("ines", INES)
    message = email.message_from_bytes(received)
    assert message.get_content_type() == "multipart/report"
    assert message.get_param("report-type") == "delivery-status"
    report = message.get_payload()[1]
    fields = {name: value for block in report.get_payload() for name, value in block.items()}
    return message, fields


def test_success_is_told_to_who_asks(world: World) -> None:
    send(world, "RET=HDRS", "ENVID=boite+2Bd'envoi-7", notify=f"SUCCESS,FAILURE ORCPT=rfc822;{MARTIN}")
    message, fields = notice(world)
    assert str(email.header.make_header(email.header.decode_header(message["Subject"]))) == "Message remis"
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["Return-Path"] == "<>"
    assert fields["Original-Envelope-Id"] == "boite+d'envoi-7"
    assert fields["Original-Recipient"] == f"rfc822;{MARTIN}"
    assert fields["Final-Recipient"] == f"rfc822; {MARTIN}"
    assert (fields["Action"], fields["Status"]) == ("delivered", "2.0.0")
    returned = message.get_payload()[2]
    assert returned.get_content_type() == "text/rfc822-headers"
    assert "<1@ssiad-ajoncs.mssante.test>" in returned.get_payload()


@pytest.mark.parametrize("notify", ["", "NEVER", "FAILURE,DELAY"])
def test_success_is_not_told_to_who_does_not(world: World, notify: str) -> None:
    send(world, notify=notify)
    assert world.inbox("ines", INES) == []


def test_a_bounce_after_acceptance_returns_the_whole_message_when_asked(world: World) -> None:
    world.faults.add(
        Fault(service="mssante", operation="delivery", subject=MARTIN, kind="refuse", code="552", label="Boite pleine")
    )
    send(world, "RET=FULL", recipients=(MARTIN, TEAM), text="Texte à rendre.")
    message, fields = notice(world)
    assert (fields["Action"], fields["Final-Recipient"]) == ("failed", f"rfc822; {MARTIN}")
    assert fields["Diagnostic-Code"] == "smtp; 552 5.2.1 Boite pleine"
    returned = message.get_payload()[2]
    assert returned.get_content_type() == "message/rfc822"
    assert returned.get_payload()[0].get_payload(decode=True).decode().strip() == "Texte à rendre."
    assert len(world.inbox("ines", TEAM)) == 1


def test_a_bounce_is_told_unless_never_wanted(world: World) -> None:
    world.faults.add(Fault(service="mssante", operation="delivery", kind="refuse"))
    send(world, notify="NEVER")
    assert world.inbox("ines", INES) == []
    assert world.inbox("martin", MARTIN) == []


def test_sending_again_does_not_tell_twice(world: World) -> None:
    for _ in range(2):
        send(world, notify="SUCCESS")
    assert len(world.inbox("ines", INES)) == 1


def test_a_delivery_delayed_on_purpose_is_told_then_made_even_after_a_restart(world: World) -> None:
    world.faults.add(Fault(service="mssante", operation="delivery", kind="slow", seconds=600, remaining=1))
    send(world, notify="SUCCESS,DELAY")
    _, fields = notice(world)
    assert fields["Action"] == "delayed"
    assert world.inbox("martin", MARTIN) == []
    world.service.stop()
    world.service.store.db.execute("UPDATE waiting SET due = 0")
    world.service.start()
    assert eventually(lambda: len(world.inbox("martin", MARTIN)) == 1)
    assert len(world.inbox("ines", INES)) == 2


def test_a_message_doubled_or_lost_on_purpose(world: World) -> None:
    world.faults.add(Fault(service="mssante", operation="delivery.twice", kind="slow", remaining=1))
    send(world)
    assert eventually(lambda: len(world.inbox("martin", MARTIN)) == 2)
    first, second = world.inbox("martin", MARTIN)
    assert first == second
    world.faults.add(Fault(service="mssante", operation="delivery", kind="silent", remaining=1))
    send(world, notify="SUCCESS,FAILURE,DELAY", message_id="<2@ssiad-ajoncs.mssante.test>")
    assert len(world.inbox("martin", MARTIN)) == 2
    assert world.inbox("ines", INES) == []


@pytest.mark.parametrize(
    ("command", "argument"),
    [
        ("MAIL", f"FROM:<{INES}> RET=TOUT"),
        ("MAIL", f"FROM:<{INES}> ENVID=a=b"),
        ("MAIL", f"FROM:<{INES}> RET=FULL RET=HDRS"),
        ("RCPT", f"TO:<{MARTIN}> NOTIFY=NEVER,SUCCESS"),
        ("RCPT", f"TO:<{MARTIN}> NOTIFY=PARFOIS"),
        ("RCPT", f"TO:<{MARTIN}> ORCPT=x400;truc"),
        ("RCPT", f"TO:<{MARTIN}> NOTIFY="),
    ],
)
def test_a_wrong_parameter_is_refused(world: World, command: str, argument: str) -> None:
    with world.smtp("ines", INES) as client:
        if command == "RCPT":
            client.mail(INES)
        assert client.docmd(command, argument)[0] == 501
