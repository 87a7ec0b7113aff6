"""The citizen's portal over the real operator: read, answer, forward, close; and what it refuses."""

from __future__ import annotations

import email
import io
import re
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from sandbox.monespacesante import pieces
from sandbox.monespacesante.service import MonEspaceSanteService
from werkzeug.test import Client, TestResponse

from . import composed
from .conftest import INES, IRENE, TEAM, World, letter

PETIT = "claire.petit@pharmacie-mail.mssante.test"
JPEG = b"\xff\xd8\xff\xe0 une photo"


@pytest.fixture
def portal(world: World) -> MonEspaceSanteService:
    world.context.board.add(world.service)
    service = MonEspaceSanteService(world.context)
    world.context.board.add(service)
    return service


@pytest.fixture
def irene(portal: MonEspaceSanteService) -> Client:
    return enter(portal, "irene")


def enter(portal: MonEspaceSanteService, who: str) -> Client:
    client = Client(portal.mounts[0].app)
    assert client.post("/mes", data={"who": who}).status_code == 303
    return client


def write(world: World, sender: str = INES, who: str = "ines", content: bytes | None = None, **changes: object) -> None:
    """A professional writes to Irène."""
    with world.smtp(who, sender) as client:
        client.sendmail(sender, [IRENE], content or letter(sender, IRENE, **changes))  # type: ignore[arg-type]


def conversation(client: Client, number: int = 0) -> str:
    """Address of a conversation of the list, the latest first."""
    page = client.get("/mes/messages").text
    return re.findall(r'href="(/mes/messages/T[0-9a-f]+)"', page)[number]


def answer(client: Client, address: str, text: str = "Merci, à demain.", **fields: object) -> TestResponse:
    draft = re.findall(r'name="draft" value="([^"]+)"', client.get(address).text)
    return client.post(address, data={"draft": draft[0] if draft else "", "text": text} | fields)


def test_nobody_reads_anything_without_entering(portal: MonEspaceSanteService) -> None:
    stranger = Client(portal.mounts[0].app)
    for path in ("/mes/messages", "/mes/documents", "/mes/compte", "/mes/messages/Tabc"):
        assert stranger.get(path).headers["Location"] == "/mes"
    assert "Irène" not in stranger.get("/mes").text
    assert stranger.post("/mes", data={"who": "quelqu-un"}).headers["Location"] == "/mes"


def test_irene_answers_the_nurse_who_wrote(world: World, irene: Client) -> None:
    assert "Aucun message" in irene.get("/mes/messages").text
    write(world, subject="Passage de demain", text="Bonjour Madame, je passe à 9 h.")
    page = irene.get("/mes/messages").text
    assert "Inès Moreau" in page
    assert "1 non lu" in page
    address = conversation(irene)
    assert "je passe à 9 h" in irene.get(address).text
    assert "non lu" not in irene.get("/mes/messages").text
    assert answer(irene, address).status_code == 303
    (received,) = world.inbox("ines", INES)
    message = email.message_from_bytes(received)
    assert message["In-Reply-To"] == "<1@ssiad-ajoncs.mssante.test>"
    assert IRENE in message["From"]
    assert message.get_payload(decode=True).decode().strip() == "Merci, à demain."
    assert "Merci, à demain." in irene.get(address).text
    assert irene.get("/mes/messages").text.count("/mes/messages/T") == 1


def test_a_form_sent_twice_sends_one_message(world: World, irene: Client) -> None:
    write(world)
    address = conversation(irene)
    draft = re.findall(r'name="draft" value="([^"]+)"', irene.get(address).text)[0]
    for _ in range(2):
        assert irene.post(address, data={"draft": draft, "text": "Une seule fois."}).status_code == 303
    assert len(world.inbox("ines", INES)) == 1
    assert irene.get(address).text.count("Une seule fois.") == 1


def test_a_closed_conversation_shows_no_form_and_takes_no_answer(world: World, irene: Client) -> None:
    write(world)
    write(
        world, text="Je clos cette conversation.", message_id="<2@ssiad-ajoncs.mssante.test>",
        headers={"X-MSS-MES": "FIN", "In-Reply-To": "<1@ssiad-ajoncs.mssante.test>", "References": "<1@ssiad-ajoncs.mssante.test>"},
    )  # fmt: skip
    address = conversation(irene)
    page = irene.get(address).text
    assert "a clos la conversation avec ce message" in page
    assert "Répondre à" not in page
    refused = answer(irene, address)
    assert refused.status_code == 400
    assert "la conversation est close" in refused.text
    assert world.inbox("ines", INES) == []


def test_an_answer_goes_where_the_professional_asked(world: World, irene: Client) -> None:
    write(world, headers={"Reply-To": f'"SSIAD Les Ajoncs" <{TEAM}>'})
    assert "Avec SSIAD Les Ajoncs" in irene.get(conversation(irene)).text
    answer(irene, conversation(irene))
    assert len(world.inbox("ines", TEAM)) == 1
    assert world.inbox("ines", INES) == []


def test_opening_a_message_returns_the_receipt_once(world: World, irene: Client) -> None:
    write(world, headers={"Disposition-Notification-To": INES})
    address = conversation(irene)
    for _ in range(2):
        irene.get(address)
    (receipt,) = world.inbox("ines", INES)
    message = email.message_from_bytes(receipt)
    assert message.get_param("report-type") == "disposition-notification"
    assert "manual-action/MDN-sent-manually; displayed" in message.get_payload()[1].as_string()
    assert message["Return-Path"] == "<>"


def test_a_daughter_sends_the_prescription_to_the_pharmacy(world: World, portal: MonEspaceSanteService) -> None:
    write(world, content=composed.message(IRENE, documents=composed.documents()))
    write(world, PETIT, "petit", subject="Votre pharmacie", label="Claire Petit", message_id="<9@pharmacie.test>")
    lea = enter(portal, "lea")
    page = lea.get("/mes/documents").text
    assert "Reçu de Inès MOREAU SSIAD Les Ajoncs" in page
    paper = re.findall(r'href="(/mes/documents/[^"]+)"', page)[0]
    assert lea.get(f"{paper}/fichier").data == composed.PDF
    form = lea.get("/mes/messages/nouveau", query_string={"piece": f"document/{paper.rpartition('/')[2]}"}).text
    (joined,) = re.findall(r'name="piece" value="([^"]+)"', form)
    sent = lea.post(
        "/mes/messages/nouveau",
        data={"recipient": PETIT, "subject": "Ordonnance de ma mère", "text": "À livrer si possible.", "piece": joined},
    )
    assert sent.status_code == 303
    (received,) = world.inbox("petit", PETIT)
    message = email.message_from_bytes(received)
    assert IRENE in message["From"]
    assert b"L\xc3\xa9a" not in received  # who really wrote stays in the portal
    assert [
        part.get_payload(decode=True) for part in message.walk() if part.get_content_type() == "application/pdf"
    ] == [composed.PDF]
    assert "Léa DUPONT a écrit à claire.petit" in lea.get("/mes/compte").text


class DepositedDocuments:
    """The DMP's service reduced to what it offers the portal."""

    name = "dmp"

    def __init__(self, *documents: bytes) -> None:
        self._documents = documents

    def citizen_documents(self, matricule: str) -> list[bytes]:
        return list(self._documents) if f"{matricule}@" in IRENE else []

    def start(self) -> None:
        """Nothing to open."""


def test_a_document_received_and_deposited_is_shown_once(
    world: World, portal: MonEspaceSanteService, irene: Client
) -> None:
    write(world, content=composed.message(IRENE, documents=composed.documents()))
    world.context.board.add(DepositedDocuments(composed.document(), b"illisible"))  # type: ignore[arg-type]
    assert "Reçu de Inès" in irene.get("/mes/documents").text  # the DMP is on the board, but stopped
    world.context.board.start("dmp")
    page = irene.get("/mes/documents").text
    assert page.count("/mes/documents/1.2.250") == 1
    assert "Dossier médical partagé" in page
    assert "Aucun document" in enter(portal, "marcel").get("/mes/documents").text


def test_a_document_hidden_from_the_citizen_is_not_shown(world: World, irene: Client) -> None:
    masked = composed.documents(masks=frozenset({"INVISIBLE_PATIENT"}))
    content = composed.message(INES, documents=masked)
    store = world.service.store
    store.append(
        store.folder(IRENE, "INBOX").id, store.keep(content), thread="T1"
    )  # the operator would have refused it
    assert "Aucun document" in irene.get("/mes/documents").text


def test_a_photo_leaves_and_comes_back_as_a_preview(world: World, irene: Client) -> None:
    write(world)
    address = conversation(irene)
    photo = (io.BytesIO(JPEG), "plaie.jpg")
    assert answer(irene, address, files=photo).status_code == 303
    message = email.message_from_bytes(world.inbox("ines", INES)[0])
    assert message.get_payload()[1].get_content_type() == "image/jpeg"
    (shown,) = re.findall(r'<img src="([^"]+)"', irene.get(address).text)
    preview = irene.get(shown)
    assert (preview.data, preview.mimetype) == (JPEG, "image/jpeg")


@pytest.mark.parametrize(
    ("name", "data", "sentence", "rule"),
    [
        ("film.mp4", b"\x00\x00\x00 ftypmp42", "n&#39;est pas d&#39;un type accepté", "MES-PIECE-TYPE"),
        ("photo.jpg", b"<script>alert(1)</script>\x00", "n&#39;est pas d&#39;un type accepté", "MES-PIECE-TYPE"),
        ("grand.jpg", b"\xff\xd8\xff" + b"0" * 2_000, "pèse plus de 5 Mo", "MES-PIECE-TAILLE"),
    ],
)
def test_a_wrong_file_is_refused_and_the_text_is_kept(
    world: World, irene: Client, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, sentence: str, rule: str
) -> None:
    monkeypatch.setattr(pieces, "FILE_LIMIT", 1_000)
    write(world)
    refused = answer(irene, conversation(irene), text="Mon long message.", files=(io.BytesIO(data), name))
    assert refused.status_code == 400
    assert sentence in refused.text
    assert "Mon long message." in refused.text
    assert world.inbox("ines", INES) == []
    assert world.journalled("piece")[0].rule.code == rule  # type: ignore[union-attr]


def test_an_operator_out_of_order_loses_no_text(world: World, irene: Client) -> None:
    write(world)
    address = conversation(irene)
    world.service.operator.stop()
    refused = answer(irene, address, text="À renvoyer plus tard.")
    assert refused.status_code == 400
    assert "La messagerie est indisponible" in refused.text
    assert "À renvoyer plus tard." in refused.text


def test_one_only_writes_to_those_who_wrote(world: World, irene: Client) -> None:
    assert "Un professionnel de santé doit vous écrire le premier" in irene.get("/mes/messages/nouveau").text
    refused = irene.post("/mes/messages/nouveau", data={"recipient": PETIT, "subject": "Bonjour", "text": "Bonjour"})
    assert refused.status_code == 400
    assert world.inbox("petit", PETIT) == []


def test_closing_the_account_is_learnt_by_a_bounce(world: World, irene: Client) -> None:
    irene.post("/mes/compte", data={"messagerie": "fermer"})
    assert "Fermée" in irene.get("/mes/compte").text
    write(world)
    (bounce,) = world.inbox("ines", INES)
    assert b"550 5.2.1 Messagerie fermee" in bounce
    irene.post("/mes/compte", data={"messagerie": "ouvrir"})
    write(world, message_id="<2@ssiad-ajoncs.mssante.test>")
    assert len(world.inbox("ines", INES)) == 1


def test_a_hostile_message_is_shown_as_text(world: World, irene: Client) -> None:
    mail = EmailMessage(SMTP)
    for name, value in {
        "From": f'"Inès Moreau <b>" <{INES}>', "To": IRENE, "Subject": "<script>alert(1)</script>",
        "Message-ID": "<3@a.test>", "X-MSS-NIL": "DEV000001",
    }.items():  # fmt: skip
        mail[name] = value
    mail.set_content("<img src=x onerror=alert(1)>")
    mail.add_attachment(b"<html><script>alert(1)</script>", "text", "html", filename="page.html")
    write(world, content=mail.as_bytes())
    page = irene.get(conversation(irene)).text
    assert "<script>" not in page
    assert "<img src=x" not in page
    (piece,) = set(re.findall(r'href="(/mes/messages/T[0-9a-f]+/\d+/[\d.]+)"', page))
    given = irene.get(piece)
    assert given.mimetype == "application/octet-stream"
    assert given.headers["Content-Disposition"].startswith("attachment")


def test_spaces_are_separate(world: World, portal: MonEspaceSanteService, irene: Client) -> None:
    write(world)
    address = conversation(irene)
    marcel = enter(portal, "marcel")
    assert marcel.get(address).status_code == 404
    assert marcel.post(address, data={"text": "Bonjour"}).status_code == 404
    assert irene.post("/mes/quitter").status_code == 303
    assert irene.get(address).headers["Location"] == "/mes"
