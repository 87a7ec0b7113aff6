"""A local account: a password, then a second factor, or nothing opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from alentour.accounts import factors, trials
from alentour.accounts.local_models import Authenticator, RecoveryCode
from alentour.accounts.models import Post
from alentour.accounts.tests.conftest import PASSWORD, code_of, telephone
from alentour.audit.models import TraceEvent
from alentour.core.doors import Refused

pytestmark = pytest.mark.django_db
Enter = Callable[[Client, Post], Authenticator]


def password(client: Client, username: str = "elodie", secret: str = PASSWORD) -> int:
    return client.post("/connexion/", {"username": username, "password": secret}).status_code


def test_the_password_alone_opens_nothing(client: Client, elodie: Post) -> None:
    telephone(elodie.professional)
    assert password(client) == 302
    assert "_auth_user_id" not in client.session
    assert client.get("/personnes/").headers["Location"].startswith("/connexion/")
    assert "Encore une preuve" in client.get("/connexion/code/").content.decode()


def test_the_code_of_the_application_opens_the_session(client: Client, elodie: Post, local_session: Enter) -> None:
    local_session(client, elodie)
    assert client.get("/personnes/").status_code == 200
    event = TraceEvent.objects.get(action="session.opened")
    assert (event.detail["means"], event.detail["factor"]) == ("local", "code")


def test_without_a_factor_one_is_enrolled_before_anything_opens(client: Client, elodie: Post) -> None:
    password(client)
    assert client.get("/connexion/code/").headers["Location"] == "/connexion/protection/"
    page = client.get("/connexion/protection/").content.decode()
    device = Authenticator.objects.get(user=elodie.professional)
    assert factors.key_of(device) in page
    assert '<path d="M' in page
    assert client.get("/personnes/").status_code == 302
    answer = client.post("/connexion/protection/", {"code": code_of(device), "name": "Mon portable"})
    assert answer.headers["Location"] == "/ma-securite/codes/"
    assert client.get("/personnes/").status_code == 200
    assert factors.factors_of(elodie.professional)[0].name == "Mon portable"


def test_the_recovery_codes_are_shown_once_and_kept_as_digests(client: Client, elodie: Post) -> None:
    password(client)
    client.get("/connexion/protection/")
    device = Authenticator.objects.get(user=elodie.professional)
    client.post("/connexion/protection/", {"code": code_of(device)})
    shown = client.get("/ma-securite/codes/")
    codes = shown.context["codes"]
    assert len(codes) == factors.CODES
    assert client.get("/ma-securite/codes/").status_code == 302
    stored = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert not stored & set(codes)


def test_a_recovery_code_opens_once(client: Client, elodie: Post) -> None:
    telephone(elodie.professional)
    code = factors.new_recovery_codes(elodie.professional)[0]
    password(client)
    assert client.post("/connexion/code/", {"code": code.upper().replace("-", " ")}).status_code == 302
    assert client.get("/personnes/").status_code == 200
    client.post("/deconnexion/")
    password(client)
    assert client.post("/connexion/code/", {"code": code}).status_code == 422


def test_a_code_serves_once(client: Client, elodie: Post, local_session: Enter) -> None:
    device = local_session(client, elodie)
    client.post("/deconnexion/")
    password(client)
    assert client.post("/connexion/code/", {"code": code_of(device)}).status_code == 422
    assert "_auth_user_id" not in client.session


def test_a_copy_of_the_database_gives_no_code(elodie: Post) -> None:
    device = telephone(elodie.professional)
    assert device.key not in device.bin_key.hex()
    assert device.bin_key != bytes.fromhex(device.key)
    assert len(device.bin_key) == 20


def test_a_wrong_code_waits_longer_and_longer(elodie: Post) -> None:
    telephone(elodie.professional)
    assert factors.verify_code(person=elodie.professional, code="000000") is None
    with pytest.raises(Refused) as refusal:
        factors.verify_code(person=elodie.professional, code="000001")
    assert "attendez" in refusal.value.sentence


def test_after_five_failures_the_account_waits_wherever_they_come_from(client: Client, elodie: Post) -> None:
    for number in range(trials.FREE + 1):
        assert password(Client(REMOTE_ADDR=f"10.0.0.{number}"), secret="faux mot de passe") == 422
    assert trials.blocked_until(elodie.professional) is not None
    assert password(client) == 422
    assert TraceEvent.objects.filter(action="account.blocked").exists()
    later = timezone.now() + timedelta(minutes=16)
    with patch("django.utils.timezone.now", return_value=later):
        assert password(client) == 302


def test_the_wait_doubles_up_to_a_day(elodie: Post) -> None:
    for _ in range(trials.FREE + 2):
        trials.failed(elodie.professional)
    waits = trials.blocked_until(elodie.professional)
    assert waits is not None
    assert timedelta(minutes=29) < waits - timezone.now() <= timedelta(minutes=30)
    for _ in range(30):
        trials.failed(elodie.professional)
    longest = trials.blocked_until(elodie.professional)
    assert longest is not None
    assert longest - timezone.now() <= trials.LONGEST


def test_by_address_too_six_failures_suspend_the_log_in(client: Client, elodie: Post, settings: object) -> None:
    settings.AXES_ENABLED = True  # type: ignore[attr-defined]
    answers = [password(client, username="personne", secret="faux mot de passe") for _ in range(7)]
    assert answers[0] == 422
    assert answers[-1] == 429


def test_ten_minutes_after_the_password_one_begins_again(client: Client, elodie: Post) -> None:
    device = telephone(elodie.professional)
    password(client)
    session = client.session
    session["second_step"] = {**session["second_step"], "at": session["second_step"]["at"] - 601}
    session.save()
    assert client.post("/connexion/code/", {"code": code_of(device)}).headers["Location"] == "/connexion/"


def test_an_enrolled_account_is_not_enrolled_again_with_its_password_alone(client: Client, elodie: Post) -> None:
    telephone(elodie.professional)
    password(client)
    assert client.get("/connexion/protection/").headers["Location"] == "/connexion/code/"
    assert client.post("/connexion/cle/creer/", "{}", content_type="application/json").status_code == 403


def test_nobody_makes_a_passkey_without_a_password(client: Client, elodie: Post) -> None:
    for address in ("creer", "creee", "demander", "prouver"):
        answer = client.post(f"/connexion/cle/{address}/", "{}", content_type="application/json")
        assert answer.status_code == 403


def test_a_passkey_is_asked_for_this_account_and_this_host(client: Client, elodie: Post) -> None:
    password(client)
    answer = client.post("/connexion/cle/creer/", "{}", content_type="application/json", HTTP_HOST="localhost")
    options = answer.json()
    assert answer.status_code == 200
    assert options["rp"] == {"id": "localhost", "name": "Alentour"}
    assert options["user"]["name"] == "elodie"


def test_logging_out_kills_the_session_at_once(client: Client, elodie: Post, local_session: Enter) -> None:
    local_session(client, elodie)
    stolen = client.cookies["alentour_session"].value
    client.post("/deconnexion/")
    thief = Client()
    thief.cookies["alentour_session"] = stolen
    assert thief.get("/personnes/").headers["Location"].startswith("/connexion/")


def test_the_security_page_names_the_devices_and_never_takes_the_last(
    client: Client, elodie: Post, local_session: Enter
) -> None:
    first = local_session(client, elodie)
    assert "votre seul moyen" in client.get("/ma-securite/").content.decode()
    client.post("/ma-securite/retirer/", {"factor": f"code-{first.pk}"})
    assert len(factors.factors_of(elodie.professional)) == 1
    telephone(elodie.professional, name="Tablette")
    client.post("/ma-securite/retirer/", {"factor": f"code-{first.pk}"})
    assert [one.name for one in factors.factors_of(elodie.professional)] == ["Tablette"]


def test_a_device_of_somebody_else_is_not_removed(
    client: Client, elodie: Post, gael: Post, local_session: Enter
) -> None:
    local_session(client, elodie)
    telephone(elodie.professional, name="Tablette")
    other = telephone(gael.professional)
    client.post("/ma-securite/retirer/", {"factor": f"code-{other.pk}"})
    assert factors.has_factor(gael.professional)


def test_changing_what_proves_me_asks_for_a_recent_proof(client: Client, elodie: Post, local_session: Enter) -> None:
    local_session(client, elodie)
    session = client.session
    session["proved_at"] -= 1000
    session.save()
    answer = client.get("/ma-securite/ajouter/")
    assert answer.headers["Location"] == "/verrou/?next=%2Fma-securite%2Fajouter%2F"


def test_a_new_password_closes_the_other_sessions(client: Client, elodie: Post, local_session: Enter) -> None:
    local_session(client, elodie)
    elsewhere = Client()
    elsewhere.force_login(elodie.professional, backend="alentour.accounts.local.LocalBackend")
    data = {"current": PASSWORD, "password": "un nouveau jardin en avril", "again": "un nouveau jardin en avril"}
    assert client.post("/ma-securite/mot-de-passe/", data).status_code == 302
    assert client.get("/ma-securite/").status_code == 200
    assert elsewhere.get("/ma-securite/").status_code == 302


@pytest.mark.parametrize("weak", ["court", "password1234", "123456789012"])
def test_a_weak_password_is_refused_with_a_sentence(
    client: Client, elodie: Post, local_session: Enter, weak: str
) -> None:
    local_session(client, elodie)
    answer = client.post("/ma-securite/mot-de-passe/", {"current": PASSWORD, "password": weak, "again": weak})
    assert answer.status_code == 422


def test_a_professional_of_pro_sante_connect_has_nothing_to_set(
    client: Client, ines: Post, login: Callable[[Client, Post], Client]
) -> None:
    assert "e-CPS" in login(client, ines).get("/ma-securite/").content.decode()
    assert client.get("/ma-securite/ajouter/").headers["Location"] == "/ma-securite/"
    answer = client.post("/connexion/cle/creer/", "{}", content_type="application/json")
    assert answer.status_code == 403
