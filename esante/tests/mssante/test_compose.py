"""What leaves is exact, the same each time, and nothing forbidden leaves."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from esante.mssante import Address, CannotCompose, Draft, File, compose, read, wire_size
from esante.xdm import write_archive
from hypothesis import given, settings
from hypothesis import strategies as st

from . import cast
from .cast import lots


def parsed(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def header_lines(data: bytes) -> list[str]:
    return data.partition(b"\r\n\r\n")[0].decode("ascii").split("\r\n")


def test_a_plain_message_is_one_text_in_utf_8() -> None:
    data = compose(cast.draft())
    message = parsed(data)
    assert message.get_content_type() == "text/plain"
    assert message.get_content() == "Bonjour,\r\n\r\nMme Dupont a chuté cette nuit.\r\n"
    assert message["X-MSS-NIL"] == "DEV000001"
    assert "X-MSS-INS" not in message
    assert "X-MSS-CODECDA" not in message
    assert data.isascii()


def test_the_same_draft_gives_the_same_bytes() -> None:
    assert compose(cast.with_documents()) == compose(cast.with_documents())


def test_every_line_ends_with_crlf_and_none_is_longer_than_smtp_admits() -> None:
    lines = compose(cast.with_documents(html="<p>Bonjour à tous</p>")).split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 998


def test_documents_are_announced_by_an_ascii_subject_on_one_line() -> None:
    lines = header_lines(compose(cast.with_documents()))
    assert "Subject: XDM/1.0/DDM+Document de liaison d'urgence DUPONT IRENE 12/03/1938" in lines


def test_the_headers_are_computed_from_the_archive() -> None:
    message = parsed(compose(cast.with_documents()))
    assert (message["X-MSS-INS"], message["X-MSS-CODECDA"]) == ("O", "74207-2")


def test_a_message_with_documents_holds_the_archive_and_one_pdf_each() -> None:
    first, second = message_parts(cast.with_documents(html="<p>Bonjour</p>"))
    assert (first.get_content_type(), first.get_filename()) == ("application/zip", "IHE_XDM.zip")
    assert first.get_content() == cast.documents().archive
    assert second.get_content_type() == "application/pdf"
    assert second.get_filename() == "20261123_Document de liaison d'urgence_DUPONT_IRENE.pdf"
    assert second.get_content() == lots.PDF


def message_parts(draft: Draft) -> list[EmailMessage]:
    return list(parsed(compose(draft)).iter_attachments())


def test_an_accented_pdf_name_follows_rfc_2231() -> None:
    synthesis = lots.document(kind="60591-5")
    data = compose(cast.draft(subject="", documents=cast.documents(synthesis, folder="dossier é42")))
    assert b"filename*=utf-8''20261123_" in data
    (_, pdf) = parsed(data).iter_attachments()
    assert pdf.get_filename() == "20261123_Synthèse médicale_DUPONT_IRENE_dossier é42.pdf"


def test_two_documents_are_counted_in_the_subject_and_their_pdf_names_differ() -> None:
    second = lots.document(document_id="1.2.250.1.999.1.2.1002")
    draft = cast.with_documents(lots.document(), second)
    assert parsed(compose(draft))["Subject"] == "XDM/1.0/DDM+2 documents DUPONT IRENE 12/03/1938"
    names = [part.get_filename() for part in message_parts(draft)]
    assert names == [
        "IHE_XDM.zip",
        "20261123_Document de liaison d'urgence_DUPONT_IRENE.pdf",
        "20261123_Document de liaison d'urgence_DUPONT_IRENE_2.pdf",
    ]


def test_a_reply_keeps_the_thread() -> None:
    message = parsed(compose(cast.draft(answers=("<a@x.test>", "<b@x.test>"))))
    assert message["In-Reply-To"] == "<b@x.test>"
    assert message["References"] == "<a@x.test> <b@x.test>"


def test_annule_et_remplace_comes_first_in_the_subject() -> None:
    with_document = cast.with_documents(replaces=True, answers=("<a@x.test>",))
    assert parsed(compose(with_document))["Subject"].startswith("[Annule et remplace] XDM/1.0/DDM+")
    plain = cast.draft(replaces=True, answers=("<a@x.test>",))
    assert parsed(compose(plain))["Subject"] == "[Annule et remplace] Surveillance demandée"


def test_a_receipt_is_asked_to_the_mailbox_that_writes() -> None:
    message = parsed(compose(cast.draft(notify=True, reply_to=cast.TEAM)))
    assert message["Disposition-Notification-To"] == cast.INES.mailbox
    assert message["Reply-To"] == "SSIAD Les Ajoncs <equipe@ssiad-ajoncs.mssante.test>"
    assert "Disposition-Notification-To" not in parsed(compose(cast.draft()))


def test_a_conversation_with_a_citizen_is_closed_by_a_header() -> None:
    message = parsed(compose(cast.draft(to=(cast.IRENE,), closes=True)))
    assert message["X-MSS-MES"] == "FIN"


def test_a_photo_and_an_extract_travel_as_ordinary_attachments() -> None:
    photo = File("plaie.jpg", "image/jpeg", b"\xff\xd8\xff\xd9")
    extract = File("transmissions.json", "application/fhir+json", b"{}")
    parts = message_parts(cast.draft(files=(photo, extract)))
    assert [(part.get_content_type(), part.get_filename()) for part in parts] == [
        ("image/jpeg", "plaie.jpg"),
        ("application/fhir+json", "transmissions.json"),
    ]
    assert parts[0].get_content() == photo.data


def test_html_goes_beside_its_text_never_alone() -> None:
    message = parsed(compose(cast.draft(html="<p>Bonjour Irène</p>")))
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_an_ins_of_test_is_not_qualified_in_production() -> None:
    message = parsed(compose(cast.with_documents(accept_test=False)))
    assert message["X-MSS-INS"] == "N"


def test_a_document_of_an_unqualified_identity_leaves_without_ins() -> None:
    anonymous = cast.documents(lots.document(ins=None), qualified=False)
    message = parsed(compose(cast.draft(subject="", documents=anonymous)))
    assert message["X-MSS-INS"] == "N"
    assert message["X-MSS-CODECDA"] == "74207-2"


HIDDEN = {"masks": frozenset({"INVISIBLE_PATIENT"})}
MASKED = {"masks": frozenset({"MASQUE_PS"})}
SECRET = {"masks": frozenset({"INVISIBLE_REPRESENTANTS_LEGAUX"})}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"to": ()}, "pas de destinataire"),
        ({"to": (cast.MARTIN,), "cc": (Address("Paul.Martin@MEDECIN.mssante.test"),)}, "deux fois"),
        ({"nil": ""}, "NIL"),
        ({"nil": "DEV 1"}, "NIL"),
        ({"sender_kind": "APP"}, "boîte applicative"),
        ({"replaces": True}, "annule et remplace"),
        ({"subject": " "}, "pas d'objet"),
        ({"subject": "XDM/1.0/DDM+Ordonnance DUPONT Irene"}, "annonce des documents"),
        ({"subject": "Bonjour\r\nBcc: karim.haddad@saad-genets.mssante.test"}, None),
        ({"to": (cast.IRENE, cast.MARCEL)}, "à elle seule"),
        ({"to": (cast.IRENE,), "cc": (cast.MARTIN,)}, "à elle seule"),
        ({"closes": True}, "personne accompagnée"),
        ({"message_id": "p1@ssiad"}, "<…@…>"),
        ({"message_id": "<p1@ssiad>\r\nX: y"}, "<…@…>"),
        ({"answers": ("p1",)}, "<…@…>"),
        ({"date": lots.NOON.replace(tzinfo=None)}, "fuseau"),
        ({"files": (File("a\r\nb.pdf", "application/pdf", b""),)}, "nom de ce fichier"),
        ({"files": (File("a.exe", "texte", b""),)}, "type de ce fichier"),
        ({"documents": cast.documents(), "subject": "Bonjour"}, "fixé par la norme"),
    ],
)
def test_a_forbidden_message_is_refused_in_words(changes: dict[str, object], sentence: str | None) -> None:
    if sentence is None:
        data = compose(cast.draft(**changes))
        assert not any(line.lower().startswith("bcc:") for line in header_lines(data))
        return
    with pytest.raises(CannotCompose) as refusal:
        compose(cast.draft(**changes))
    assert sentence in refusal.value.sentence


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"documents": replace(cast.documents(), pdfs=())}, "accompagné de son PDF"),
        ({"documents": replace(cast.documents(), pdfs=(b"GIF89a",))}, "doit être un PDF"),
        ({"documents": replace(cast.documents(), pdfs=(lots.PDF + b"x",))}, "exactement"),
        ({"documents": replace(cast.documents(), archive=b"")}, "pas une archive"),
        ({"documents": cast.documents(qualified=False)}, "n'est pas qualifiée"),
        ({"to": (cast.MARCEL,)}, "ne concernent pas"),
        ({"documents": cast.documents(**HIDDEN), "to": (cast.IRENE,)}, "masqué à la personne"),
        ({"documents": cast.documents(**MASKED)}, "masqué aux professionnels"),
        ({"documents": cast.documents(**SECRET)}, "masqué aux professionnels"),
    ],
)
def test_documents_that_may_not_go_there_do_not_go(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(CannotCompose) as refusal:
        compose(cast.with_documents(**changes))
    assert sentence in refusal.value.sentence


@pytest.mark.parametrize(
    ("masks", "recipient"), [(HIDDEN, cast.MARTIN), (MASKED, cast.IRENE), (SECRET, cast.IRENE), ({}, cast.IRENE)]
)
def test_the_three_lawful_combinations_leave(masks: dict[str, frozenset[str]], recipient: Address) -> None:
    data = compose(cast.with_documents(documents=cast.documents(**masks), to=(recipient,)))
    assert read(data).archives[0].archive is not None


def test_an_altered_archive_does_not_leave() -> None:
    files = lots.files_of(write_archive([lots.document()], lot=lots.lot()))
    files["IHE_XDM/SUBSET01/DOC0001.XML"] += b"\n"
    documents = replace(cast.documents(), archive=lots.zipped(files))
    with pytest.raises(CannotCompose, match="empreinte"):
        compose(cast.with_documents(documents=documents))


def test_the_weight_on_the_wire_is_never_underestimated() -> None:
    sizes = [1, 57, 100_000, 2_000_000]
    files = tuple(File(f"f{size}.bin", "application/octet-stream", bytes(size)) for size in sizes)
    weight = len(compose(cast.draft(files=files)))
    assert weight <= wire_size(sizes) < weight * 1.1


_NAMES = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), max_size=40)


@settings(max_examples=60, deadline=None)
@given(subject=_NAMES.filter(lambda text: text.strip() and "[" not in text), text=st.text(max_size=300), name=_NAMES)
def test_what_is_composed_is_read_back(subject: str, text: str, name: str) -> None:
    try:
        data = compose(cast.draft(subject=subject, text=text, sender=Address("a@b.mssante.test", name)))
    except (CannotCompose, UnicodeEncodeError):
        return
    message = read(data)
    assert message.subject.split() == "".join(one if one.isprintable() else " " for one in subject).split()
    assert message.sender is not None
    assert message.sender.mailbox == "a@b.mssante.test"
    assert message.oddities == ()
