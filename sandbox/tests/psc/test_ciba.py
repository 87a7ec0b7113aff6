"""Approving on the phone: pending, approved, refused, too late, too fast."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from .conftest import Party

INES = "810100000024"
GRANT = "urn:openid:params:grant-type:ciba"


def _ask(party: Party, **changes: str) -> httpx.Response:
    fields = {"scope": "openid scope_all", "login_hint": INES, "binding_message": "42"} | changes
    return party.back.post(party.env["ALENTOUR_PSC_CIBA"], data=fields)


def _poll(party: Party, number: str) -> httpx.Response:
    party.clock.ahead += timedelta(seconds=3)
    return party.token(grant_type=GRANT, auth_req_id=number)


def _settle(party: Party, number: str, verdict: str) -> None:
    page = party.sandbox.settings.url("front", "/psc/telephone")
    party.browser.post(page, data={"id": number, "verdict": verdict})


def test_ines_sees_the_number_and_approves(party: Party) -> None:
    asked = _ask(party).json()
    assert asked["expires_in"] == 120
    assert _poll(party, asked["auth_req_id"]).json()["error"] == "authorization_pending"
    page = party.browser.get(party.sandbox.settings.url("front", "/psc/telephone")).text
    assert "Inès MOREAU" in page
    assert "<strong>42</strong>" in page
    _settle(party, asked["auth_req_id"], "approuver")
    tokens = _poll(party, asked["auth_req_id"]).json()
    assert party.userinfo(tokens["access_token"]).json()["SubjectNameID"] == INES
    assert _poll(party, asked["auth_req_id"]).json()["error"] == "invalid_grant"


def test_a_refusal_on_the_phone_is_told(party: Party) -> None:
    number = _ask(party).json()["auth_req_id"]
    _settle(party, number, "refuser")
    assert _poll(party, number).json()["error"] == "access_denied"


def test_two_minutes_later_it_is_too_late(party: Party) -> None:
    number = _ask(party).json()["auth_req_id"]
    party.clock.ahead = timedelta(seconds=121)
    assert _poll(party, number).json()["error"] == "expired_token"


def test_asking_again_at_once_is_too_fast(party: Party) -> None:
    number = _ask(party).json()["auth_req_id"]
    _poll(party, number)
    assert party.token(grant_type=GRANT, auth_req_id=number).json()["error"] == "slow_down"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"login_hint": "899999999999"}, "psc.ciba-hint"),
        ({"binding_message": "quarante-deux"}, "psc.ciba-binding"),
        ({"scope": "openid"}, "psc.scope"),
    ],
)
def test_a_wrong_demand_is_refused_with_its_rule(party: Party, changes: dict[str, str], rule: str) -> None:
    assert _ask(party, **changes).status_code == 400
    assert party.last()["rule"]["code"] == rule
