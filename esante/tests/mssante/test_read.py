"""Whatever is received is shown; what is doubtful waits for a person."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from esante.cisis import Traits
from esante.mssante import (
    PRODUCTION,
    TEST,
    Address,
    File,
    Known,
    ReceiptKind,
    UnreadableMessage,
    compose,
    judge,
    read,
    read_whitelist,
)
from esante.xdm import write_archive
from hypothesis import given, settings
from hypothesis import strategies as st

from . import cast
from .cast import lots

SOUND = compose(cast.with_documents(notify=True, answers=("<a@x.test>",)))
MAILS = {
    "01-pro-vers-bal-org-xdm": (),
    "02-pro-vers-citoyen-ouvre": (),
    "03-citoyen-repond-photo": (),
    "04-pro-ferme-x-mss-mes-fin": (),
    "05-pro-ferme-objet-fin": (),
    "06-bio-v1": (),
    "07-bio-v2-remplace": (),
    "08-bio-v2-supprime": (),
    "09-mdn-lu": (),
    "10-mdn-integre": (),
    "11-mdn-erreur-902": (),
    "12-mdn-erreur-ancienne-grammaire": (),
    "20-hash-faux": (("906", "hash"),),
    "21-sans-metadata": (("906", "archive"),),
    "22-patientid-different-du-cda": (("904", "ins-differs"),),
    "23-zip-slip": (("906", "archive"),),
    "24-nom-tiret-majuscule": (),
    "25-sans-content-disposition": (),
    "26-minuscules-chemins": (),
    "27-nia-provisoire": (("905", "not-qualified"),),
    "31-emetteur-hors-liste-blanche": (("901", "out-of-trust"),),
}


@pytest.mark.kits
@pytest.mark.parametrize(("name", "expected"), MAILS.items())
def test_every_sample_mail_gets_the_verdict_of_its_readme(
    kits: Path, name: str, expected: tuple[tuple[str, str], ...]
) -> None:
    whitelist = read_whitelist((kits / "mss/listeblanche/listeblanche-fictive.xml").read_bytes())
    message = read((kits / f"mss/mail/{name}.eml").read_bytes())
    verdict = judge(message, trusted=whitelist.__contains__, accepted=TEST)
    assert tuple((reason.code, reason.reason) for reason in verdict.reasons) == expected
    assert verdict.has_documents is bool(message.archives)


@pytest.mark.kits
@pytest.mark.parametrize(
    ("name", "kind", "error"),
    [
        ("09-mdn-lu", ReceiptKind.DISPLAYED, None),
        ("10-mdn-integre", ReceiptKind.PROCESSED, None),
        ("11-mdn-erreur-902", ReceiptKind.NOT_INTEGRATED, "902"),
        ("12-mdn-erreur-ancienne-grammaire", ReceiptKind.NOT_INTEGRATED, "904"),
    ],
)
def test_the_sample_receipts_are_recognised(kits: Path, name: str, kind: ReceiptKind, error: str | None) -> None:
    (receipt,) = read((kits / f"mss/mail/{name}.eml").read_bytes()).receipts
    assert (receipt.kind, receipt.message_id) == (kind, "<p1@ehpad-tilleuls.mssante.test>")
    assert (receipt.error.code if receipt.error else None) == error


@pytest.mark.kits
def test_a_conversation_with_a_citizen_is_recognised(kits: Path) -> None:
    answer = read((kits / "mss/mail/03-citoyen-repond-photo.eml").read_bytes())
    assert answer.citizen == "279035121518989"
    assert [file.media_type for file in answer.files] == ["image/jpeg"]
    for name in ("04-pro-ferme-x-mss-mes-fin", "05-pro-ferme-objet-fin"):
        assert read((kits / f"mss/mail/{name}.eml").read_bytes()).closes
    assert not answer.closes


def test_a_message_is_taken_apart() -> None:
    message = read(SOUND)
    assert message.title == "Document de liaison d'urgence DUPONT IRENE 12/03/1938"
    assert message.sender == cast.INES
    assert message.to == (cast.MARTIN,)
    assert message.date == lots.NOON
    assert message.thread == ("<a@x.test>",)
    assert message.notify_to == cast.INES.mailbox
    assert (message.nil, message.ins_flag, message.codes) == ("DEV000001", "O", ("74207-2",))
    assert [(one.file.part, one.file.name) for one in message.archives] == [("2", "IHE_XDM.zip")]
    assert [file.part for file in message.files] == ["3"]
    assert message.text == "Bonjour,\n\nMme Dupont a chuté cette nuit.\n"
    assert message.oddities == ()


def test_text_and_html_are_kept_apart() -> None:
    message = read(compose(cast.draft(html="<p>Bonjour</p>")))
    assert message.html == "<p>Bonjour</p>\n"
    assert message.text.startswith("Bonjour,")


def test_a_forwarded_message_gives_its_archive_and_parts_numbered_as_imap_does() -> None:
    head = b"From: a@b.mssante.test\r\nMessage-ID: <f@b>\r\nSubject: TR: document\r\nMIME-Version: 1.0\r\n"
    edge = b'Content-Type: multipart/mixed; boundary="EDGE"\r\n\r\n--EDGE\r\n\r\nVoici.\r\n--EDGE\r\n'
    data = head + edge + b"Content-Type: message/rfc822\r\n\r\n" + SOUND + b"\r\n--EDGE--\r\n"
    message = read(data)
    assert message.text.strip() == "Voici."
    assert [one.file.part for one in message.archives] == ["2.2"]
    assert message.nested == ("XDM/1.0/DDM+Document de liaison d'urgence DUPONT IRENE 12/03/1938",)
    assert message.receipts == ()


def with_part(disposition: str, kind: str = "application/octet-stream", subject: str = "XDM/1.0/DDM+x") -> bytes:
    """A mail whose archive is announced in an unusual way."""
    head = f"From: a@b.mssante.test\r\nMessage-ID: <m@b>\r\nSubject: {subject}\r\nX-MSS-NIL: N1\r\n"
    edge = 'Content-Type: multipart/mixed; boundary="EDGE"\r\n\r\n--EDGE\r\n'
    archive = write_archive([lots.document()], lot=lots.lot())
    part = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: 8bit\r\n{disposition}\r\n\r\n"
    return (head + edge + part).encode() + archive + b"\r\n--EDGE--\r\n"


@pytest.mark.parametrize(
    ("disposition", "kind"),
    [
        ('Content-Disposition: attachment; filename="IHE_XDM.zip"', "application/zip"),
        ('Content-Disposition: attachment; filename="ihe-xdm.ZIP"', "application/octet-stream"),
        ('Content-Disposition: attachment; filename="IHE_XDM (1).zip"', "application/octet-stream"),
        ("Content-Disposition: attachment; filename*=utf-8''IHE%5FXDM.zip", "application/zip"),
        ('Content-Disposition: attachment; filename="C:\\\\envoi\\\\IHE_XDM.zip"', "application/zip"),
        ("X-Nothing: here", 'application/octet-stream; name="IHE_XDM.zip"'),
        ("X-Nothing: here", "application/x-zip-compressed"),
    ],
)
def test_the_archive_is_found_under_any_name(disposition: str, kind: str) -> None:
    message = read(with_part(disposition, kind))
    assert len(message.archives) == 1
    assert message.archives[0].archive is not None
    assert judge(message, accepted=TEST).attachable


def test_an_ordinary_zip_stays_an_ordinary_file() -> None:
    message = read(compose(cast.draft(files=(File("photos.zip", "application/zip", lots.zipped({"a.jpg": b"x"})),))))
    assert message.archives == ()
    assert [file.name for file in message.files] == ["photos.zip"]


def test_encoded_and_raw_headers_are_decoded() -> None:
    encoded = "=?utf-8?q?XDM/1=2E0/DDM+Synth=C3=A8se?= DUPONT Irene"
    assert read(with_part("X: y", subject=encoded)).title == "Synthèse DUPONT Irene"
    raw = "From: =?iso-8859-1?q?In=E8s?= <a@b.test>\r\nSubject: Été\r\n\r\n"
    assert read(raw.encode("latin-1")).subject == "Été"
    message = read(raw.encode())
    assert message.subject == "Été"
    assert message.sender == Address("a@b.test", "Inès")


def test_a_date_without_zone_is_utc_and_a_broken_one_is_absent() -> None:
    mail = "From: a@b.test\r\nDate: {}\r\n\r\n"
    assert read(mail.format("Mon, 23 Nov 2026 10:00:00 -0000").encode()).date == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert read(mail.format("hier").encode()).date is None


def test_what_a_sender_forgot_is_told_without_holding_the_message() -> None:
    bare = with_part('Content-Disposition: attachment; filename="IHE_XDM.zip"', subject="Documents")
    message = read(bare.replace(b"X-MSS-NIL: N1\r\n", b""))
    assert [remark.rpartition("(")[2] for remark in message.oddities] == [
        "X-MSS-NIL).",
        "X-MSS-CODECDA).",
        "X-MSS-INS).",
        "XDM/1.0/DDM+).",
    ]
    assert judge(message, accepted=TEST).attachable


# --- verdict

KNOWN = Known(lots.IRENE_TRAITS, qualified=True)


def reasons(data: bytes, **facts: object) -> list[tuple[str, str]]:
    verdict = judge(read(data), **({"accepted": TEST} | facts))  # type: ignore[arg-type]
    return [(reason.code, reason.reason) for reason in verdict.reasons]


def test_all_equal_attaches_by_itself() -> None:
    verdict = judge(read(SOUND), trusted=lambda _: True, accepted=TEST, find=lambda _: KNOWN)
    assert verdict.attachable
    assert verdict.ins == lots.IRENE


def test_an_unknown_person_waits() -> None:
    assert reasons(SOUND, find=lambda _: None) == [("902", "unknown")]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"birth_name": "DURAND"}, "le nom de naissance"),
        ({"birth_date": "1938-03-13"}, "la date de naissance"),
        ({"sex": "M"}, "le sexe"),
        ({"first_given_name": "MARIE", "given_names": "MARIE IRENE"}, "le premier prénom"),
    ],
)
def test_one_trait_that_differs_makes_it_wait(changes: dict[str, str], said: str) -> None:
    traits = {name: getattr(lots.IRENE_TRAITS, name) for name in Traits.__slots__} | changes
    verdict = judge(read(SOUND), accepted=TEST, find=lambda _: Known(Traits(**traits), qualified=True))
    assert [(reason.code, reason.reason) for reason in verdict.reasons] == [("904", "traits")]
    assert said in verdict.reasons[0].sentence


def test_case_accents_and_hyphens_do_not_count() -> None:
    written = Traits(birth_name="Dupont", given_names="Irène, Marie".replace(",", ""), birth_date="1938-03-12", sex="F")
    assert reasons(SOUND, find=lambda _: Known(written, qualified=True)) == []


def test_an_unqualified_record_waits_for_a_comparison_by_eye() -> None:
    assert reasons(SOUND, find=lambda _: Known(lots.IRENE_TRAITS, qualified=False)) == [("906", "local-not-qualified")]


def test_an_ins_of_test_is_not_qualified_in_production() -> None:
    assert reasons(SOUND, accepted=PRODUCTION) == [("905", "not-qualified")]


def test_missing_traits_make_it_incomplete() -> None:
    nameless = lots.document()
    start, end = nameless.index(b"<birthTime"), nameless.index(b"/>", nameless.index(b"<birthTime")) + 2
    mutilated = nameless[:start] + nameless[end:]
    archive = write_archive([mutilated], lot=lots.lot())
    data = compose(cast.draft(files=(File("IHE_XDM.zip", "application/zip", archive),)))
    verdict = judge(read(data), accepted=TEST)
    assert [(reason.code, reason.reason) for reason in verdict.reasons] == [("905", "not-qualified")]
    assert "la date de naissance" in verdict.reasons[0].sentence


def test_a_sender_out_of_trust_is_held_first_whatever_it_sends() -> None:
    assert reasons(SOUND, trusted=lambda _: False, find=lambda _: KNOWN) == [("901", "out-of-trust")]
    assert reasons(b"Subject: bonjour\r\n\r\nx") == [("906", "out-of-trust")]


def test_two_people_in_two_archives_wait() -> None:
    marcel = lots.document(ins=lots.MARCEL, traits=lots.MARCEL_TRAITS)
    archives = [write_archive([one], lot=lots.lot()) for one in (lots.document(), marcel)]
    files = tuple(File("IHE_XDM.zip", "application/zip", archive) for archive in archives)
    assert reasons(compose(cast.draft(files=files)), find=lambda _: KNOWN) == [("904", "several-usagers")]


def test_a_plain_message_has_nothing_to_attach() -> None:
    verdict = judge(read(compose(cast.draft())), trusted=lambda _: True)
    assert not verdict.has_documents
    assert not verdict.attachable
    assert verdict.code == ""


def test_no_sentence_ever_tells_an_identity() -> None:
    verdict = judge(read(SOUND), trusted=lambda _: False, accepted=PRODUCTION, find=lambda _: None)
    told = " ".join(reason.sentence + reason.location for reason in verdict.reasons)
    assert lots.IRENE.matricule not in told
    assert "DUPONT" not in told


# --- hostile and broken mails


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"Bonjour", b"%PDF-1.4\n"])
def test_what_is_no_message_is_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableMessage):
        read(data)


def test_a_tree_of_a_thousand_parts_is_read_up_to_a_limit() -> None:
    head = b'From: a@b.test\r\nContent-Type: multipart/mixed; boundary="E"\r\n\r\n'
    message = read(head + b"--E\r\nContent-Type: image/png\r\n\r\nx\r\n" * 1000 + b"--E--\r\n")
    assert len(message.files) == 500
    assert "trop de parties" in message.oddities[0]


def test_a_tree_a_thousand_levels_deep_is_unreadable_or_shallow() -> None:
    data = b"From: a@b.test\r\n"
    for level in range(1000):
        data += b'Content-Type: multipart/mixed; boundary="E%d"\r\n\r\n--E%d\r\n' % (level, level)
    with contextlib.suppress(UnreadableMessage):
        assert read(data).text == ""


@settings(max_examples=100, deadline=None)
@given(position=st.integers(0, 4000), value=st.integers(0, 255))
def test_a_damaged_byte_never_raises_anything_else(position: int, value: int) -> None:
    data = bytearray(SOUND[:4000])
    data[position % len(data)] = value
    with contextlib.suppress(UnreadableMessage):
        message = read(bytes(data))
        assert judge(message).has_documents is bool(message.archives)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_header_block_is_read(noise: bytes) -> None:
    message = read(b"From: a@b.test\r\nSubject: " + noise)
    assert message.size == len(noise) + 25
