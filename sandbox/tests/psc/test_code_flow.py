"""Inès logs in: code, tokens, userinfo, as the standards want, and every refusal cites its paragraph."""

from __future__ import annotations

import json
import ssl
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet
from sandbox.cast import load

from .conftest import CALLBACK, VERIFIER, Party, returned

INES = "810100000024"


def test_the_page_lists_the_professionals_and_searches_them_without_accents(party: Party) -> None:
    everyone = party.ask().text
    assert "Inès MOREAU" in everyone
    assert (
        everyone.index("aide à domicile Les Genêts</h2>")
        < everyone.index("Karim HADDAD")
        < everyone.index("EHPAD Iris</h2>")
    )
    assert "Le médecin traitant d&#39;Irène" in everyone
    found = party.ask(q="ines infirmiere").text
    assert "Inès MOREAU" in found
    assert "Karim HADDAD" not in found


def test_everybody_of_the_cast_logs_in_and_says_what_they_live(party: Party) -> None:
    for person in load().professionals.values():
        assert person.scene
        assert party.userinfo(party.login(person.key)["access_token"]).status_code == 200


def test_a_login_gives_tokens_signed_for_this_software_and_this_nonce(party: Party) -> None:
    back = party.choose("ines")
    assert back["state"] == "etat"
    answer = party.exchange(back["code"]).json()
    keys = KeySet.import_key_set(party.back.get(party.env["ALENTOUR_PSC_JWKS"]).json())
    identity = jwt.decode(answer["id_token"], keys, algorithms=["RS256"]).claims
    access = jwt.decode(answer["access_token"], keys, algorithms=["RS256"])
    assert identity["iss"] == party.env["ALENTOUR_PSC_ISSUER"]
    assert (identity["aud"], identity["nonce"], identity["acr"]) == ("alentour-bac-a-sable", "nonce-1", "eidas1")
    assert access.header["kid"] == party.back.get(party.env["ALENTOUR_PSC_JWKS"]).json()["keys"][0]["kid"]
    assert (access.claims["azp"], access.claims["preferred_username"]) == ("alentour-bac-a-sable", INES)
    assert access.claims["exp"] - access.claims["iat"] == answer["expires_in"] == 120
    assert answer["refresh_expires_in"] == 350


def test_userinfo_has_the_national_shape_and_the_same_subject(party: Party) -> None:
    tokens = party.login("ines")
    info = party.userinfo(tokens["access_token"]).json()
    assert (info["SubjectNameID"], info["preferred_username"]) == (INES, INES)
    activity = info["SubjectRefPro"]["exercices"][0]["activities"][0]
    assert (activity["numeroFinessSite"], activity["ancienIdentifiantDeLaStructure"]) == ("350009999", "1350009999")
    assert info["SubjectRole"] == ["60^1.2.250.1.213.1.1.5.5"]
    assert info["sub"] == party.userinfo(tokens["access_token"]).json()["sub"]


def test_an_aide_soignante_is_known_by_her_role(party: Party) -> None:
    info = party.userinfo(party.login("aicha")["access_token"]).json()
    exercice = info["SubjectRefPro"]["exercices"][0]
    assert (exercice["codeProfession"], exercice["activities"][0]["codeRole"]) == ("99", "313")


@pytest.mark.kits
def test_userinfo_has_every_field_of_the_official_example(party: Party, kits: Path) -> None:
    official = json.loads((kits / "ihe" / "psc" / "userinfo-exemple.json").read_text())
    ours = party.userinfo(party.login("martin")["access_token"]).json()
    assert ours.keys() == official.keys()
    official_exercice, our_exercice = (info["SubjectRefPro"]["exercices"][0] for info in (official, ours))
    assert our_exercice.keys() == official_exercice.keys()
    assert our_exercice["activities"][0].keys() == official_exercice["activities"][0].keys()


@pytest.mark.parametrize(
    ("changes", "error", "rule"),
    [
        ({"response_type": "token"}, "unsupported_response_type", "psc.response-type"),
        ({"scope": "openid"}, "invalid_scope", "psc.scope"),
        ({"acr_values": None}, "invalid_request", "psc.acr"),
        ({"nonce": None}, "invalid_request", "psc.nonce"),
        ({"code_challenge_method": "plain"}, "invalid_request", "psc.pkce"),
        ({"code_challenge": "court"}, "invalid_request", "psc.pkce"),
    ],
)
def test_an_incomplete_demand_is_sent_back_with_its_rule(
    party: Party, changes: dict[str, str | None], error: str, rule: str
) -> None:
    assert returned(party.ask(**changes))["error"] == error
    assert party.last()["rule"]["code"] == rule


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"client_id": "inconnu"}, "psc.client"),
        ({"redirect_uri": "https://ailleurs.example/retour"}, "psc.redirect"),
        ({"redirect_uri": "http://127.0.0.1@ailleurs.example/"}, "psc.redirect"),
    ],
)
def test_nothing_is_sent_to_a_stranger(party: Party, changes: dict[str, str], rule: str) -> None:
    answer = party.ask(**changes)
    assert answer.status_code == 400
    assert "Location" not in answer.headers
    assert party.last()["rule"]["code"] == rule


def test_someone_who_declines_comes_back_without_a_code(party: Party) -> None:
    assert party.choose("")["error"] == "access_denied"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"code_verifier": "w" * 64}, "psc.verifier"),
        ({"redirect_uri": f"{CALLBACK}/ailleurs"}, "psc.code"),
        ({"code": "invente"}, "psc.code"),
        ({"grant_type": "password"}, "psc.grant"),
    ],
)
def test_a_wrong_exchange_is_refused_with_its_rule(party: Party, changes: dict[str, str], rule: str) -> None:
    answer = party.exchange(party.choose("ines")["code"], **changes)
    assert answer.status_code == 400
    assert party.last()["rule"]["code"] == rule


def test_a_code_presented_twice_closes_the_session(party: Party) -> None:
    code = party.choose("ines")["code"]
    tokens = party.exchange(code).json()
    assert party.exchange(code).json()["error"] == "invalid_grant"
    assert party.userinfo(tokens["access_token"]).status_code == 401


def test_a_code_is_worth_a_minute(party: Party) -> None:
    code = party.choose("ines")["code"]
    party.clock.ahead = timedelta(seconds=61)
    assert party.exchange(code).json()["error"] == "invalid_grant"


def test_a_wrong_secret_or_a_secret_in_the_body_is_refused(party: Party) -> None:
    with httpx.Client(verify=ssl.create_default_context(cafile=party.env["ALENTOUR_TRUST"])) as stranger:
        code = party.choose("ines")["code"]
        fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
        wrong = stranger.post(party.env["ALENTOUR_PSC_TOKEN"], data=fields, auth=("alentour-bac-a-sable", "faux"))
        body = stranger.post(party.env["ALENTOUR_PSC_TOKEN"], data=fields | {"client_secret": "dans-le-corps"})
        assert [wrong.status_code, body.status_code] == [401, 401]
    sent = party.sandbox.context.journal.list(limit=1)[0]
    assert b"dans-le-corps" not in party.sandbox.context.journal.get(sent.id).request


def test_the_journal_never_keeps_the_secret_of_the_software(party: Party) -> None:
    party.login("ines")
    exchange = party.sandbox.context.journal.list(service="psc", limit=1)[0]
    assert b"Authorization: Basic (masqu" in exchange.request


def test_discovery_answers_under_both_names(party: Party) -> None:
    issuer = party.env["ALENTOUR_PSC_ISSUER"]
    wallet, standard = (
        party.back.get(f"{issuer}/.well-known/{name}").json()
        for name in ("wallet-openid-configuration", "openid-configuration")
    )
    assert wallet == standard
    assert wallet["issuer"] == issuer
    assert wallet["token_endpoint"] == party.env["ALENTOUR_PSC_TOKEN"]
