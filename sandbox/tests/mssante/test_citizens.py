"""Mon espace santé as a correspondent: who may write to whom, closing, reopening, refusals that come back as bounces."""

from __future__ import annotations

import email
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sandbox.mssante.service import MES

from .conftest import INES, IRENE, MARTIN, TEAM, World, letter

NUMBER = iter(range(100, 1000))


def write(world: World, *, text: str = "Bonjour Madame.", subject: str = "Votre rendez-vous", **headers: str) -> None:
    """Inès writes to Irène."""
    content = letter(
        recipient=IRENE, text=text, subject=subject, headers=_named(headers), message_id=f"<{next(NUMBER)}@a.test>"
    )
    with world.smtp("ines", INES) as client:
        client.sendmail(INES, [IRENE], content)


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@contextmanager
def as_citizen(world: World) -> Iterator[smtplib.SMTP]:
    """Mon espace santé connects with its operator's certificate; nobody authenticates."""
    with world.smtp_tls(world.authority.structure(MES.id, "auth_cli")) as client:
        yield client


def answer(world: World, recipient: str) -> int:
    """Irène writes; the code of the answer to RCPT, and the message is sent when it was accepted."""
    with as_citizen(world) as client:
        assert client.mail(IRENE)[0] == 250
        code = client.rcpt(recipient)[0]
        if code == 250:
            content = letter(IRENE, recipient, label="Irène DUPONT", message_id=f"<{next(NUMBER)}@mes.test>")
            assert client.data(content)[0] == 250
        return code


def mail_of_irene(world: World) -> int:
    store = world.service.store
    return len(store.messages(store.folder(IRENE, "INBOX").id))


def test_a_citizen_answers_who_wrote_to_them_and_nobody_else(world: World) -> None:
    assert answer(world, INES) == 554
    write(world)
    assert mail_of_irene(world) == 1
    assert answer(world, INES) == 250
    assert answer(world, MARTIN) == 554
    assert len(world.inbox("ines", INES)) == 1
    assert {refusal.rule.code for refusal in world.journalled("smtp.rcpt") if refusal.rule} == {"MES-CONTACT"}


@pytest.mark.parametrize("closing", [{"X_MSS_MES": "FIN"}, {"subject": "[FIN]"}])
def test_a_closed_conversation_takes_no_answer_until_it_is_opened_again(world: World, closing: dict[str, str]) -> None:
    write(world)
    write(world, **closing)
    assert answer(world, INES) == 554
    assert world.journalled("smtp.rcpt")[0].rule.code == "MES-FIN"  # type: ignore[union-attr]
    assert mail_of_irene(world) == 2  # the closing text is a message like another
    write(world)
    assert answer(world, INES) == 250


def test_with_reply_to_the_team_is_the_contact_and_not_the_sender(world: World) -> None:
    write(world, Reply_To=f'"SSIAD Les Ajoncs" <{TEAM}>')
    assert answer(world, TEAM) == 250
    assert answer(world, INES) == 554
    contacts = world.service.citizens.contacts("238033523800188")
    assert [(contact.mailbox, contact.label, contact.open) for contact in contacts] == [
        (TEAM, "SSIAD Les Ajoncs", True)
    ]


def test_citizens_do_not_write_to_each_other(world: World) -> None:
    assert answer(world, "141093523801474@patient.mssante.test") == 554
    assert world.journalled("smtp.rcpt")[0].rule.code == "MES-ENTRE-USAGERS"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("matricule", "state", "reply", "rule"),
    [
        ("141093523801474", "opposed", "550 5.2.1 Messagerie fermee", "MES-FERMEE"),
        ("238033523800188", "closed", "550 5.2.1 Messagerie fermee", "MES-FERMEE"),
        ("160013523800182", "", "550 5.1.1 Patient non trouve", "MES-INCONNU"),
        ("irene.dupont", "", "553 5.1.3 Adresse invalide", "MES-ADRESSE"),
    ],
)
def test_a_citizen_out_of_reach_is_learnt_by_a_bounce(
    world: World, matricule: str, state: str, reply: str, rule: str
) -> None:
    if state:
        world.service.citizens.set_state(matricule, state)  # type: ignore[arg-type]
    recipient = f"{matricule}@patient.mssante.test"
    with world.smtp("ines", INES) as client:
        assert client.sendmail(INES, [recipient], letter(recipient=recipient)) == {}
    (bounce,) = world.inbox("ines", INES)
    report = email.message_from_bytes(bounce).get_payload()[1].as_string()
    assert f"Diagnostic-Code: smtp; {reply}" in report
    assert world.journalled("delivery")[0].rule.code == rule  # type: ignore[union-attr]


def test_a_message_never_goes_to_two_citizens(world: World) -> None:
    with world.smtp("ines", INES) as client:
        client.mail(INES)
        assert client.rcpt(IRENE)[0] == 250
        assert client.rcpt("141093523801474@patient.mssante.test")[0] == 554


def test_a_receipt_does_not_open_a_conversation(world: World) -> None:
    content = letter(
        recipient=IRENE, headers={"Content-Type": "multipart/report; report-type=disposition-notification; boundary=b"},
        text="--b\r\nContent-Type: text/plain\r\n\r\nLu.\r\n--b--",
    )  # fmt: skip
    with world.smtp("ines", INES) as client:
        client.sendmail("<>", [IRENE], content)
    assert mail_of_irene(world) == 1
    assert answer(world, INES) == 554


def test_mon_espace_sante_speaks_only_for_citizens_and_a_structure_never_does(world: World) -> None:
    with as_citizen(world) as client:
        assert client.mail(INES)[0] == 553
    with world.smtp("ines", INES) as client:
        assert client.mail(IRENE)[0] == 553
    with world.smtp_tls(world.certificate) as client:
        assert client.mail(IRENE)[0] == 530
