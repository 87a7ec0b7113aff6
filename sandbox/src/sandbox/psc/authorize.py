"""The authorization request: what it must carry, and where its answer goes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from sandbox.environment import CLIENT_ID
from sandbox.psc import rules
from sandbox.psc.refusal import Refusal

PARAMETERS = (
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "nonce",
    "acr_values",
    "code_challenge",
    "code_challenge_method",
    "prompt",
)
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Demand:
    """An authorization request whose software and return address are known; the rest is checked by `check`."""

    values: Mapping[str, str]

    @property
    def redirect_uri(self) -> str:
        """Where the answer goes."""
        return self.values["redirect_uri"]

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def back(self, **answer: str) -> str:
        """The return address with an answer and the state."""
        pairs = answer | ({"state": self["state"]} if self["state"] else {})
        separator = "&" if "?" in self.redirect_uri else "?"
        return f"{self.redirect_uri}{separator}{urlencode(pairs)}"


def is_local(address: str) -> bool:
    """Whether an address leads to this machine: the only ones the sandbox ever redirects to."""
    parts = urlsplit(address)
    local = parts.hostname in {"127.0.0.1", "localhost"}
    return local and parts.scheme in {"http", "https"} and not parts.username and "\\" not in address


def demand(values: Mapping[str, str]) -> Demand:
    """Read a request. An unknown software or return address is refused on the spot: nothing is sent to it."""
    kept = {name: values[name] for name in PARAMETERS if values.get(name)}
    if kept.get("client_id") != CLIENT_ID:
        raise Refusal("invalid_client", rules.CLIENT)
    if not is_local(kept.get("redirect_uri", "")):
        raise Refusal("invalid_request", rules.REDIRECT)
    return Demand(kept)


def check(asked: Demand) -> None:
    """Everything else the request must say; refusals travel back to the software."""
    scopes = set(asked["scope"].split())
    checks = (
        (asked["response_type"] == "code", "unsupported_response_type", rules.RESPONSE_TYPE),
        ({"openid", "scope_all"} <= scopes, "invalid_scope", rules.SCOPE),
        ("eidas1" in asked["acr_values"].split(), "invalid_request", rules.ACR),
        (bool(asked["state"]), "invalid_request", rules.STATE),
        (bool(asked["nonce"]), "invalid_request", rules.NONCE),
        (asked["code_challenge_method"] == "S256", "invalid_request", rules.PKCE),
        (bool(_CHALLENGE.fullmatch(asked["code_challenge"])), "invalid_request", rules.PKCE),
    )
    for holds, error, rule in checks:
        if not holds:
            raise Refusal(error, rule)
