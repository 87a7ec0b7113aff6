"""The operator beside the sandbox's own Pro Santé Connect: keys fetched over https, real tokens."""

from __future__ import annotations

import smtplib
import ssl
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sandbox.config import HOST
from sandbox.environment import lines, secret
from sandbox.runtime import Sandbox

from .conftest import INES, SSIAD

VERIFIER = "v" * 64
CALLBACK = "http://127.0.0.1:8000/retour"


def login(sandbox: Sandbox, who: str) -> dict[str, str]:
    """The tokens of someone of the cast, by the authorisation code flow."""
    env = lines(sandbox.settings, sandbox.context.authority)
    demand = {
        "client_id": env["ALENTOUR_PSC_CLIENT_ID"],
        "redirect_uri": CALLBACK,
        "response_type": "code",
        "scope": "openid scope_all",
        "acr_values": "eidas1",
        "state": "etat",
        "nonce": "nonce",
        "code_challenge": urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    returned = httpx.post(env["ALENTOUR_PSC_AUTHORIZE"], data=demand | {"who": who}).headers["Location"]
    answer = httpx.post(
        env["ALENTOUR_PSC_TOKEN"],
        auth=(env["ALENTOUR_PSC_CLIENT_ID"], secret(sandbox.settings, "psc-client-secret")),
        data={
            "grant_type": "authorization_code",
            "code": parse_qs(urlsplit(returned).query)["code"][0],
            "redirect_uri": CALLBACK,
            "code_verifier": VERIFIER,
        },
        verify=ssl.create_default_context(cafile=env["ALENTOUR_TRUST"]),
    )
    tokens: dict[str, str] = answer.json()
    return tokens


def test_an_access_token_opens_the_mailbox_and_an_identity_token_does_not(make_sandbox: Callable[..., Sandbox]) -> None:
    sandbox = make_sandbox("psc", "mssante")
    tokens = login(sandbox, "ines")
    trust = ssl.create_default_context(cafile=str(sandbox.context.authority.trust))
    pair = sandbox.context.authority.structure(SSIAD, "auth_cli")
    trust.load_cert_chain(pair.certificate, pair.key)
    with smtplib.SMTP(HOST, sandbox.settings.port_of("smtp"), timeout=10) as client:
        client.starttls(context=trust)
        client.ehlo()
        with pytest.raises(smtplib.SMTPAuthenticationError, match="not an access token"):
            client.auth("XOAUTH2", lambda challenge=None: f"user={INES}\1auth=Bearer {tokens['id_token']}\1\1")
        client.auth("XOAUTH2", lambda challenge=None: f"user={INES}\1auth=Bearer {tokens['access_token']}\1\1")
        assert client.mail(INES)[0] == 250
