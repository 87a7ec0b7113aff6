"""While Inès works her session slides; when she leaves, everything ends."""

from __future__ import annotations

import ssl
from datetime import timedelta

import httpx
from sandbox.faults import Fault

from .conftest import CALLBACK, VERIFIER, Party, returned


def _refresh(party: Party, tokens: dict[str, object]) -> httpx.Response:
    return party.token(grant_type="refresh_token", refresh_token=str(tokens["refresh_token"]))


def test_refreshing_in_time_slides_and_too_late_ends(party: Party) -> None:
    tokens = party.login("ines")
    for _ in range(3):
        party.clock.ahead += timedelta(seconds=300)
        answer = _refresh(party, tokens)
        assert answer.status_code == 200
        tokens = answer.json()
    party.clock.ahead += timedelta(seconds=351)
    assert _refresh(party, tokens).json()["error"] == "invalid_grant"
    assert party.last()["rule"]["code"] == "psc.refresh"


def test_an_expired_access_token_opens_nothing(party: Party) -> None:
    tokens = party.login("ines")
    party.clock.ahead = timedelta(seconds=121)
    answer = party.userinfo(tokens["access_token"])
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_prompt_none_renews_silently_while_the_session_is_open(party: Party) -> None:
    assert returned(party.ask(prompt="none"))["error"] == "login_required"
    party.choose("ines")
    assert "code" in returned(party.ask(prompt="none"))
    assert party.ask(prompt="login").status_code == 200
    party.clock.ahead = timedelta(hours=4, seconds=1)
    assert returned(party.ask(prompt="none"))["error"] == "login_required"


def test_logging_out_closes_the_session_everywhere(party: Party) -> None:
    tokens = party.login("ines")
    answer = party.browser.get(
        party.env["ALENTOUR_PSC_LOGOUT"],
        params={"id_token_hint": tokens["id_token"], "post_logout_redirect_uri": CALLBACK, "state": "fini"},
    )
    assert answer.headers["Location"] == f"{CALLBACK}?state=fini"
    assert _refresh(party, tokens).status_code == 400
    assert party.userinfo(tokens["access_token"]).status_code == 401
    assert returned(party.ask(prompt="none"))["error"] == "login_required"


def test_logging_out_never_leads_away_from_this_machine(party: Party) -> None:
    answer = party.browser.get(
        party.env["ALENTOUR_PSC_LOGOUT"], params={"post_logout_redirect_uri": "https://x.example"}
    )
    assert answer.status_code == 200
    assert "Vous êtes déconnecté" in answer.text


def test_the_software_may_close_the_session_by_its_refresh_token(party: Party) -> None:
    tokens = party.login("ines")
    address = party.env["ALENTOUR_PSC_TOKEN"].replace("/token", "/logout")
    assert party.back.post(address, data={"refresh_token": tokens["refresh_token"]}).status_code == 200
    assert _refresh(party, tokens).status_code == 400


def test_introspection_tells_a_live_token_from_a_dead_one(party: Party) -> None:
    tokens = party.login("ines")
    address = party.env["ALENTOUR_PSC_TOKEN"] + "/introspect"
    live = party.back.post(address, data={"token": tokens["access_token"]}).json()
    assert (live["active"], live["acr"]) == (True, "eidas3")
    assert party.back.post(address, data={"token": "faux"}).json() == {"active": False}


def test_a_token_bound_to_a_certificate_needs_that_certificate(party: Party) -> None:
    pair = party.sandbox.context.authority.structure("1350009999", "auth_cli")
    context = ssl.create_default_context(cafile=party.env["ALENTOUR_TRUST"])
    context.load_cert_chain(pair.certificate, pair.key)
    with httpx.Client(verify=context) as bound:
        code = party.choose("ines")["code"]
        fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
        tokens = party.token(bound, **fields, client_id=party.env["ALENTOUR_PSC_CLIENT_ID"]).json()
        assert party.userinfo(tokens["access_token"], bound).status_code == 200
    assert party.userinfo(tokens["access_token"]).status_code == 401
    assert party.last()["rule"]["code"] == "psc.bound"


def test_sessions_survive_a_restart_of_the_service(party: Party) -> None:
    tokens = party.login("ines")
    party.sandbox.board.stop("psc")
    party.sandbox.board.start("psc")
    assert party.userinfo(tokens["access_token"]).status_code == 200


def test_scripted_faults_refuse_one_person_and_close_the_door(party: Party) -> None:
    faults = party.sandbox.context.faults
    faults.add(Fault(service="psc", operation="userinfo", kind="outage", subject="810100000024"))
    assert party.userinfo(party.login("ines")["access_token"]).status_code == 503
    assert party.userinfo(party.login("martin")["access_token"]).status_code == 200
    faults.clear()
    faults.add(Fault(service="psc", operation="auth", kind="refuse", code="server_error", label="Panne simulée."))
    assert returned(party.ask())["error"] == "server_error"
