"""Verification of an id_token, and of what it must agree with (OpenID Connect Core §3.1.3.7, dmp-ins §5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import (
    ExpiredTokenError,
    InvalidClaimError,
    JoseError,
    MissingClaimError,
)
from joserfc.jwk import KeySet

from esante.psc.errors import BadToken
from esante.psc.userinfo import UserInfo

ALGORITHMS: Final = ("RS256",)
ACR: Final = ("eidas1", "eidas2", "eidas3")
_LEEWAY: Final = 30
_SENTENCES: Final = {
    "iss": ("issuer", "Le jeton ne vient pas de Pro Santé Connect."),
    "aud": ("audience", "Le jeton de Pro Santé Connect est destiné à un autre logiciel."),
    "nonce": ("nonce", "Le jeton de Pro Santé Connect répond à une autre demande de connexion."),
    "acr": ("acr", "Le niveau d'authentification de Pro Santé Connect est insuffisant."),
    "exp": ("expired", "Le jeton de Pro Santé Connect a expiré."),
    "sub": ("subject", "Le jeton de Pro Santé Connect ne désigne personne."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a token must say: who issued it, for which client, answering which request, at which level."""

    issuer: str
    client_id: str
    nonce: str
    acr: tuple[str, ...] = ACR


def read_keys(jwks: Mapping[str, Any]) -> KeySet:
    """The keys of the ``certs`` endpoint. Raises :class:`BadToken`."""
    try:
        return KeySet.import_key_set({"keys": list(jwks["keys"])})
    except (JoseError, KeyError, TypeError, ValueError) as error:
        raise BadToken("malformed", "Les clés de Pro Santé Connect sont illisibles.") from error


def verify_id_token(token: str, keys: KeySet, expected: Expected, now: datetime) -> Mapping[str, Any]:
    """Claims of a token to believe: RS256 signature, issuer, audience, nonce, expiry (30 s of leeway), level.

    Raises :class:`BadToken` whose ``reason`` names the first check that failed.
    """
    try:
        decoded = jwt.decode(token, keys, algorithms=list(ALGORITHMS))
    except (JoseError, ValueError) as error:
        raise BadToken("signature", "La signature du jeton de Pro Santé Connect n'est pas valable.") from error
    registry = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=_LEEWAY,
        iss={"essential": True, "value": expected.issuer},
        aud={"essential": True, "value": expected.client_id},
        nonce={"essential": True, "value": expected.nonce},
        acr={"essential": True, "values": list(expected.acr)},
        exp={"essential": True},
        sub={"essential": True},
    )
    try:
        registry.validate(decoded.claims)
    except ExpiredTokenError as error:
        raise BadToken(*_SENTENCES["exp"]) from error
    except (InvalidClaimError, MissingClaimError) as error:
        raise BadToken(*_SENTENCES.get(error.claim, ("malformed", "Le jeton est mal formé."))) from error
    except JoseError as error:
        raise BadToken("malformed", "Le jeton de Pro Santé Connect est mal formé.") from error
    return decoded.claims


def check_subject(claims: Mapping[str, Any], info: UserInfo) -> None:
    """The userinfo must be that of the token's subject. Raises :class:`BadToken`."""
    if claims.get("sub") != info.subject:
        raise BadToken("subject", "Pro Santé Connect a répondu pour une autre personne.")
