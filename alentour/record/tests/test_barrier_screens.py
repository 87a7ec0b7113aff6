"""The screens of oppositions, of the emergency access and of the extract, as people meet them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from alentour.accounts.enums import DataClass, Metier
from alentour.accounts.models import Post, Structure
from alentour.accounts.services import create_professional, open_post
from alentour.audit.models import TraceEvent
from alentour.core import trace
from alentour.identity.models import Usager
from alentour.record import breakglass, oppositions
from alentour.record.barriers import BreakGlass, EmergencyReason

pytestmark = pytest.mark.django_db
Seat = Callable[[Client, Post], Client]

WHAT = "Appelée par sa voisine, Marcel est au sol et ne répond pas."
FOUND = {"name": "Le Goff", "birth": "05/09/1941"}
WHY = {"reason": "urgence", "text": WHAT}


@pytest.fixture
def dpo(ssiad: Structure) -> Post:
    person = create_professional(family_name="Querrien", given_name="Yann")
    return open_post(professional=person, structure=ssiad, metier=Metier.DPO, profession_code="344")


@pytest.fixture
def opened(
    client: Client, aicha: Post, nadia: Post, helene: Post, dpo: Post, marcel: Usager, login: Seat
) -> BreakGlass:
    """Aïcha, from outside his team, has opened the record of Marcel."""
    login(client, aicha).post("/personnes/urgence/", FOUND)
    client.post(f"/personnes/urgence/{marcel.id}/ouvrir/", WHY)
    return BreakGlass.objects.get()


def test_from_the_name_to_the_record_and_back(client: Client, opened: BreakGlass, marcel: Usager) -> None:
    page = client.get(f"/personnes/{marcel.id}/").content.decode()
    assert "Accès d&#x27;urgence, en lecture" in page or "Accès d'urgence, en lecture" in page
    assert "Refermer" in page
    client.post(f"/personnes/urgence/{opened.id}/refermer/")
    assert client.get(f"/personnes/{marcel.id}/").status_code == 404


@pytest.mark.parametrize("tab", ["medical/", "entourage/", "sejour/", "accords/", "habitudes/"])
def test_every_page_of_the_record_says_it(client: Client, opened: BreakGlass, marcel: Usager, tab: str) -> None:
    assert "data-until" in client.get(f"/personnes/{marcel.id}/{tab}").content.decode()


@pytest.mark.parametrize(
    "address", ["/soins/personne/{}/sante/", "/soins/personne/{}/transmissions/", "/documents/personne/{}/"]
)
def test_and_so_do_the_pages_of_the_other_rooms(
    client: Client, opened: BreakGlass, marcel: Usager, address: str
) -> None:
    answer = client.get(address.format(marcel.id))
    assert answer.status_code == 200
    assert "data-until" in answer.content.decode()


def test_nothing_is_written_from_its_screens(client: Client, opened: BreakGlass, marcel: Usager) -> None:
    answer = client.post(f"/soins/personne/{marcel.id}/constantes/", {"pouls": "80"})
    assert answer.status_code == 403
    assert "lecture seule" in answer.content.decode()


def test_the_messages_and_the_dmp_stay_closed(client: Client, opened: BreakGlass, marcel: Usager) -> None:
    assert client.get(f"/messages/de/{marcel.id}/").status_code == 403


def test_the_lists_do_not_show_the_person_for_all_that(client: Client, opened: BreakGlass) -> None:
    assert "LE GOFF" not in client.get("/personnes/").content.decode()


def test_one_does_not_open_somebody_one_has_not_just_found(
    client: Client, aicha: Post, marcel: Usager, login: Seat
) -> None:
    assert login(client, aicha).post(f"/personnes/urgence/{marcel.id}/ouvrir/", WHY).status_code == 404
    assert not BreakGlass.objects.exists()


def test_the_reason_is_asked_and_what_was_typed_is_kept(
    client: Client, aicha: Post, marcel: Usager, login: Seat
) -> None:
    login(client, aicha).post("/personnes/urgence/", FOUND)
    answer = client.post(f"/personnes/urgence/{marcel.id}/ouvrir/", {"reason": "urgence", "text": "vite"})
    assert answer.status_code == 422
    assert "15 caractères" in answer.content.decode()
    assert ">vite</textarea>" in answer.content.decode().replace("\n", "")


def test_karim_is_told_that_other_metiers_break_the_glass(client: Client, karim: Post, login: Seat) -> None:
    assert login(client, karim).get("/personnes/urgence/").status_code == 403
    assert client.get("/personnes/urgences/").status_code == 403


def test_the_notice_is_on_the_day_of_who_answers(
    client: Client, opened: BreakGlass, nadia: Post, dpo: Post, helene: Post, login: Seat
) -> None:
    assert "Accès d&#x27;urgence : Marcel LE GOFF" in login(client, nadia).get("/").content.decode()
    page = login(client, dpo).get("/").content.decode()
    assert f"dossier n° {opened.usager.ipp}" in page
    assert "LE GOFF" not in page
    assert "Accès d&#x27;urgence :" not in login(client, helene).get("/").content.decode()


def test_the_weekly_review(
    client: Client, opened: BreakGlass, helene: Post, dpo: Post, nadia: Post, login: Seat
) -> None:
    page = login(client, dpo).get("/personnes/urgences/").content.decode()
    assert WHAT in page
    assert "LE GOFF" not in page
    login(client, nadia).post(f"/personnes/urgences/{opened.id}/vu/")
    assert not breakglass.notices(nadia).exists()
    assert client.post(f"/personnes/urgences/{opened.id}/relire/", {"verdict": "justifie"}).status_code == 403
    login(client, helene).post(
        f"/personnes/urgences/{opened.id}/relire/", {"verdict": "justifie", "note": "Chute réelle."}
    )
    opened.refresh_from_db()
    assert (opened.verdict, opened.review_note) == ("justifie", "Chute réelle.")


def test_the_review_costs_the_same_whatever_its_length(
    client: Client,
    aicha: Post,
    helene: Post,
    marcel: Usager,
    login: Seat,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for _ in range(31):
        row = breakglass.open_access(by=aicha, usager=marcel, reason=EmergencyReason.APPEL, text=WHAT)
        breakglass.close(row=row, by=aicha)
    login(client, helene).get("/ma-securite/")
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        assert client.get("/personnes/urgences/").status_code == 200


def test_an_opposition_said_on_the_screen_closes_at_the_next_request(
    client: Client, ines: Post, aicha: Post, irene: Usager, login: Seat
) -> None:
    hers = login(Client(), aicha)
    assert hers.get(f"/soins/personne/{irene.id}/sante/").status_code == 200
    data = {"kind": "soins", "metier": "aide_soignant", "given_by": "personne", "means": "oral"}
    assert login(client, ines).post(f"/personnes/{irene.id}/oppositions/", data).status_code == 302
    refused = hers.get(f"/soins/personne/{irene.id}/sante/")
    assert refused.status_code == 403
    assert "opposée" in refused.content.decode()
    assert "/sante/" not in hers.get(f"/personnes/{irene.id}/").content.decode()
    row = oppositions.of_usager(irene).get()
    client.post(f"/personnes/{irene.id}/oppositions/{row.id}/retirer/")
    assert hers.get(f"/soins/personne/{irene.id}/sante/").status_code == 200


def test_her_alerts_leave_the_lists_and_the_header(
    client: Client, ines: Post, aicha: Post, irene: Usager, login: Seat
) -> None:
    from alentour.record.enums import AlertKind
    from alentour.record.services import raise_alert

    raise_alert(usager=irene, by=ines, kind=AlertKind.ALLERGIE, label="Pénicilline")
    login(client, aicha)
    for address in ("/personnes/", f"/personnes/{irene.id}/"):
        assert "Pénicilline" in client.get(address).content.decode(), address
    oppositions.oppose(usager=irene, kind=DataClass.SANTE, by=ines, metier=Metier.AIDE_SOIGNANT)
    for address in ("/personnes/", f"/personnes/{irene.id}/", "/soins/constantes/", "/soins/releve/imprimer/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Pénicilline" not in answer.content.decode(), address


def test_a_secretary_hears_it_and_a_home_helper_does_not(
    client: Client, sophie: Post, karim: Post, irene: Usager, irene_at_saad: Usager, login: Seat
) -> None:
    from alentour.record.services import add_to_team

    data = {"kind": "psychologue", "metier": "medecin", "given_by": "personne", "means": "oral"}
    assert login(client, sophie).post(f"/personnes/{irene.id}/oppositions/", data).status_code == 302
    add_to_team(usager=irene_at_saad, post=karim, by=None)
    page = login(client, karim).get(f"/personnes/{irene_at_saad.id}/oppositions/")
    assert "Fermer cette porte" not in page.content.decode()
    client.post(f"/personnes/{irene_at_saad.id}/oppositions/", data)
    assert not oppositions.of_usager(irene_at_saad).exists()


def test_who_gives_it_for_her_is_named(client: Client, ines: Post, irene: Usager, login: Seat) -> None:
    data = {"kind": "soins", "metier": "animateur", "given_by": "representant", "means": "oral"}
    answer = login(client, ines).post(f"/personnes/{irene.id}/oppositions/", data)
    assert answer.status_code == 422
    assert "Écrivez le nom" in answer.content.decode()


def test_the_extract_says_who_when_what_and_why(
    client: Client, opened: BreakGlass, ines: Post, helene: Post, marcel: Usager, login: Seat
) -> None:
    client.get(f"/personnes/{marcel.id}/medical/")
    login(client, ines).get(f"/personnes/{marcel.id}/")
    page = login(client, helene).get(f"/personnes/{marcel.id}/lectures/extrait/").content.decode()
    assert "Inès MOREAU" in page
    assert "équipe autour de vous : soins" in page
    assert "accès d&#x27;urgence, signalé aux responsables" in page
    assert TraceEvent.objects.filter(action="usager.read", usager_id=marcel.id, detail__kind="traces").exists()


def test_the_extract_is_paged_and_costs_the_same(
    client: Client,
    ines: Post,
    helene: Post,
    irene: Usager,
    login: Seat,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for _ in range(120):
        trace.record("usager.read", by=ines, usager_id=irene.id, kind="soins")
    login(client, helene).get("/ma-securite/")
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        page = client.get(f"/personnes/{irene.id}/lectures/extrait/").content.decode()
    assert "page 1 sur 2" in page
    assert page.count("<tr>") == 101


def test_the_extract_is_for_who_reads_the_trail(client: Client, ines: Post, irene: Usager, login: Seat) -> None:
    assert login(client, ines).get(f"/personnes/{irene.id}/lectures/extrait/").status_code == 403
