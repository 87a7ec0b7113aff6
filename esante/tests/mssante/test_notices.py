"""Receipts: what we send back, what comes back to us, in every grammar."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from typing import Any

import pytest
from esante.mssante import (
    Address,
    CannotCompose,
    DeliveryReport,
    IntegrationError,
    Notice,
    Receipt,
    ReceiptKind,
    compose,
    displayed_notice,
    encode_dsn,
    failed_mail,
    failed_notice,
    may_answer,
    processed_notice,
    read,
)

from . import cast
from .cast import lots

ORIGINAL = compose(cast.with_documents(notify=True))


def notice(**changes: Any) -> Notice:
    facts: dict[str, Any] = {
        "message_id": "<n1@medecin.mssante.test>",
        "date": lots.NOON,
        "sender": cast.MARTIN,
        "recipient": cast.INES,
        "original": ORIGINAL,
        "subject": "XDM/1.0/DDM+Document de liaison d'urgence DUPONT IRENE 12/03/1938",
        "answers": cast.FIRST,
        "agent": "dui.medecin.mssante.test; Alentour 0.1",
        "nil": "DEV000001",
    }
    return Notice(**(facts | changes))


def receipt_of(data: bytes) -> Receipt:
    (receipt,) = read(data).receipts
    return receipt


def test_a_read_receipt_says_a_person_read() -> None:
    receipt = receipt_of(displayed_notice(notice()))
    assert (receipt.kind, receipt.message_id) == (ReceiptKind.DISPLAYED, cast.FIRST)
    assert receipt.recipient == cast.MARTIN.mailbox
    assert not receipt.automatic


def test_an_integration_receipt_says_software_did_it() -> None:
    receipt = receipt_of(processed_notice(notice()))
    assert receipt.kind is ReceiptKind.PROCESSED
    assert receipt.automatic


def test_a_failed_integration_says_which_code_and_gives_the_original_back() -> None:
    data = failed_notice(notice(), IntegrationError("902"))
    message = read(data)
    receipt = receipt_of(data)
    assert receipt.kind is ReceiptKind.NOT_INTEGRATED
    assert receipt.error == IntegrationError("902", "Identifiant de patient inconnu")
    assert message.subject.startswith("[KO Intégration système !][902] XDM/1.0/DDM+")
    assert message.title == "Document de liaison d'urgence DUPONT IRENE 12/03/1938"
    assert ORIGINAL in data
    # What a receipt returns is our own message: nothing of it is filed again.
    assert message.archives == ()


def test_a_notice_has_the_three_parts_of_rfc_8098_and_the_national_headers() -> None:
    tree = message_from_bytes(failed_notice(notice(), IntegrationError("904")), policy=policy.default)
    assert tree.get_content_type() == "multipart/report"
    assert tree.get_param("report-type") == "disposition-notification"
    kinds = [part.get_content_type() for part in tree.iter_parts()]
    assert kinds == ["text/plain", "message/disposition-notification", "message/rfc822"]
    assert (tree["X-MSS-NIL"], tree["Auto-Submitted"]) == ("DEV000001", "auto-replied")
    assert tree["In-Reply-To"] == cast.FIRST


def test_the_new_grammar_is_emitted() -> None:
    data = failed_notice(notice(), IntegrationError("904"))
    assert b"Disposition: automatic-action/MDN-sent-automatically; processed/error\r\n" in data
    assert "Error: 904^INS différente^applicationErrorCondition|E^Error^errorSeverity\r\n".encode() in data


def test_the_old_grammar_is_read() -> None:
    data = failed_notice(notice(), IntegrationError("904"))
    old = b"processed/Error: 904^INS different^messageErrorCondition| E^Error^errorSeverity"
    data = re.sub(rb"processed/error\r\nError: [^\r]*", old, data)
    assert receipt_of(data).error == IntegrationError("904", "INS different")


def test_who_asked_for_no_receipt_gets_an_ordinary_mail() -> None:
    data = failed_mail(notice(), IntegrationError("903"))
    message = read(data)
    assert message_from_bytes(data).get_content_type() == "multipart/mixed"
    (receipt,) = message.receipts
    assert (receipt.kind, receipt.message_id) == (ReceiptKind.NOT_INTEGRATED, cast.FIRST)
    assert receipt.error is not None
    assert receipt.error.code == "903"
    assert message.archives == ()


def test_notices_are_reproducible_and_refuse_smuggled_headers() -> None:
    assert displayed_notice(notice()) == displayed_notice(notice())
    with pytest.raises(CannotCompose):
        displayed_notice(notice(subject="x\r\nBcc: karim@saad.test"))
    fields = displayed_notice(notice(agent="x\r\nError: 902^y"))
    assert b"\r\nError:" not in fields


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, True),
        ({"return_path": ""}, True),
        ({"return_path": "<ines.moreau@ssiad-ajoncs.mssante.test>"}, True),
        ({"return_path": "karim.haddad@saad-genets.mssante.test"}, False),
        ({"auto_submitted": "auto-replied"}, False),
        ({"auto_submitted": "no"}, True),
        ({"is_receipt": True}, False),
        ({"notify_to": ""}, False),
    ],
)
def test_no_automatic_answer_to_an_automatic_mail(facts: dict[str, object], expected: bool) -> None:
    asked: dict[str, Any] = {
        "auto_submitted": "",
        "is_receipt": False,
        "notify_to": cast.INES.mailbox,
        "return_path": "",
    }
    assert may_answer(**(asked | facts)) is expected


def report(*receipts: Receipt) -> bytes:
    return encode_dsn(
        DeliveryReport(
            message_id="<d1@ope1.mssante.test>",
            date=lots.NOON,
            sender=Address("mailer-daemon@ope1.mssante.test"),
            recipient=cast.INES,
            reporting_mta="smtp.ope1.mssante.test",
            receipts=receipts,
            original=ORIGINAL,
            envelope_id="outbox-42",
        )
    )


@pytest.mark.parametrize("kind", [ReceiptKind.DELIVERED, ReceiptKind.RELAYED, ReceiptKind.DELAYED, ReceiptKind.BOUNCED])
def test_a_delivery_report_goes_and_comes_back(kind: ReceiptKind) -> None:
    sent = Receipt(kind=kind, recipient=cast.MARTIN.mailbox, status="2.0.0", text="250 ok")
    (receipt,) = read(report(sent)).receipts
    assert (receipt.kind, receipt.recipient) == (kind, cast.MARTIN.mailbox)
    assert (receipt.message_id, receipt.envelope_id) == (cast.FIRST, "outbox-42")


def test_each_recipient_has_its_own_fate() -> None:
    delivered = Receipt(kind=ReceiptKind.DELIVERED, recipient=cast.MARTIN.mailbox)
    bounced = Receipt(kind=ReceiptKind.BOUNCED, recipient=cast.PETIT.mailbox, status="5.1.1", text="no such user")
    message = read(report(delivered, bounced))
    assert [one.kind for one in message.receipts] == [ReceiptKind.DELIVERED, ReceiptKind.BOUNCED]
    assert message.receipts[1].sentence == "Cette boîte n'existe pas."
    assert message.automatic


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("550 messagerie fermée", "La messagerie de cette personne est fermée (compte fermé ou opposition)."),
        ("550 patient non trouvé", "Cette personne n'a pas d'espace santé à cette adresse."),
        ("553 adresse invalide", "Cette adresse n'est pas valide."),
        ("552 message size exceeds", "Le message est trop volumineux pour la boîte du destinataire."),
    ],
)
def test_the_bounces_of_mon_espace_sante_are_told_in_plain_words(text: str, sentence: str) -> None:
    bounced = Receipt(kind=ReceiptKind.BOUNCED, recipient=cast.IRENE.mailbox, status="5.0.0", text=text)
    assert read(report(bounced)).receipts[0].sentence == sentence


def test_a_bounce_without_report_is_recognised_by_who_sends_it() -> None:
    data = (
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@ope1.mssante.test\r\nTo: ines.moreau@ssiad-ajoncs.mssante.test\r\n"
        "Subject: Message non distribué\r\nIn-Reply-To: <p1@ssiad-ajoncs.mssante.test>\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n"
        "Le message pour claire.petit@pharmacie-mail.mssante.test n'a pas été remis (5.2.2).\r\n"
    ).encode()
    receipt = receipt_of(data)
    assert (receipt.kind, receipt.recipient) == (ReceiptKind.BOUNCED, cast.PETIT.mailbox)
    assert (receipt.status, receipt.message_id) == ("5.2.2", cast.FIRST)


def test_a_person_writing_about_a_bounce_is_not_a_bounce() -> None:
    assert read(compose(cast.draft(subject="Message non distribué à la pharmacie"))).receipts == ()
