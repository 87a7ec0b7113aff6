"""A small relying party, written from the standards, to talk to the sandbox's Pro Santé Connect."""

from __future__ import annotations

import ssl
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sandbox.environment import lines, secret
from sandbox.runtime import Sandbox

VERIFIER = "v" * 64
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
CALLBACK = "http://127.0.0.1:8000/retour"


class Clock:
    """The sandbox's time in these tests: real, plus what a test adds."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Party:
    """Acts as the software and as the person's browser."""

    sandbox: Sandbox
    clock: Clock
    env: dict[str, str] = field(init=False)
    browser: httpx.Client = field(init=False)
    back: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.env = lines(self.sandbox.settings, self.sandbox.context.authority)
        self.browser = httpx.Client()
        context = ssl.create_default_context(cafile=self.env["ALENTOUR_TRUST"])
        key = secret(self.sandbox.settings, "psc-client-secret")
        self.back = httpx.Client(verify=context, auth=(self.env["ALENTOUR_PSC_CLIENT_ID"], key))

    def demand(self, **changes: str | None) -> dict[str, str]:
        values = {
            "client_id": self.env["ALENTOUR_PSC_CLIENT_ID"],
            "redirect_uri": CALLBACK,
            "response_type": "code",
            "scope": "openid scope_all",
            "acr_values": "eidas1",
            "state": "etat",
            "nonce": "nonce-1",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        }
        return {name: value for name, value in (values | changes).items() if value is not None}

    def ask(self, **changes: str | None) -> httpx.Response:
        return self.browser.get(self.env["ALENTOUR_PSC_AUTHORIZE"], params=self.demand(**changes))

    def choose(self, who: str, **changes: str | None) -> dict[str, str]:
        """Log in as someone; returns the parameters brought back to the software."""
        answer = self.browser.post(self.env["ALENTOUR_PSC_AUTHORIZE"], data=self.demand(**changes) | {"who": who})
        return returned(answer)

    def token(self, back: httpx.Client | None = None, **fields: str) -> httpx.Response:
        return (back or self.back).post(self.env["ALENTOUR_PSC_TOKEN"], data=fields)

    def exchange(self, code: str, /, **changes: str) -> httpx.Response:
        fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
        return self.token(**(fields | changes))

    def login(self, who: str) -> dict[str, Any]:
        return self.exchange(self.choose(who)["code"]).json()

    def userinfo(self, token: str, back: httpx.Client | None = None) -> httpx.Response:
        bearer = {"Authorization": f"Bearer {token}"}
        client = back or self.back
        request = client.build_request("GET", self.env["ALENTOUR_PSC_USERINFO"], headers=bearer)
        return client.send(request, auth=None)

    def last(self) -> dict[str, Any]:
        return self.sandbox.context.journal.list(limit=1)[0].summary()


def returned(answer: httpx.Response) -> dict[str, str]:
    """The query of a redirection to the software."""
    assert answer.status_code in {302, 303}, answer.text
    address = urlsplit(answer.headers["Location"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == CALLBACK
    return {name: values[0] for name, values in parse_qs(address.query).items()}


@pytest.fixture(scope="module")
def running(make_sandbox) -> tuple[Sandbox, Clock]:
    clock = Clock()
    return make_sandbox("psc", "console", clock=clock), clock


@pytest.fixture
def party(running: tuple[Sandbox, Clock]) -> Iterator[Party]:
    sandbox, clock = running
    clock.ahead = timedelta()
    sandbox.board.get("psc").reset()
    sandbox.context.faults.clear()
    party = Party(sandbox, clock)
    yield party
    party.browser.close()
    party.back.close()
