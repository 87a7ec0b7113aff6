"""Which id_tokens are believed (acceptance vector 13)."""

from __future__ import annotations

import base64
import hmac
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from esante.psc import BadToken, Expected, check_subject, environments, read_keys, verify_id_token
from joserfc import jwt
from joserfc.jwk import RSAKey

from .test_userinfo import INES

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ISSUER = environments()["bas"].issuer
EXPECTED = Expected(issuer=ISSUER, client_id="alentour", nonce="n-1", acr=("eidas1",))


@pytest.fixture(scope="module")
def key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "psc-1"})


@pytest.fixture(scope="module")
def keys(key: RSAKey) -> Any:
    return read_keys({"keys": [key.as_dict(private=False)]})


def _token(key: Any, algorithm: str = "RS256", **changes: Any) -> str:
    claims = {
        "iss": ISSUER,
        "aud": "alentour",
        "sub": INES.subject,
        "nonce": "n-1",
        "acr": "eidas1",
        "exp": int(NOW.timestamp()) + 120,
        "iat": int(NOW.timestamp()),
    }
    claims = {name: value for name, value in (claims | changes).items() if value is not None}
    return jwt.encode({"alg": algorithm, "kid": "psc-1"}, claims, key, algorithms=[algorithm])


def test_a_token_to_believe(key: RSAKey, keys: Any) -> None:
    claims = verify_id_token(_token(key), keys, EXPECTED, NOW)
    assert claims["sub"] == INES.subject
    check_subject(claims, INES)


def test_an_audience_may_be_a_list(key: RSAKey, keys: Any) -> None:
    assert verify_id_token(_token(key, aud=["other", "alentour"]), keys, EXPECTED, NOW)["aud"] == ["other", "alentour"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"iss": "https://elsewhere.test"}, "issuer"),
        ({"iss": None}, "issuer"),
        ({"aud": "another"}, "audience"),
        ({"nonce": "n-2"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"acr": "eidas0"}, "acr"),
        ({"acr": None}, "acr"),
        ({"exp": int(NOW.timestamp()) - 31}, "expired"),
        ({"exp": None}, "expired"),
        ({"sub": None}, "subject"),
    ],
)
def test_each_check_has_its_reason(key: RSAKey, keys: Any, changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(BadToken) as refused:
        verify_id_token(_token(key, **changes), keys, EXPECTED, NOW)
    assert refused.value.reason == reason
    assert refused.value.why.endswith(".")


def test_a_token_signed_by_another_is_refused(keys: Any) -> None:
    with pytest.raises(BadToken) as refused:
        verify_id_token(_token(RSAKey.generate_key(2048, {"kid": "psc-1"})), keys, EXPECTED, NOW)
    assert refused.value.reason == "signature"


def test_an_altered_token_is_refused(key: RSAKey, keys: Any) -> None:
    head, body, signature = _token(key).split(".")
    for token in (f"{head}.{body[:-2]}AA.{signature}", f"{head}.{body}.", "not a token", "a.b.c"):
        with pytest.raises(BadToken) as refused:
            verify_id_token(token, keys, EXPECTED, NOW)
        assert refused.value.reason == "signature"


def test_only_rs256_is_accepted(key: RSAKey, keys: Any) -> None:
    """Neither another algorithm of the same key, nor the public key used as a shared secret, nor no signature."""
    body = _token(key).split(".")[1]
    for algorithm, secret in (("HS256", key.as_pem(private=False)), ("none", b"")):
        head = _base64(json.dumps({"alg": algorithm, "kid": "psc-1"}).encode())
        seal = _base64(hmac.digest(secret, f"{head}.{body}".encode(), "sha256")) if secret else ""
        with pytest.raises(BadToken):
            verify_id_token(f"{head}.{body}.{seal}", keys, EXPECTED, NOW)
    with pytest.raises(BadToken):
        verify_id_token(_token(key, "PS256"), keys, EXPECTED, NOW)


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def test_the_userinfo_of_another_is_refused() -> None:
    with pytest.raises(BadToken, match="une autre personne"):
        check_subject({"sub": "f:3b8f:810100000032"}, INES)


@pytest.mark.parametrize("jwks", [{}, {"keys": None}, {"keys": [{}]}, {"keys": ["x"]}])
def test_unreadable_keys_are_refused(jwks: dict[str, Any]) -> None:
    with pytest.raises(BadToken):
        read_keys(jwks)


def test_the_two_national_environments() -> None:
    bas, production = environments()["bas"], environments()["production"]
    assert bas.authorize == "https://wallet.bas.psc.esante.gouv.fr/auth"
    assert production.token == (
        "https://auth.esw.esante.gouv.fr/auth/realms/esante-wallet/protocol/openid-connect/token"
    )
    assert bas.discovery.endswith("/.well-known/wallet-openid-configuration")
    addresses = [bas.userinfo, bas.logout, bas.introspect, bas.certs, bas.ciba]
    assert len(set(addresses)) == 5
    assert all(address.startswith(bas.issuer) for address in addresses)
