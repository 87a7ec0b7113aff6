"""Who is behind a mail session: the access token of Pro Santé Connect, checked by the operator itself.

ECO.1.2.1: the software authenticates by its certificate, then the person by the access token carried in SASL XOAUTH2. The
token is a JWT signed by Pro Santé Connect; `preferred_username` is the national identifier.
"""

from __future__ import annotations

import json
import ssl
import threading
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS = ["RS256", "ES256"]
FETCH_SECONDS = 5.0


class InvalidToken(Exception):
    """The token cannot be trusted; `str()` says why, in English, as mail protocols speak."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The professional a token speaks for. `idnps` is `8`+RPPS; `until` is when the token stops being accepted."""

    idnps: str
    until: datetime


class TokenVerifier(Protocol):
    """Anything able to say who holds a token. May block: call it outside the event loop."""

    def verify(self, token: str) -> Holder:
        """Return the holder or raise `InvalidToken`."""


class JwksVerifier:
    """Verifies with the public keys (JWKS) of the issuer, fetched when first needed and again for an unknown key."""

    def __init__(
        self,
        fetch: Callable[[], Mapping[str, Any]],
        issuer: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._fetch = fetch
        self._issuer = issuer
        self._clock = clock
        self._lock = threading.Lock()
        self._keys: KeySet | None = None

    def verify(self, token: str) -> Holder:
        """Check signature, issuer, dates and subject, in that order."""
        claims = self._signed_claims(token)
        if claims.get("iss") != self._issuer:
            raise InvalidToken("token issued by a stranger")
        if claims.get("typ", "Bearer") != "Bearer":
            raise InvalidToken("not an access token")
        now = self._clock().timestamp()
        expires, starts = claims.get("exp"), claims.get("nbf", 0)
        if not isinstance(expires, int | float) or expires <= now:
            raise InvalidToken("token expired")
        if not isinstance(starts, int | float) or starts > now:
            raise InvalidToken("token not valid yet")
        idnps = claims.get("preferred_username")
        if not isinstance(idnps, str) or not idnps:
            raise InvalidToken("token without preferred_username")
        return Holder(idnps, datetime.fromtimestamp(expires, UTC))

    def _signed_claims(self, token: str) -> Mapping[str, Any]:
        try:
            return jwt.decode(token, self._current(refresh=False), algorithms=ALGORITHMS).claims
        except (JoseError, ValueError):
            pass  # the issuer may have changed its keys since
        try:
            return jwt.decode(token, self._current(refresh=True), algorithms=ALGORITHMS).claims
        except (JoseError, ValueError) as error:
            raise InvalidToken("token not signed by the identity provider") from error

    def _current(self, *, refresh: bool) -> KeySet:
        with self._lock:
            if self._keys is None or refresh:
                try:
                    self._keys = KeySet.import_key_set(self._fetch())  # type: ignore[arg-type]
                except (OSError, ValueError, JoseError) as error:
                    raise InvalidToken("identity provider unreachable") from error
            return self._keys


def fetch_over_https(url: str, trust: Path) -> Callable[[], Mapping[str, Any]]:
    """A reader of the JWKS published at `url`, trusting only the certificates of `trust`."""

    def fetch() -> Mapping[str, Any]:
        context = ssl.create_default_context(cafile=str(trust))
        with urllib.request.urlopen(url, timeout=FETCH_SECONDS, context=context) as answer:  # noqa: S310 - https, ours
            keys: Mapping[str, Any] = json.load(answer)
        return keys

    return fetch
