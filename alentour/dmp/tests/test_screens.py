"""The screens of the DMP: looking asks nothing, each gesture says what it does, each door who opens it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from esante.dmp import existence
from esante.xds import DocumentEntry

from alentour.accounts.models import Post
from alentour.dmp import services
from alentour.dmp.models import Entry
from alentour.dmp.tests.conftest import Dmp, agrees_to_reading, coded, connect, hidden, informed
from alentour.documents.models import Document
from alentour.exchanges.enums import State
from alentour.exchanges.models import Exchange
from alentour.exchanges.runner import drain
from alentour.identity.models import Usager
from alentour.record.models import Consent

Login = Callable[[Client, Post], Client]


def url(name: str, *args: object) -> str:
    return reverse(f"dmp:{name}", args=args)


@pytest.fixture
def claire(petit: Post, irene_at_pharmacie: Usager) -> Post:
    connect(petit)
    agrees_to_reading(irene_at_pharmacie, petit)
    return petit


def test_looking_at_the_tab_asks_nothing(
    client: Client, login: Login, claire: Post, irene_at_pharmacie: Usager, dmp: Dmp, deposited: DocumentEntry
) -> None:
    html = login(client, claire).get(url("panel", irene_at_pharmacie.id)).content.decode()
    assert "jamais été interrogé" in html
    assert "Consulter le DMP" in html
    assert dmp.asked == []


def test_claire_consults_and_reads(
    client: Client, login: Login, claire: Post, irene_at_pharmacie: Usager, dmp: Dmp, deposited: DocumentEntry,
    ordonnance: Document,
) -> None:  # fmt: skip
    page = login(client, claire)
    html = page.post(url("consult", irene_at_pharmacie.id), follow=True).content.decode()
    for expected in (
        "Pansements du talon",
        "1 nouveau document",
        "Mon espace santé",
        "valide",
        "Cabinet médical du Mail",
    ):
        assert expected in html
    assert "238033523800188" not in html

    answer = page.post(url("open", Entry.objects.get().id))
    opened = Document.objects.get(structure=claire.structure)
    assert answer.headers["Location"] == reverse("documents:view", args=[opened.id])
    assert opened.document_oid == ordonnance.document_oid
    shown = page.get(answer.headers["Location"]).content.decode()
    assert "Lu au DMP" in shown
    again = page.get(url("panel", irene_at_pharmacie.id)).content.decode()
    assert reverse("documents:view", args=[opened.id]) in again, "held: opened from here"


def test_the_fragment_is_the_list(
    client: Client, login: Login, claire: Post, irene_at_pharmacie: Usager, dmp: Dmp, deposited: DocumentEntry
) -> None:
    services.consult(usager=irene_at_pharmacie, by=claire)
    page = login(client, claire)
    fragment = page.get(url("panel", irene_at_pharmacie.id), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "Pansements du talon" in fragment


def test_what_misses_is_said_with_its_gesture(
    client: Client, login: Login, petit: Post, irene_at_pharmacie: Usager, dmp: Dmp
) -> None:
    page = login(client, petit)
    html = page.get(url("panel", irene_at_pharmacie.id)).content.decode()
    assert "reconnectez-vous" in html
    assert reverse("oidc_authentication_init") in html
    assert "Noter son accord" in html
    assert "Consulter le DMP" not in html

    page.post(url("permit", irene_at_pharmacie.id), {"given_by": "personne", "means": "ecrit"})
    assert Consent.objects.get().means == "ecrit"
    connect(petit)
    assert "Consulter le DMP" in page.get(url("panel", irene_at_pharmacie.id)).content.decode()


def test_an_outage_is_a_sentence_and_the_list_stays(
    client: Client, login: Login, claire: Post, irene_at_pharmacie: Usager, dmp: Dmp, deposited: DocumentEntry
) -> None:
    page = login(client, claire)
    page.post(url("consult", irene_at_pharmacie.id))
    dmp.down = True
    html = page.post(url("consult", irene_at_pharmacie.id), follow=True).content.decode()
    assert "DMP injoignable" in html
    assert "Pansements du talon" in html


def test_the_authorisation_is_asked_to_irene(
    client: Client, login: Login, claire: Post, irene_at_pharmacie: Usager, dmp: Dmp
) -> None:
    dmp.authorization = existence.Authorization.NONE
    page = login(client, claire)
    html = page.post(url("consult", irene_at_pharmacie.id), follow=True).content.decode()
    assert "Déclarer mon autorisation" in html
    page.post(url("authorize", irene_at_pharmacie.id))
    assert dmp.actions.count("setAuthorization") == 0, "not without the box"
    page.post(url("authorize", irene_at_pharmacie.id), {"accord": "on"})
    assert dmp.actions.count("setAuthorization") == 1
    assert "Consulter le DMP" in page.get(url("panel", irene_at_pharmacie.id)).content.decode()


def test_a_document_irene_must_not_see_yet_is_flagged(
    client: Client, login: Login, claire: Post, irene_at_pharmacie: Usager, irene_at_cabinet: Usager, dmp: Dmp,
    letter: Callable[..., bytes],
) -> None:  # fmt: skip
    dmp.put(letter(irene_at_cabinet), **hidden("INVISIBLE_PATIENT"))
    dmp.put(letter(irene_at_cabinet), **coded("DOCPAT01"))
    page = login(client, claire)
    html = page.post(url("consult", irene_at_pharmacie.id), follow=True).content.decode()
    assert "pas encore visible par la personne" in html
    assert "déposé par la personne" in html
    entry = next(one for one in Entry.objects.all() if one.visibility)
    shown = page.post(url("open", entry.id), follow=True).content.decode()
    assert "avant l’annonce" in shown


def test_dr_martin_deposits_from_the_document(
    client: Client, login: Login, ordonnance: Document, irene_at_cabinet: Usager, martin: Post, dmp: Dmp
) -> None:
    page = login(client, martin)
    shown = page.get(reverse("documents:view", args=[ordonnance.id])).content.decode()
    assert url("publish", ordonnance.id) in shown
    html = page.get(url("publish", ordonnance.id)).content.decode()
    assert "informée" in html
    assert "Ce qui va se passer" not in html

    back = page.post(url("inform", irene_at_cabinet.id), {"retour": url("publish", ordonnance.id)})
    assert back.headers["Location"] == url("publish", ordonnance.id)
    assert "Ce qui va se passer" in page.get(url("publish", ordonnance.id)).content.decode()
    page.post(url("publish", ordonnance.id))
    drain()
    assert dmp.contents.keys() == {ordonnance.document_oid}
    shown = page.get(reverse("documents:view", args=[ordonnance.id])).content.decode()
    assert "Ce document est au DMP." in shown


def test_a_refused_deposit_keeps_its_screen(
    client: Client, login: Login, ordonnance: Document, martin: Post, dmp: Dmp
) -> None:
    answer = login(client, martin).post(url("publish", ordonnance.id))
    assert answer.status_code == 422
    assert "informée" in answer.content.decode()
    assert Exchange.objects.count() == 0


def test_a_stuck_deposit_is_tried_again_from_its_road(
    client: Client, login: Login, ordonnance: Document, irene_at_cabinet: Usager, martin: Post, dmp: Dmp
) -> None:
    informed(irene_at_cabinet, martin)
    dmp.down = True
    exchange = services.publish(document=ordonnance, by=martin)
    drain()
    page = login(client, martin)
    shown = page.get(reverse("documents:view", args=[ordonnance.id])).content.decode()
    assert url("retry", exchange.id) in shown
    assert "de lui-même" in shown
    dmp.down = False
    page.post(url("retry", exchange.id))
    drain()
    exchange.refresh_from_db()
    assert exchange.state == State.ACCEPTED


def test_an_opposition_is_noted_in_one_gesture(
    client: Client, login: Login, irene_at_cabinet: Usager, martin: Post, dmp: Dmp
) -> None:
    page = login(client, martin)
    html = page.post(url("oppose", irene_at_cabinet.id), follow=True).content.decode()
    assert "opposition notée" in html
    html = page.post(url("inform", irene_at_cabinet.id), follow=True).content.decode()
    assert "personne informée" in html


def test_a_return_address_never_leaves_the_house(
    client: Client, login: Login, irene_at_cabinet: Usager, martin: Post
) -> None:
    answer = login(client, martin).post(url("inform", irene_at_cabinet.id), {"retour": "https://ailleurs.test/"})
    assert answer.headers["Location"] == url("panel", irene_at_cabinet.id)


def test_karim_and_aicha_meet_closed_doors(
    client: Client, login: Login, irene: Usager, irene_at_saad: Usager, irene_at_cabinet: Usager, aicha: Post, karim: Post,
    photo: Document, ordonnance: Document, martin: Post, dmp: Dmp,
) -> None:  # fmt: skip
    as_aicha = login(client, aicha)
    answer = as_aicha.get(url("panel", irene.id))
    assert answer.status_code == 403
    assert "Infirmière, infirmier" in answer.content.decode()
    assert as_aicha.get(url("publish", photo.id)).status_code == 403
    informed(irene_at_cabinet, martin)
    exchange = services.publish(document=ordonnance, by=martin)
    as_karim = login(Client(), karim)
    for person in (irene, irene_at_saad):
        assert as_karim.get(url("panel", person.id)).status_code == 404
        for name in ("consult", "authorize", "inform", "oppose", "permit"):
            assert as_karim.post(url(name, person.id)).status_code == 404
    assert as_karim.post(url("publish", ordonnance.id)).status_code == 404
    assert as_karim.post(url("retry", exchange.id)).status_code == 403
    assert dmp.asked == []


def test_another_structure_s_entry_does_not_exist(
    client: Client,
    login: Login,
    claire: Post,
    irene_at_pharmacie: Usager,
    dmp: Dmp,
    deposited: DocumentEntry,
    martin: Post,
) -> None:
    services.consult(usager=irene_at_pharmacie, by=claire)
    assert login(client, martin).post(url("open", Entry.objects.get().id)).status_code == 404


def test_the_price_of_the_tab_does_not_grow(
    client: Client, login: Login, claire: Post, irene_at_pharmacie: Usager, irene_at_cabinet: Usager, dmp: Dmp,
    letter: Callable[..., bytes], django_assert_max_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    for _ in range(28):
        dmp.put(letter(irene_at_cabinet))
    services.consult(usager=irene_at_pharmacie, by=claire)
    page = login(client, claire)
    page.get(url("panel", irene_at_pharmacie.id))
    with django_assert_max_num_queries(32):  # type: ignore[attr-defined]
        html = page.get(url("panel", irene_at_pharmacie.id)).content.decode()
    assert html.count("al-doc-title") == 25
