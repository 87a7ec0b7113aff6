"""The screen locks, the work stays; the session dies at twelve hours (specs/product §3.6)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from alentour.accounts.local_models import Authenticator
from alentour.accounts.models import Post
from alentour.accounts.tests.conftest import code_of
from alentour.audit.models import TraceEvent

pytestmark = pytest.mark.django_db
Enter = Callable[[Client, Post], Authenticator]


def idle(client: Client, seconds: int = settings.IDLE_LOCK_SECONDS + 1) -> None:
    """Nobody touched the screen for that long."""
    session = client.session
    session["seen_at"] -= seconds
    session.save()


@pytest.fixture
def desk(client: Client, elodie: Post, local_session: Enter) -> Client:
    """Élodie at her desk, logged in."""
    local_session(client, elodie)
    client.get("/ma-securite/")
    return client


def test_the_lock_is_never_longer_than_two_hours() -> None:
    assert settings.IDLE_LOCK_SECONDS <= 7200


def test_an_idle_screen_locks_and_comes_back_to_the_same_page(desk: Client, elodie: Post) -> None:
    idle(desk)
    assert desk.get("/personnes/?page=2").headers["Location"] == "/verrou/?next=%2Fpersonnes%2F%3Fpage%3D2"
    assert TraceEvent.objects.filter(action="session.locked").exists()
    assert desk.get("/personnes/").status_code == 302
    device = Authenticator.objects.get(user=elodie.professional)
    answer = desk.post("/verrou/ouvrir/", {"code": code_of(device, 1), "next": "/personnes/?page=2"})
    assert answer.headers["Location"] == "/personnes/?page=2"
    assert desk.get("/personnes/").status_code == 200
    assert TraceEvent.objects.filter(action="session.unlocked").exists()


def test_a_wrong_code_leaves_it_locked(desk: Client) -> None:
    idle(desk)
    desk.get("/personnes/")
    assert desk.post("/verrou/ouvrir/", {"code": "000000"}).status_code == 422
    assert desk.get("/personnes/").status_code == 302


def test_an_htmx_gesture_is_refused_without_touching_the_page(desk: Client) -> None:
    idle(desk)
    answer = desk.post("/deconnexion-inconnue/", HTTP_HX_REQUEST="true")
    assert (answer.status_code, answer.headers["X-Locked"]) == (204, "1")
    assert "accounts:locked" in answer.headers["HX-Trigger"]
    assert answer.content == b""


def test_a_fetch_is_told_that_the_screen_is_locked(desk: Client) -> None:
    idle(desk)
    answer = desk.get("/personnes/", HTTP_SEC_FETCH_DEST="empty")
    assert (answer.status_code, answer.json()) == (401, {"locked": True})


def test_the_dialog_of_the_page_opens_the_session_again(desk: Client, elodie: Post) -> None:
    idle(desk)
    desk.get("/personnes/")
    assert desk.get("/verrou/etat/").json()["locked"]
    device = Authenticator.objects.get(user=elodie.professional)
    answer = desk.post("/verrou/ouvrir/", {"code": code_of(device, 1)}, HTTP_ACCEPT="application/json")
    assert answer.json() == {"locked": False}
    assert not desk.get("/verrou/etat/").json()["locked"]


def test_a_plain_form_sent_too_late_is_kept_and_offered_again(desk: Client, elodie: Post) -> None:
    idle(desk)
    desk.post("/personnes/nouvelle/", {"birth_name": "TREMEL", "note": "« à vérifier »"})
    assert "TREMEL" not in str(dict(desk.session))
    device = Authenticator.objects.get(user=elodie.professional)
    page = desk.post("/verrou/ouvrir/", {"code": code_of(device, 1)}).content.decode()
    assert 'action="/personnes/nouvelle/"' in page
    assert 'name="birth_name" value="TREMEL"' in page
    assert "csrfmiddlewaretoken" in page
    assert "kept" not in desk.session


def test_a_poll_is_not_a_gesture_but_typing_is(desk: Client) -> None:
    idle(desk, 3000)
    desk.get("/ma-securite/", HTTP_X_POLL="1")
    seen = desk.session["seen_at"]
    desk.post("/verrou/present/")
    assert desk.session["seen_at"] > seen


def test_the_menu_locks_by_hand(desk: Client) -> None:
    desk.post("/verrou/")
    assert desk.get("/personnes/").status_code == 302
    assert "Écran verrouillé" in desk.get("/verrou/").content.decode()


def test_twelve_hours_after_the_log_in_it_is_over_whatever_one_does(desk: Client) -> None:
    session = desk.session
    session["opened_at"] -= 12 * 3600
    session.save()
    assert desk.get("/personnes/").headers["Location"].startswith("/connexion/")
    assert "_auth_user_id" not in desk.session
    assert TraceEvent.objects.filter(action="session.expired").exists()


def test_a_silent_renewal_does_not_open_a_locked_screen(
    client: Client, ines: Post, login: Callable[[Client, Post], Client]
) -> None:
    login(client, ines)
    client.get("/ma-securite/")
    idle(client)
    client.get("/personnes/")
    answer = client.get("/oidc/authenticate/?next=/")
    assert "prompt=login" in answer.headers["Location"]
    assert client.session["locked"]
    assert client.post("/verrou/ouvrir/", {"code": "123456"}).status_code == 422


def test_a_page_carries_its_lock(desk: Client) -> None:
    page = desk.get("/ma-securite/").content.decode()
    assert 'id="lock"' in page
    assert "accounts/lock.js" in page
