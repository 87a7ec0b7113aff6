"""The screens: who sees what, what a refusal says, what a fragment holds, and at what price in queries."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from alentour.accounts.models import Post, Structure
from alentour.audit.models import TraceEvent
from alentour.documents import destinations
from alentour.documents.enums import DocumentKind, State
from alentour.documents.models import Document, FilingItem
from alentour.documents.services import create_ordonnance, create_scan, receive
from alentour.documents.tests.conftest import LINES, paper, picture
from alentour.identity.models import Usager
from alentour.record.models import Consent

Login = Callable[[Client, Post], Client]
HX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _only_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """The destinations belong to the apps above; here the registry is empty unless a test fills it."""
    monkeypatch.setattr(destinations, "_destinations", {})


def url(name: str, *args: object) -> str:
    return reverse(f"documents:{name}", args=args)


def test_the_list_shows_what_the_metier_opens(
    client: Client, login: Login, irene: Usager, ines: Post, aicha: Post, photo: Document
) -> None:
    create_scan(post=ines, usager=irene, kind=DocumentKind.ORDONNANCE, data=paper(), title="Ordonnance du 12")
    seen = login(client, ines).get(url("panel", irene.id)).content.decode()
    assert "Plaie au talon" in seen
    assert "Ordonnance du 12" in seen

    seen = login(Client(), aicha).get(url("panel", irene.id)).content.decode()
    assert "Plaie au talon" in seen
    assert "Ordonnance du 12" not in seen, "an aide-soignante opens no prescription: it does not appear"


def test_karim_finds_nobody(
    client: Client, login: Login, irene: Usager, irene_at_saad: Usager, karim: Post, photo: Document
) -> None:
    as_karim = login(client, karim)
    for person in (irene, irene_at_saad):
        assert as_karim.get(url("panel", person.id)).status_code == 404
        assert as_karim.get(url("new-photo", person.id)).status_code == 404
    for name in ("view", "content", "download", "thumbnail", "print", "roads"):
        assert as_karim.get(url(name, photo.id)).status_code == 404
    for name in ("validate", "cancel", "replace"):
        assert as_karim.post(url(name, photo.id)).status_code == 404
    assert as_karim.get(url("tray")).status_code == 403
    assert TraceEvent.objects.filter(professional_id=karim.professional_id, result="refused").count() >= 10


def test_a_closed_kind_says_who_opens_it(client: Client, login: Login, irene: Usager, ines: Post, aicha: Post) -> None:
    kept = create_scan(post=ines, usager=irene, kind=DocumentKind.ORDONNANCE, data=paper())
    answer = login(client, aicha).get(url("view", kept.id))
    assert answer.status_code == 403
    assert "Médecin" in answer.content.decode()


def test_an_unknown_document_does_not_exist(client: Client, login: Login, ines: Post) -> None:
    assert login(client, ines).get(url("view", uuid.uuid4())).status_code == 404


def test_the_fragment_is_the_list_of_the_page(
    client: Client, login: Login, irene: Usager, ines: Post, photo: Document
) -> None:
    page = login(client, ines)
    fragment = page.get(url("panel", irene.id), headers=HX).content.decode()
    assert "<html" not in fragment
    assert "Plaie au talon" in fragment
    assert fragment.strip() in page.get(url("panel", irene.id)).content.decode()


def test_filters_and_versions(client: Client, login: Login, irene: Usager, ines: Post, photo: Document) -> None:
    page = login(client, ines)
    assert "Plaie" in page.get(url("panel", irene.id), {"nature": "photo_plaie"}, headers=HX).content.decode()
    assert "Plaie" not in page.get(url("panel", irene.id), {"nature": "lettre"}, headers=HX).content.decode()
    assert "Plaie" in page.get(url("panel", irene.id), {"q": "talon"}, headers=HX).content.decode()
    Document.objects.filter(pk=photo.pk).update(state=State.ANNULE)
    assert "Plaie" not in page.get(url("panel", irene.id), headers=HX).content.decode()
    assert "Plaie" in page.get(url("panel", irene.id), {"versions": "on"}, headers=HX).content.decode()


def test_the_price_of_the_list_does_not_grow(
    client: Client, login: Login, irene: Usager, ines: Post, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(30):
        create_scan(post=ines, usager=irene, kind=DocumentKind.LETTRE, data=paper(), title=f"Courrier {number}")
    page = login(client, ines)
    page.get(url("panel", irene.id))
    with django_assert_max_num_queries(26):  # type: ignore[attr-defined]
        answer = page.get(url("panel", irene.id))
    assert answer.content.decode().count("al-doc-title") == 25


def test_the_photo_screen_keeps_a_photo(client: Client, login: Login, irene: Usager, aicha: Post) -> None:
    page = login(client, aicha)
    assert page.get(url("new-photo", irene.id)).status_code == 200
    sent = {
        "photos": SimpleUploadedFile("IMG_0042.jpg", picture(), "image/jpeg"),
        "agrees": "on", "given_by": "representant", "means": "telephone", "title": "Talon gauche",
    }  # fmt: skip
    answer = page.post(url("new-photo", irene.id), sent)
    kept = Document.objects.get()
    assert answer.headers["Location"] == url("view", kept.id)
    assert (kept.title, kept.state) == ("Talon gauche", State.VALIDE)
    agreement = Consent.objects.get()
    assert (agreement.given_by, agreement.means) == ("representant", "telephone")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"agrees": None}, "accord de la personne"),
        ({"photos": None}, "Choisissez d&#x27;abord un fichier"),
        ({"photos": SimpleUploadedFile("x.jpg", b"MZ not a photo", "image/jpeg")}, "pas une image lisible"),
        ({"photos": SimpleUploadedFile("x.jpg", b"\xff" * (40 * 1024 * 1024), "image/jpeg")}, "pèse plus de"),
    ],
    ids=["no agreement", "no file", "not an image", "40 MB"],
)
def test_a_refused_photo_keeps_what_was_typed(
    client: Client, login: Login, irene: Usager, aicha: Post, change: dict[str, object], said: str
) -> None:
    sent: dict[str, object] = {
        "photos": SimpleUploadedFile("x.jpg", picture(), "image/jpeg"),
        "agrees": "on", "given_by": "personne", "means": "oral", "note": "Rougeur autour",
    }  # fmt: skip
    sent = {key: value for key, value in {**sent, **change}.items() if value is not None}
    answer = login(client, aicha).post(url("new-photo", irene.id), sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Rougeur autour" in answer.content.decode()
    assert Document.objects.count() == 0


def lines(*texts: str) -> dict[str, str]:
    data = {"lignes-TOTAL_FORMS": str(len(texts)), "lignes-INITIAL_FORMS": "0"}
    for number, text in enumerate(texts):
        data |= {
            f"lignes-{number}-text": text,
            f"lignes-{number}-posology": "matin",
            f"lignes-{number}-duration": "8 jours",
        }
    return data


def test_dr_martin_writes_reads_and_signs(client: Client, login: Login, irene_at_cabinet: Usager, martin: Post) -> None:
    page = login(client, martin)
    assert page.get(url("new-ordonnance", irene_at_cabinet.id)).status_code == 200
    sent = {"kind": "ordonnance", "renewals": "1", **lines("Pansement hydrocellulaire", "Paracétamol")}
    answer = page.post(url("new-ordonnance", irene_at_cabinet.id), sent)
    draft = Document.objects.get()
    assert answer.headers["Location"] == url("view", draft.id)

    shown = page.get(url("view", draft.id)).content.decode()
    assert "brouillon" in shown
    assert "Valider et signer" in shown
    preview = page.get(url("content", draft.id))
    assert preview.headers["Content-Type"] == "application/pdf"
    assert preview.content.startswith(b"%PDF")

    page.post(url("validate", draft.id))
    draft.refresh_from_db()
    assert draft.state == State.VALIDE
    assert "Valider et signer" not in page.get(url("view", draft.id)).content.decode()


def test_more_lines_lose_nothing_even_without_javascript(
    client: Client, login: Login, irene_at_cabinet: Usager, martin: Post
) -> None:
    sent = {"kind": "ordonnance", "renewals": "0", "note": "à jeun", "geste": "ligne", **lines("Paracétamol")}
    page = login(client, martin)
    whole = page.post(url("new-ordonnance", irene_at_cabinet.id), sent).content.decode()
    fragment = page.post(url("new-ordonnance", irene_at_cabinet.id), sent, headers=HX).content.decode()
    for html in (whole, fragment):
        assert "Paracétamol" in html
        assert "à jeun" in html
        assert 'name="lignes-2-text"' in html
    assert "<html" not in fragment
    assert Document.objects.count() == 0


def test_an_empty_prescription_is_refused_in_words(
    client: Client, login: Login, irene_at_cabinet: Usager, martin: Post
) -> None:
    sent = {"kind": "ordonnance", "renewals": "0", **lines("")} | {"lignes-0-posology": "", "lignes-0-duration": ""}
    answer = login(client, martin).post(url("new-ordonnance", irene_at_cabinet.id), sent)
    assert answer.status_code == 422
    assert "au moins une ligne" in answer.content.decode()


def test_a_draft_is_its_author_s_only(
    client: Client, login: Login, irene_at_cabinet: Usager, martin: Post, cabinet: Structure
) -> None:
    from alentour.accounts.enums import Metier
    from alentour.accounts.services import create_professional, open_post
    from alentour.record.services import add_to_team

    draft = create_ordonnance(post=martin, usager=irene_at_cabinet, lines=LINES)
    person = create_professional(family_name="Durand", given_name="Anne", idnps="810100000099", title="DR")
    colleague = open_post(professional=person, structure=cabinet, metier=Metier.MEDECIN, profession_code="G15_10/SM26")
    add_to_team(usager=irene_at_cabinet, post=colleague, by=None)
    page = login(client, colleague)
    assert page.get(url("view", draft.id)).status_code == 404
    assert "Pansement" not in page.get(url("panel", irene_at_cabinet.id)).content.decode()


def test_the_editing_of_a_draft_and_its_replacement(
    client: Client, login: Login, ordonnance: Document, martin: Post
) -> None:
    page = login(client, martin)
    assert page.get(url("edit", ordonnance.id)).headers["Location"] == url("view", ordonnance.id), "signed: not edited"
    answer = page.post(url("replace", ordonnance.id))
    draft = Document.objects.get(state=State.BROUILLON)
    assert answer.headers["Location"] == url("edit", draft.id)
    assert "Paracétamol" in page.get(url("edit", draft.id)).content.decode()
    page.post(url("edit", draft.id), {"kind": "ordonnance", "renewals": "0", **lines("Ibuprofène")})
    draft.refresh_from_db()
    assert [line["text"] for line in draft.content["lines"]] == ["Ibuprofène"]
    page.post(url("validate", draft.id))
    old = page.get(url("view", ordonnance.id)).content.decode()
    assert "Une version plus récente existe" in old
    assert url("view", draft.id) in old


def test_the_bytes_are_served_safely_and_traced(
    client: Client, login: Login, ordonnance: Document, martin: Post
) -> None:
    page = login(client, martin)
    shown, taken = page.get(url("content", ordonnance.id)), page.get(url("download", ordonnance.id))
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert taken.headers["Content-Disposition"].startswith("attachment")
    for answer in (shown, taken):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
        assert "DUPONT" not in answer.headers["Content-Disposition"].upper()
    actions = list(TraceEvent.objects.filter(target_id=str(ordonnance.id)).values_list("action", flat=True))
    assert actions[-2:] == ["document.read", "document.downloaded"]


def test_a_file_a_browser_could_run_is_only_downloaded(
    client: Client, login: Login, ssiad: Structure, irene: Usager, ines: Post
) -> None:
    from alentour.documents.enums import Provenance
    from alentour.documents.services import Attachment, file_item

    page = Attachment(name="x.html", media_type="text/html", data=b"<script>alert(1)</script>")
    item = receive(structure=ssiad, attachment=page, provenance=Provenance.MSS, source_ref="m:1")
    assert isinstance(item, FilingItem)
    kept = file_item(item=item, usager=irene, by=ines, kind=DocumentKind.LETTRE)
    answer = login(client, ines).get(url("content", kept.id))
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_page_of_a_photo(client: Client, login: Login, photo: Document, ines: Post) -> None:
    page = login(client, ines)
    html = page.get(url("view", photo.id)).content.decode()
    assert f'<img src="{url("content", photo.id)}"' in html
    assert "Aïcha BENALI" in html
    assert photo.document_oid in html
    assert page.get(url("thumbnail", photo.id)).headers["Content-Type"] == "image/jpeg"
    assert "Plaie au talon" in page.get(url("print", photo.id)).content.decode()
    assert TraceEvent.objects.filter(action="document.printed").count() == 1


def test_destinations_offer_their_buttons_and_tell_their_roads(
    client: Client, login: Login, photo: Document, ines: Post
) -> None:
    from django.utils import timezone

    from alentour.ui.shapes import Road, Step

    def offers(document: Document, post: Post) -> destinations.Offer:
        return destinations.Offer(label="Envoyer par pigeon", url="/pigeon/")

    def closed(document: Document, post: Post) -> destinations.Offer:
        return destinations.Offer(label="Par la mer", why_not="La mer est démontée.")

    def roads(document: Document) -> list[Road]:
        return [Road(recipient="Le pigeonnier", steps=(Step(name="en_file", at=timezone.now()),))]

    destinations.register("pigeon", offers=offers, roads=roads)
    destinations.register("mer", offers=closed, roads=lambda document: [])
    html = login(client, ines).get(url("view", photo.id)).content.decode()
    for expected in ("Envoyer par pigeon", "Le pigeonnier", "La mer est démontée."):
        assert expected in html
    assert "Le pigeonnier" in client.get(url("roads", photo.id), headers=HX).content.decode()


def test_cancelling_takes_a_reason(client: Client, login: Login, photo: Document, aicha: Post) -> None:
    page = login(client, aicha)
    page.post(url("cancel", photo.id), {"motif": ""})
    photo.refresh_from_db()
    assert photo.state == State.VALIDE
    page.post(url("cancel", photo.id), {"motif": "Mauvais talon"})
    assert "Mauvais talon" in page.get(url("view", photo.id)).content.decode()


def test_the_scan_screen(client: Client, login: Login, irene: Usager, ines: Post, aicha: Post) -> None:
    page = login(client, ines)
    assert page.get(url("new-scan", irene.id)).status_code == 200
    sent = {
        "kind": "lettre",
        "fichier": SimpleUploadedFile("c.pdf", paper(), "application/pdf"),
        "author_name": "Dr Anne Petit",
    }
    page.post(url("new-scan", irene.id), sent)
    assert Document.objects.get().author_name == "Dr Anne Petit"
    broken = {"kind": "lettre", "fichier": SimpleUploadedFile("c.pdf", b"%PDF-1.4 x", "application/pdf")}
    assert "abîmé" in page.post(url("new-scan", irene.id), broken).content.decode()
    chosen = {"kind": "ordonnance", "fichier": SimpleUploadedFile("c.pdf", paper(), "application/pdf")}
    assert login(Client(), aicha).post(url("new-scan", irene.id), chosen).status_code == 422, "not in her list"


def test_a_structured_document_is_shown_as_text(
    client: Client,
    login: Login,
    ssiad: Structure,
    irene: Usager,
    ines: Post,
    ordonnance: Document,
    ordonnance_cda: bytes,
) -> None:
    closing = b"</structuredBody>"
    start, end = ordonnance_cda.index(b"<structuredBody"), ordonnance_cda.index(closing) + len(closing)
    narrative = (
        b"<structuredBody><component><section><title>Traitements</title><text><paragraph>Parac\xc3\xa9tamol"
        b"&lt;script&gt;</paragraph><table><tr><td>matin</td></tr></table></text></section></component></structuredBody>"
    )
    kept = receive(
        structure=ssiad,
        cda=ordonnance_cda[:start] + narrative + ordonnance_cda[end:],
        provenance="mss",
        source_ref="m:1",
    )  # type: ignore[arg-type]
    assert isinstance(kept, Document)
    html = login(client, ines).get(url("view", kept.id)).content.decode()
    assert "Traitements" in html
    assert "Paracétamol&lt;script&gt;" in html
    assert "<td>matin</td>" in html
