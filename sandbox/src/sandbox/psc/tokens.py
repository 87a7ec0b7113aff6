"""Tokens: signed identity and access tokens, and their verification."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import uuid4

from joserfc import jwt
from joserfc.errors import JoseError

from sandbox.environment import CLIENT_ID
from sandbox.psc.keys import SigningKey
from sandbox.psc.store import PscStore, Session
from sandbox.psc.userinfo import subject

SCOPE = "openid scope_all"


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """Seconds an access token and a refresh token are worth."""

    access: int
    refresh: int


class Tokens:
    """Mints and verifies the tokens of one issuer."""

    def __init__(self, issuer: str, key: SigningKey, store: PscStore, lifetimes: Lifetimes) -> None:
        self.issuer = issuer
        self._key = key
        self._store = store
        self._lifetimes = lifetimes

    def answer(self, session: Session, now: int, *, nonce: str = "", thumbprint: str = "") -> dict[str, Any]:
        """A token response. `thumbprint` binds the access token to a client certificate (RFC 8705)."""
        access = self._access(session, now, thumbprint)
        return {
            "access_token": access,
            "expires_in": self._lifetimes.access,
            "refresh_expires_in": self._lifetimes.refresh,
            "refresh_token": self._store.new_refresh(session.id, now + self._lifetimes.refresh),
            "token_type": "Bearer",
            "id_token": self._identity(session, now, nonce, access),
            "not-before-policy": 0,
            "session_state": session.id,
            "scope": SCOPE,
        }

    def _common(self, session: Session, now: int) -> dict[str, Any]:
        return {
            "iss": self.issuer,
            "sub": subject(session.idnps),
            "azp": CLIENT_ID,
            "preferred_username": session.idnps,
            "SubjectNameID": session.idnps,
            "iat": now,
            "exp": now + self._lifetimes.access,
            "auth_time": session.auth_time,
            "jti": str(uuid4()),
            "session_state": session.id,
            "sid": session.id,
            "acr": "eidas1",
        }

    def _access(self, session: Session, now: int, thumbprint: str) -> str:
        claims = self._common(session, now) | {"typ": "Bearer", "nbf": now, "scope": SCOPE}
        if thumbprint:
            claims["cnf"] = {"x5t#S256": thumbprint}
        return self._sign(claims)

    def _identity(self, session: Session, now: int, nonce: str, access: str) -> str:
        half = sha256(access.encode("ascii")).digest()[:16]
        at_hash = urlsafe_b64encode(half).decode("ascii").rstrip("=")
        claims = self._common(session, now) | {"typ": "ID", "aud": CLIENT_ID, "at_hash": at_hash}
        return self._sign(claims | ({"nonce": nonce} if nonce else {}))

    def _sign(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "RS256", "typ": "JWT", "kid": self._key.kid}, claims, self._key.key)

    def read(self, token: str) -> dict[str, Any] | None:
        """The claims of a token this issuer signed, expired or not; None when it did not sign it."""
        try:
            return dict(jwt.decode(token, self._key.key, algorithms=["RS256"]).claims)
        except (JoseError, ValueError):
            return None

    def live(self, token: str, now: int) -> dict[str, Any] | None:
        """The claims of an access token in force, whose session is still open; None otherwise."""
        claims = self.read(token)
        if claims is None or claims.get("typ") != "Bearer" or claims["exp"] <= now:
            return None
        return claims if self._store.session(claims["sid"], now) else None
