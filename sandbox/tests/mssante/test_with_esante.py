"""The project's own mail client against the operator: two readings of the same rules, written apart."""

from __future__ import annotations

import pytest
from esante.mssante import (
    Credentials,
    Endpoint,
    MailboxReader,
    ReceiptKind,
    Refused,
    Submitter,
    TlsSettings,
    TokenExpired,
    Unreachable,
    read,
    read_whitelist,
)
from sandbox.config import HOST
from sandbox.faults import Fault

from .composed import NOON, documents, message
from .conftest import INES, IRENE, MARTIN, World


@pytest.fixture
def tls(world: World) -> TlsSettings:
    pair = world.certificate
    return TlsSettings(trust=world.authority.trust, cert=pair.certificate, key=pair.key, crl=world.authority.crl_pem)


@pytest.fixture
def submitter(world: World, tls: TlsSettings) -> Submitter:
    return Submitter(Endpoint(host=HOST, port=world.service.operator.ports.smtp, tls=tls, timeout=10))


def reader(world: World, tls: TlsSettings, who: str, mailbox: str, token: str = "") -> MailboxReader:
    endpoint = Endpoint(host=HOST, port=world.service.operator.ports.imap, tls=tls, timeout=10)
    return MailboxReader.open(endpoint, Credentials(mailbox, token or world.identities.token(who)))


def test_documents_composed_by_the_client_break_no_rule_of_the_operator(
    world: World, tls: TlsSettings, submitter: Submitter
) -> None:
    sent = message(MARTIN, documents=documents(), notify=True)
    done = submitter.send(
        Credentials(INES, world.identities.token("ines")), sender=INES, recipients=[MARTIN], data=sent, envelope_id="7"
    )
    assert done.accepted == (MARTIN,)
    assert [breach.meaning for breach in world.journalled("smtp.check")] == []
    with reader(world, tls, "martin", MARTIN) as mailbox:
        mailbox.select()
        (fetched,) = mailbox.fetch(mailbox.uids_after())
    received = read(fetched.data)
    assert fetched.data.endswith(sent)
    assert received.return_path == INES
    assert received.notify_to == INES
    assert received.archives[0].archive is not None


def test_the_client_understands_the_operator_s_notices(world: World, tls: TlsSettings, submitter: Submitter) -> None:
    stranger = "160013523800182@patient.mssante.test"
    for number, recipient in enumerate((MARTIN, stranger)):
        data = message(recipient, subject="Bonjour", message_id=f"<n{number}@ssiad-ajoncs.mssante.test>")
        submitter.send(
            Credentials(INES, world.identities.token("ines")), sender=INES, recipients=[recipient], data=data,
            envelope_id=f"e{number}",
        )  # fmt: skip
    with reader(world, tls, "ines", INES) as mailbox:
        mailbox.select()
        receipts = [receipt for one in mailbox.fetch(mailbox.uids_after()) for receipt in read(one.data).receipts]
    assert [(receipt.kind, receipt.recipient, receipt.envelope_id) for receipt in receipts] == [
        (ReceiptKind.DELIVERED, MARTIN, "e0"), (ReceiptKind.BOUNCED, stranger, "e1"),
    ]  # fmt: skip
    assert receipts[1].sentence == "Cette personne n'a pas d'espace santé à cette adresse."


def test_the_client_tells_an_expired_token_from_a_closed_door(
    world: World, tls: TlsSettings, submitter: Submitter
) -> None:
    past = world.identities.token("ines", exp=1)
    with pytest.raises(TokenExpired):
        reader(world, tls, "ines", INES, past)
    with pytest.raises(Refused, match="n'est pas accessible avec votre compte"):
        reader(world, tls, "karim", INES)
    for token, error in ((past, TokenExpired), (world.identities.token("karim"), Refused)):
        with pytest.raises(error):
            submitter.send(Credentials(INES, token), sender=INES, recipients=[MARTIN], data=b"")


def test_the_client_finds_its_message_again_after_a_cut(world: World, tls: TlsSettings, submitter: Submitter) -> None:
    world.faults.add(Fault(service="mssante", operation="smtp.connect", kind="outage", remaining=1))
    person = Credentials(INES, world.identities.token("ines"))
    data = message(INES, subject="À moi-même")
    with pytest.raises(Unreachable):
        submitter.send(person, sender=INES, recipients=[INES], data=data)
    assert submitter.send(person, sender=INES, recipients=[INES], data=data).accepted == (INES,)
    with reader(world, tls, "ines", INES) as mailbox:
        mailbox.select()
        first = mailbox.uids_of("<p1@ssiad-ajoncs.mssante.test>")[0]
        mailbox.mark([first], add=["$PrisEnCharge"])
        assert "$PrisEnCharge" in mailbox.flags([first])[first]
        assert mailbox.keep_sent(data) == "Sent"
        mailbox.move([first], "Quarantaine")
        assert mailbox.uids_of("<p1@ssiad-ajoncs.mssante.test>") == []


def test_a_message_to_irene_breaks_no_rule_either(world: World, submitter: Submitter) -> None:
    data = message(IRENE, documents=documents(), closes=True)
    person = Credentials(INES, world.identities.token("ines"))
    assert submitter.send(person, sender=INES, recipients=[IRENE], data=data).accepted == (IRENE,)
    assert [breach.meaning for breach in world.journalled("smtp.check")] == []
    assert world.service.citizens.contacts("238033523800188")[0].open is False


def test_the_client_reads_the_published_list(world: World) -> None:
    listed = read_whitelist(world.service.whitelist.render(NOON))
    assert {"medecin.mssante.test", "patient.mssante.test"} <= set(listed.domains)
