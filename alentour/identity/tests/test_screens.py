"""The screens of the identity, seated as the cast; Karim meets nobody."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alentour.accounts.models import Post, Structure
from alentour.audit.models import TraceEvent
from alentour.identity import insi
from alentour.identity.answers import Found, InsiUnreachable
from alentour.identity.enums import StatutIns
from alentour.identity.models import InsiProposal, Usager
from alentour.identity.tests.people import IRENE, MARCEL, MATRICULES, answered, identity_of, meet, qualified, recovered

pytestmark = pytest.mark.django_db
Login = Callable[[Client, Post], Client]
Says = Callable[[object], list[object]]
SCREENS = ["card", "insi", "insi-answer", "document", "edit"]


def address(name: str, usager: Usager) -> str:
    return reverse(f"identity:{name}", args=[usager.id])


def text(response: object) -> str:
    return html.unescape(response.content.decode()).replace("\xa0", " ")  # type: ignore[attr-defined]


def cost(client: Client, url: str) -> int:
    """How many queries a page makes, once its caches are warm."""
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        client.get(url)
    return len(seen)


@pytest.mark.parametrize("name", SCREENS)
def test_karim_finds_no_such_person_and_his_try_is_traced(
    client: Client, login: Login, karim: Post, irene: Usager, name: str
) -> None:
    assert login(client, karim).get(address(name, irene)).status_code == 404
    trace = TraceEvent.objects.get(action="usager.hidden")
    assert (trace.post_id, trace.usager_id, trace.result) == (karim.id, irene.id, "refused")


@pytest.mark.parametrize("name", ["insi", "document", "edit"])
def test_aicha_reads_the_identity_and_is_told_who_may_change_it(
    client: Client, login: Login, aicha: Post, irene: Usager, name: str
) -> None:
    login(client, aicha)
    assert client.get(address("card", irene)).status_code == 200
    closed = client.get(address(name, irene))
    assert closed.status_code == 403
    assert "Infirmière coordinatrice" in text(closed)


def test_the_card_explains_why_the_ins_is_not_qualified(
    client: Client, login: Login, ines: Post, irene: Usager
) -> None:
    page = text(login(client, ines).get(address("card", irene)))
    assert "Demander l'INS à INSi" in page
    assert "Vérifier une pièce d'identité" in page
    assert "12/03/1938" in page


def test_from_first_meeting_to_qualified_on_the_screens(
    client: Client, login: Login, ines: Post, irene: Usager, insi_says: Says
) -> None:
    insi_says(Found(identity_of(IRENE)))
    login(client, ines)
    assert client.post(address("insi", irene)).url == address("insi-answer", irene)  # type: ignore[attr-defined]
    page = text(client.get(address("insi-answer", irene)))
    assert "Tous les traits comparables concordent." in page
    waiting = InsiProposal.objects.get()
    client.post(address("insi-answer", irene), {"do": "accept", "proposal": str(waiting.pk)})
    client.post(address("document", irene), {"document": "passeport", "same": "on"})
    irene.refresh_from_db()
    assert (irene.statut, irene.matricule) == (StatutIns.QUALIFIEE, MATRICULES["DUPONT"])
    assert "n'est pas utilisable" not in text(client.get(address("card", irene)))


def test_each_differing_trait_is_marked_with_an_icon_and_a_word(
    client: Client, login: Login, ines: Post, irene: Usager
) -> None:
    answered(irene, ines, identity_of(replace(IRENE, birth_date="1938-03-13")))
    page = text(login(client, ines).get(address("insi-answer", irene)))
    assert 'data-trait="birth_date" data-verdict="differs"' in page
    assert "diffère" in page
    assert "#triangle-alert" in page
    assert "13/03/1938" in page


def test_an_outage_says_so_and_keeps_everything(
    client: Client, login: Login, ines: Post, irene: Usager, insi_says: Says
) -> None:
    insi_says(InsiUnreachable())
    response = login(client, ines).post(address("insi", irene))
    assert response.status_code == 422
    assert "INSi ne répond pas" in text(response)
    assert "réessayez" in text(response)
    irene.refresh_from_db()
    assert irene.statut == StatutIns.PROVISOIRE


def test_declining_says_that_nothing_changed(client: Client, login: Login, ines: Post, irene: Usager) -> None:
    answered(irene, ines, identity_of(IRENE))
    response = login(client, ines).post(address("insi-answer", irene), {"do": "decline"}, follow=True)
    assert "Rien n'a changé" in text(response)
    assert insi.proposal_of(irene) is None


def test_the_answer_page_without_an_answer_goes_back_to_the_question(
    client: Client, login: Login, ines: Post, irene: Usager
) -> None:
    assert login(client, ines).get(address("insi-answer", irene)).url == address("insi", irene)  # type: ignore[attr-defined]


def test_a_contradiction_with_the_document_is_announced_before_and_noted_after(
    client: Client, login: Login, ines: Post, irene: Usager
) -> None:
    login(client, ines).post(address("document", irene), {"document": "passeport", "same": "on"})
    waiting = answered(irene, ines, identity_of(replace(IRENE, birth_date="1938-03-13")))
    assert "contredit la pièce" in text(client.get(address("insi-answer", irene)))
    page = text(client.post(address("insi-answer", irene), {"do": "accept", "proposal": str(waiting.pk)}, follow=True))
    assert "reste validée, sans INS" in page
    irene.refresh_from_db()
    assert (irene.statut, irene.matricule) == (StatutIns.VALIDEE, "")


def test_a_driving_licence_is_refused_in_words_and_the_choice_is_kept(
    client: Client, login: Login, ines: Post, irene: Usager
) -> None:
    response = login(client, ines).post(address("document", irene), {"document": "permis", "same": "on"})
    assert response.status_code == 422
    assert "ne suffit pas à valider" in text(response)
    assert 'value="permis"' in text(response)


def test_the_document_must_really_have_been_compared(client: Client, login: Login, ines: Post, irene: Usager) -> None:
    response = login(client, ines).post(address("document", irene), {"document": "passeport"})
    assert response.status_code == 422
    assert "puis cochez cette case" in text(response)


def test_editing_warns_then_says_what_became_of_the_ins(
    client: Client, login: Login, ines: Post, irene: Usager
) -> None:
    recovered(irene, ines, identity_of(IRENE))
    form = {
        "birth_name": "DUPOND", "given_names": "IRENE MARIE", "first_given_name": "IRENE", "birth_date": "12/03/1938",
        "sex": "F", "birth_place": "35238", "used_given_name": "Irène",
    }  # fmt: skip
    assert "retire l'INS" in text(login(client, ines).get(address("edit", irene)))
    page = text(client.post(address("edit", irene), form, follow=True))
    assert "est à redemander" in page
    irene.refresh_from_db()
    assert (irene.statut, irene.matricule, irene.birth_name) == (StatutIns.PROVISOIRE, "", "DUPOND")


def test_a_wrong_date_is_told_beside_its_field_and_nothing_typed_is_lost(
    client: Client, login: Login, ines: Post, irene: Usager
) -> None:
    form = {"birth_name": "DUPOND", "given_names": "IRENE", "birth_date": "31/02/1938", "sex": "F"}
    response = login(client, ines).post(address("edit", irene), form)
    assert response.status_code == 422
    assert "Écrivez la date" in text(response)
    assert "DUPOND" in text(response)


def test_a_doubt_declared_on_the_screen_takes_the_ins_away(
    client: Client, login: Login, ines: Post, irene: Usager
) -> None:
    recovered(irene, ines, identity_of(IRENE))
    url = reverse("identity:attribute", args=[irene.id])
    page = text(
        login(client, ines).post(url, {"attribut": "douteux", "on": "on", "reason": "deux cartes"}, follow=True)
    )
    assert "levez d'abord le doute" in page
    irene.refresh_from_db()
    assert (irene.douteux, irene.matricule) == (True, "")


def test_the_worklist_shows_who_to_qualify_with_the_next_gesture(
    client: Client, login: Login, nadia: Post, ssiad: Structure, ines: Post, irene: Usager
) -> None:
    qualified(ssiad, MARCEL, ines)
    page = text(login(client, nadia).get(reverse("identity:worklist")))
    assert "Irène DUPONT" in page
    assert "LE GOFF" not in page
    assert "Demander l'INS à INSi" in page
    fragment = text(client.get(reverse("identity:worklist"), {"statut": "validee"}, headers={"HX-Request": "true"}))
    assert "Toutes les identités" in fragment
    assert "<html" not in fragment


def test_the_worklist_costs_the_same_for_two_or_twenty(
    client: Client, login: Login, nadia: Post, ssiad: Structure, irene: Usager
) -> None:
    login(client, nadia)
    alone = cost(client, reverse("identity:worklist"))
    for _ in range(20):
        meet(ssiad, IRENE)
    assert cost(client, reverse("identity:worklist")) == alone <= 40


def test_an_identity_that_insi_contradicts_comes_first(
    client: Client, login: Login, nadia: Post, ssiad: Structure, irene: Usager
) -> None:
    marcel = meet(ssiad, MARCEL)
    Usager.objects.filter(pk=marcel.pk).update(discrepancies="birth_date", statut=StatutIns.VALIDEE)
    page = text(login(client, nadia).get(reverse("identity:worklist")))
    assert page.index("LE GOFF") < page.index("DUPONT")
    assert "Voir les écarts" in page


def test_no_address_of_a_screen_holds_an_identity(irene: Usager) -> None:
    for name in SCREENS:
        assert address(name, irene) == f"/identite/{irene.id}/" + address(name, irene).split(f"{irene.id}/")[1]
        assert "DUPONT" not in address(name, irene).upper()
