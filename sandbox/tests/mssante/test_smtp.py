"""The SMTP door: who may send, to whom, how big; notices; nothing lost, nothing doubled."""

from __future__ import annotations

import email
import smtplib

import pytest
from sandbox.faults import Fault
from sandbox.mssante.whitelist import ACCENTED

from .conftest import EHPAD, INES, KARIM, MARTIN, TEAM, World, letter


def test_a_message_arrives_to_the_byte_behind_the_two_lines_of_the_operator(world: World) -> None:
    sent = letter(text="Pansement fait.\r\n.une ligne qui commence par un point\r\nÉtat : propre")
    with world.smtp("ines", INES) as client:
        assert client.sendmail(INES, [MARTIN], sent) == {}
    (received,) = world.inbox("martin", MARTIN)
    assert received.endswith(b"\r\n" + sent)
    trace = email.message_from_bytes(received)
    assert trace["Return-Path"] == f"<{INES}>"
    assert "(1350009999)" in trace["Received"]
    (told,) = world.journalled("smtp.data")
    assert (told.who, told.whom, told.verdict, told.request) == (INES, MARTIN, "accepted", sent)


def test_the_door_says_what_it_can_do(world: World) -> None:
    with world.smtp_tls(world.certificate) as client:
        assert client.esmtp_features["size"] == str(25 * 1024 * 1024)
        assert {"8bitmime", "dsn", "enhancedstatuscodes", "smtputf8"} <= set(client.esmtp_features)
        assert "starttls" not in client.esmtp_features


def test_a_member_writes_for_her_team_but_not_for_a_colleague(world: World) -> None:
    with world.smtp("ines", INES) as client:
        assert client.mail(TEAM)[0] == 250
        client.rset()
        code, text = client.mail(KARIM)
    assert (code, text[:5]) == (553, b"5.7.1")
    (refusal,) = world.journalled("smtp.mail")
    assert refusal.rule is not None
    assert refusal.rule.code == "ESPACE-EXPEDITEUR"


def test_the_name_shown_may_not_be_somebody_else_s(world: World) -> None:
    with world.smtp("ines", INES) as client, pytest.raises(smtplib.SMTPDataError, match=r"ECO\.2\.2\.7-BAL"):
        client.sendmail(INES, [MARTIN], letter(sender=KARIM, label="Karim Haddad"))
    assert world.inbox("martin", MARTIN) == []


@pytest.mark.parametrize("stranger", ["quelqu-un@gmail.com", "x@mssante.test", "y@sous.medecin.mssante.test"])
def test_nothing_leaves_the_espace_de_confiance(world: World, stranger: str) -> None:
    with world.smtp("ines", INES) as client:
        client.mail(INES)
        code, text = client.rcpt(stranger)
    assert code == 554
    assert b"not in the MSSante white list" in text
    assert world.journalled("smtp.rcpt")[0].rule.code == "ESPACE-LISTE-BLANCHE"  # type: ignore[union-attr]


@pytest.mark.parametrize("ascii_form", [True, False])
def test_an_accented_domain_of_the_list_is_recognised_in_both_writings(world: World, ascii_form: bool) -> None:
    domain = ACCENTED.encode("idna").decode("ascii").upper() if ascii_form else ACCENTED
    with world.smtp("ines", INES) as client:
        client.command_encoding = "utf-8"
        client.mail(INES, ["SMTPUTF8"])
        assert client.rcpt(f"accueil@{domain}")[0] == 550  # listed, but no such mailbox


def test_each_recipient_has_its_own_answer(world: World) -> None:
    with world.smtp("ines", INES) as client:
        refused = client.sendmail(INES, [MARTIN, "inconnu@medecin.mssante.test", "a@gmail.com"], letter())
    assert {address: answer[0] for address, answer in refused.items()} == {
        "inconnu@medecin.mssante.test": 550, "a@gmail.com": 554,
    }  # fmt: skip
    assert len(world.inbox("martin", MARTIN)) == 1


def test_a_message_too_big_is_refused_before_and_after_it_is_sent(world: World) -> None:
    big = letter(text="\r\n".join(["x" * 990] * 27_000))
    with world.smtp("ines", INES) as client:
        with pytest.raises(smtplib.SMTPSenderRefused) as announced:
            client.sendmail(INES, [MARTIN], big)
        assert announced.value.smtp_code == 552
        client.ehlo()
        client.mail(INES)
        client.rcpt(MARTIN)
        assert client.data(big)[0] == 552
    assert world.inbox("martin", MARTIN) == []


def test_the_same_message_sent_again_is_kept_once(world: World) -> None:
    for _ in range(2):
        with world.smtp("ines", INES) as client:
            client.sendmail(INES, [MARTIN, TEAM], letter())
    assert len(world.inbox("martin", MARTIN)) == 1
    assert len(world.inbox("ines", TEAM)) == 1
    assert world.journalled("smtp.data")[0].meaning[MARTIN] == "déjà remis"


def test_a_message_id_may_not_serve_for_another_text(world: World) -> None:
    with world.smtp("ines", INES) as client:
        client.sendmail(INES, [MARTIN], letter())
        with pytest.raises(smtplib.SMTPDataError, match=r"ECO\.2\.2\.1 Message-ID already used"):
            client.sendmail(INES, [MARTIN], letter(text="Un autre texte."))
    assert len(world.inbox("martin", MARTIN)) == 1


def test_a_cut_after_data_is_repaired_by_sending_again(world: World) -> None:
    world.faults.add(Fault(service="mssante", operation="smtp.answer", kind="silent", remaining=1))
    with world.smtp("ines", INES) as client, pytest.raises(smtplib.SMTPServerDisconnected):
        client.sendmail(INES, [MARTIN], letter())
    with world.smtp("ines", INES) as client:
        client.sendmail(INES, [MARTIN], letter())
    assert len(world.inbox("martin", MARTIN)) == 1


def test_a_cut_before_the_message_is_kept_loses_nothing_either(world: World) -> None:
    world.faults.add(Fault(service="mssante", operation="smtp.data", kind="silent", remaining=1))
    with world.smtp("ines", INES) as client, pytest.raises(smtplib.SMTPServerDisconnected):
        client.sendmail(INES, [MARTIN], letter())
    assert world.inbox("martin", MARTIN) == []
    with world.smtp("ines", INES) as client:
        client.sendmail(INES, [MARTIN], letter())
    assert len(world.inbox("martin", MARTIN)) == 1


def test_a_team_without_member_here_still_receives(world: World) -> None:
    with world.smtp("ines", INES, pair=world.authority.structure(EHPAD, "auth_cli")) as client:
        client.sendmail(INES, ["accueil@ehpad-iris.mssante.test"], letter(recipient="accueil@ehpad-iris.mssante.test"))
    store = world.service.store
    assert len(store.messages(store.folder("accueil@ehpad-iris.mssante.test", "INBOX").id)) == 1
