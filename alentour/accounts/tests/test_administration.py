"""Who administers the accounts opens doors for others, never for themselves, and sees no record (specs/product §3.4, rules 1 and 2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone
from django_otp_webauthn.models import WebAuthnCredential

from alentour.accounts import administration, factors
from alentour.accounts.enums import Metier
from alentour.accounts.local_models import Authenticator, Invitation
from alentour.accounts.models import Post, Professional
from alentour.accounts.tests.conftest import code_of, telephone
from alentour.audit.models import TraceEvent
from alentour.core.doors import ClosedDoor, Refused

pytestmark = pytest.mark.django_db
Seat = Callable[[Client, Post], Client]
NEW = {"given_name": "Maïwenn", "family_name": "Le Gall", "metier": "hotelier", "username": "maiwenn"}
LONG = "la pluie tombe sur la lande"


def test_from_the_invitation_to_the_first_screen(client: Client, gael: Post, login: Seat) -> None:
    login(client, gael).post("/comptes/nouveau/", NEW)
    person = Professional.objects.get(username="maiwenn")
    link = client.post(f"/comptes/{person.pk}/inviter/").context["link"]
    path = link.partition("testserver")[2]
    hers = Client()
    assert "Bienvenue, Maïwenn" in hers.get(path).content.decode()
    assert hers.post(path, {"password": LONG, "again": LONG}).headers["Location"] == "/connexion/protection/"
    hers.get("/connexion/protection/")
    device = Authenticator.objects.get(user=person)
    hers.post("/connexion/protection/", {"code": code_of(device)})
    assert hers.get("/ma-securite/").status_code == 200
    assert Client().get(path).status_code == 410


def test_the_link_is_kept_as_a_digest_and_dies_after_72_hours(gael: Post, elodie: Post) -> None:
    secret = administration.invite(by=gael, person=elodie.professional)
    assert secret not in str(Invitation.objects.values())
    assert administration.invitation(secret) is not None
    with patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(hours=72)):
        assert administration.invitation(secret) is None
        assert administration.accept(secret=secret, password=LONG) is None


def test_a_new_link_kills_the_former(gael: Post, elodie: Post) -> None:
    former = administration.invite(by=gael, person=elodie.professional)
    administration.invite(by=gael, person=elodie.professional)
    assert administration.invitation(former) is None


def test_nobody_raises_their_own_rights(client: Client, gael: Post, login: Seat) -> None:
    login(client, gael)
    address = f"/comptes/{gael.professional_id}/"
    for gesture, data in (("poste/", {"metier": "medecin"}), ("inviter/", {}), ("reinitialiser/", {})):
        client.post(address + gesture, data)
    assert [post.metier for post in gael.professional.posts.all()] == [Metier.ADMIN]
    assert not Invitation.objects.exists()
    assert TraceEvent.objects.filter(action="account.self_refused").count() == 3
    with pytest.raises(Refused):
        administration.open_post(by=gael, person=gael.professional, metier=Metier.INFIRMIER)


@pytest.mark.parametrize("address", ["/comptes/", "/comptes/nouveau/"])
def test_the_accounts_are_closed_to_the_others(client: Client, elodie: Post, login: Seat, address: str) -> None:
    assert login(client, elodie).get(address).status_code == 403


def test_a_director_does_not_open_accounts(helene: Post) -> None:
    with pytest.raises(ClosedDoor):
        administration.open_account(by=helene, given_name="A", family_name="B", metier=Metier.MEDECIN, username="ab")


def test_the_people_of_another_structure_do_not_exist(client: Client, gael: Post, ines: Post, login: Seat) -> None:
    login(client, gael)
    assert client.get(f"/comptes/{ines.professional_id}/").status_code == 404
    assert client.post(f"/comptes/{ines.professional_id}/poste/", {"metier": "medecin"}).status_code == 404
    assert "MOREAU" not in client.get("/comptes/").content.decode()


def test_an_administrator_meets_no_person(client: Client, gael: Post, login: Seat) -> None:
    assert login(client, gael).get("/personnes/").status_code == 403


def test_a_post_opens_and_closes_at_once(gael: Post, elodie: Post) -> None:
    post = administration.open_post(by=gael, person=elodie.professional, metier=Metier.AIDE_DOMICILE)
    assert post.is_current
    administration.close_post(by=gael, post=post)
    assert not Post.objects.get(pk=post.pk).is_current
    again = administration.open_post(by=gael, person=elodie.professional, metier=Metier.AIDE_DOMICILE)
    assert (again.pk, again.is_current) == (post.pk, True)


def test_a_reset_forgets_everything_and_closes_the_sessions(
    client: Client, gael: Post, elodie: Post, local_session: Callable[[Client, Post], Authenticator]
) -> None:
    local_session(client, elodie)
    WebAuthnCredential.objects.create(
        user=elodie.professional, name="Clé", credential_id=b"1", public_key=b"2", aaguid="", sign_count=0
    )
    factors.new_recovery_codes(elodie.professional)
    secret = administration.reset(by=gael, person=elodie.professional)
    assert not factors.has_factor(elodie.professional)
    assert factors.codes_left(elodie.professional) == 0
    assert client.get("/ma-securite/").headers["Location"].startswith("/connexion/")
    assert administration.invitation(secret) is not None
    event = TraceEvent.objects.get(action="account.reset")
    assert (event.post_id, event.target_id) == (gael.id, str(elodie.professional_id))


def test_the_administrator_never_sees_a_secret(client: Client, gael: Post, elodie: Post, login: Seat) -> None:
    device = telephone(elodie.professional)
    page = login(client, gael).get(f"/comptes/{elodie.professional_id}/").content.decode()
    assert "1 enregistré" in page
    assert factors.key_of(device) not in page
    assert device.key not in page


def test_what_was_typed_is_kept_on_a_mistake(client: Client, gael: Post, elodie: Post, login: Seat) -> None:
    answer = login(client, gael).post("/comptes/nouveau/", {**NEW, "username": "Elodie"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "déjà pris" in page
    assert "Maïwenn" in page


def test_the_list_costs_the_same_whatever_its_length(
    client: Client, gael: Post, login: Seat, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(35):
        administration.open_account(
            by=gael, given_name="Nom", family_name=f"Nom {number}", metier=Metier.HOTELIER, username=f"n{number}"
        )
    login(client, gael).get("/ma-securite/")  # the first page of a session also writes when it began
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        assert client.get("/comptes/").status_code == 200


def test_who_sees_what_is_open_to_everybody_at_work(client: Client, elodie: Post, login: Seat) -> None:
    page = login(client, elodie).get("/habilitations/").content.decode()
    assert "les prescriptions" in page
    assert client.get("/habilitations/?metier=medecin").status_code == 200
