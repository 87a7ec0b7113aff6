"""The project's own mail client against the operator: two readings of the same rules, written apart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from esante.cisis import (
    Ins,
    Professional,
    PsId,
    StructId,
    Structure,
    Traits,
    practice_setting,
    profession,
    sector,
    type_code,
)
from esante.mssante import (
    Address,
    Credentials,
    Documents,
    Draft,
    Endpoint,
    MailboxReader,
    ReceiptKind,
    Refused,
    Submitter,
    TlsSettings,
    TokenExpired,
    Unreachable,
    compose,
    read,
    read_whitelist,
)
from esante.xdm import Application, Lot, write_archive
from sandbox.config import HOST
from sandbox.faults import Fault

from esante import cda

from .conftest import INES, IRENE, MARTIN, World

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PDF = b"%PDF-1.4\n% une page\n%%EOF\n"
SSIAD = Structure(
    id=StructId.parse("1350009999"),
    name="SSIAD Les Ajoncs",
    sector=sector("SA41"),
    practice_setting=practice_setting("ESSMS"),
)
AUTHOR = Professional(
    id=PsId.rpps("10100000024"), family="MOREAU", given="Inès", profession=profession("G15_60"), structure=SSIAD
)
PATIENT = cda.Patient(
    ins=Ins(matricule="238033523800188", oid="1.2.250.1.213.1.4.10"),
    traits=Traits(
        birth_name="DUPONT", given_names="IRENE MARIE", first_given_name="IRENE", birth_date="1938-03-12", sex="F",
        birth_place="35238",
    ),
)  # fmt: skip


def documents(**lot: Any) -> Documents:
    """An emergency summary about Irène, in its archive and as a PDF."""
    signature = cda.Author(AUTHOR, NOON)
    header = cda.Header(
        document_id="1.2.250.1.999.1.2.1001", set_id="1.2.250.1.999.1.9.1", version=1, type_code=type_code("74207-2"),
        title="Document de liaison d'urgence", effective_time=NOON, patient=PATIENT, authors=(signature,),
        legal_authenticator=signature, custodian=SSIAD,
        services=(cda.Service(start=NOON - timedelta(hours=1), stop=NOON, performer=AUTHOR),),
        encounter=cda.Encounter(sector=sector("SA41"), start=NOON - timedelta(hours=1)),
    )  # fmt: skip
    archive = write_archive(
        [cda.encode_level1(header, PDF, "application/pdf")],
        lot=Lot(
            unique_id="1.2.250.1.999.1.3.1", source_id="1.2.250.1.71.4.2.2.1350009999", time=NOON, author=AUTHOR,
            application=Application("Alentour", "0.1", "Alentour"), **lot,
        ),
    )  # fmt: skip
    return Documents(archive=archive, pdfs=(PDF,), qualified=True)


def message(*recipients: str, **changes: Any) -> bytes:
    facts: dict[str, Any] = {
        "message_id": "<p1@ssiad-ajoncs.mssante.test>", "date": NOON, "nil": "DEV000001",
        "sender": Address(INES, "Inès_MOREAU_SSIAD Les Ajoncs"), "to": tuple(map(Address, recipients)),
        "text": "Bonjour, voici le document.", "citizen_domains": ("patient.mssante.test",), "accept_test": True,
    }  # fmt: skip
    return compose(Draft(**(facts | changes)))


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
