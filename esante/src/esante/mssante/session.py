"""Opening a session with an operator: who, where, with which token (specs/mss §1.1, ECO.1.2.1).

Mutual TLS proves the software, SASL XOAUTH2 proves the person: the token is Pro Santé Connect's and lives in memory.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

from esante.mssante.errors import MssError, Refused, TokenExpired
from esante.mssante.tls import TlsSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An operator's server. ``implicit_tls``: TLS from the first byte (993, 465) instead of STARTTLS. Seconds."""

    host: str
    port: int
    tls: TlsSettings
    implicit_tls: bool = False
    timeout: float = 30.0


@dataclass(frozen=True, slots=True)
class Credentials:
    """The mailbox to open and the PSC access token of the person; the token never shows in a repr nor a log."""

    mailbox: str
    token: str = field(repr=False)

    @property
    def response(self) -> str:
        """Initial response of XOAUTH2."""
        return f"user={self.mailbox}\1auth=Bearer {self.token}\1\1"

    def has_expired(self, now: datetime) -> bool | None:
        """What the ``exp`` claim of a JWT says; None when the token does not tell."""
        try:
            body = self.token.split(".")[1]
            claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
            return datetime.fromtimestamp(float(claims["exp"]), UTC) <= now
        except (IndexError, KeyError, TypeError, ValueError, OverflowError, OSError, binascii.Error):
            return None


class Xoauth2:
    """The dialogue of XOAUTH2: the response first, then, if the server objects, an empty line to let it say no."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self.objection = ""

    def answer(self, challenge: bytes | str | None = None) -> str:
        """What to send next. The objection (``{"status":"401"…}``) is kept for the error to raise."""
        if challenge:
            self.objection = challenge.decode("utf-8", "replace") if isinstance(challenge, bytes) else challenge
            return ""
        return self._credentials.response

    def failure(self, code: str, now: datetime) -> MssError:
        """The error of a refused login: an expired token is told from a mailbox that is not this person's."""
        expired = self._credentials.has_expired(now)
        if expired or (expired is None and not self._forbids()):
            return TokenExpired()
        sentence = f"La boîte {self._credentials.mailbox} n'est pas accessible avec votre compte."
        return Refused(code, sentence, permanent=True)

    def _forbids(self) -> bool:
        try:
            status = json.loads(self.objection).get("status")
        except (ValueError, AttributeError):
            return False
        return str(status) == "403"
