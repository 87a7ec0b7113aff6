"""The project's own reader of Pro Santé Connect believes the sandbox's tokens and finds the right activity."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from esante.cisis import StructId
from esante.psc import Expected, check_subject, choose, decode_userinfo, read_keys, trade, verify_id_token, vihf_roles

from .conftest import Party


def test_the_tokens_are_believed_and_belong_to_the_same_person(party: Party) -> None:
    tokens = party.login("ines")
    keys = read_keys(party.back.get(party.env["ALENTOUR_PSC_JWKS"]).json())
    expected = Expected(
        issuer=party.env["ALENTOUR_PSC_ISSUER"], client_id=party.env["ALENTOUR_PSC_CLIENT_ID"], nonce="nonce-1"
    )
    claims = verify_id_token(tokens["id_token"], keys, expected, datetime.now(UTC))
    check_subject(claims, decode_userinfo(party.userinfo(tokens["access_token"]).json()))


@pytest.mark.parametrize(
    ("who", "structure", "metier", "roles"),
    [
        ("ines", "1350009999", "G15_60", ["60"]),
        ("aicha", "1350009999", "313", ["313"]),
        ("martin", "381234567800013", "G15_10/SM26", ["10", "SM26"]),
        ("petit", "1350009981", "G15_21", ["21"]),
        ("karim", "1350009973", "350", ["350"]),
    ],
)
def test_each_professional_is_found_in_her_structure_with_her_trade(
    party: Party, who: str, structure: str, metier: str, roles: list[str]
) -> None:
    info = decode_userinfo(party.userinfo(party.login(who)["access_token"]).json())
    practice = choose(info, StructId.parse(structure))
    found = trade(practice)
    assert found is not None
    assert found.code == metier
    assert [role.code for role in vihf_roles(practice)] == roles
