"""Mutual TLS, then XOAUTH2 with a Pro Santé Connect token, for a mailbox of the person: six cases, on both doors."""

from __future__ import annotations

import imaplib
import smtplib
import socket
import ssl
import time

import pytest
from imapclient.exceptions import LoginError
from joserfc.jwk import RSAKey
from sandbox.config import HOST

from .conftest import INES, TEAM, Identities, World, eventually

CONNECTION_REFUSED = (ssl.SSLError, OSError, imaplib.IMAP4.abort, smtplib.SMTPServerDisconnected)


def test_a_nurse_opens_her_mailbox_and_her_team_s(world: World) -> None:
    for mailbox in (INES, TEAM):
        with world.imap("ines", mailbox) as client:
            assert client.select_folder("INBOX")[b"EXISTS"] == 0
        with world.smtp("ines", mailbox) as client:
            assert client.mail(mailbox)[0] == 250
    assert [exchange.whom for exchange in world.journalled("imap.auth")] == [TEAM, INES]


def test_karim_cannot_open_the_mailbox_of_another(world: World) -> None:
    with pytest.raises(LoginError, match="AUTHENTICATIONFAILED"), world.imap("karim", INES):
        pass
    with (
        pytest.raises(smtplib.SMTPAuthenticationError, match="not opened to this professional"),
        world.smtp("karim", TEAM),
    ):
        pass
    refusals = [*world.journalled("imap.auth"), *world.journalled("smtp.auth")]
    assert {refusal.rule.code for refusal in refusals if refusal.rule} == {"ECO.1.2.1-BAL"}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"exp": int(time.time()) - 1}, "token expired"),
        ({"iss": "https://ailleurs.test"}, "issued by a stranger"),
        ({"nbf": int(time.time()) + 86_400}, "not valid yet"),
        ({"preferred_username": ""}, "without preferred_username"),
    ],
)
def test_a_token_that_proves_nothing_is_refused(world: World, changes: dict[str, object], reason: str) -> None:
    token = world.identities.token("ines", **changes)
    with pytest.raises(LoginError), world.imap("ines", INES, token=token):
        pass
    with pytest.raises(smtplib.SMTPAuthenticationError, match=reason), world.smtp("ines", INES, token=token):
        pass


def test_a_token_signed_by_somebody_else_is_refused(world: World) -> None:
    forged = Identities(key=RSAKey.generate_key(2048, {"kid": "psc-1"})).token("ines")
    with pytest.raises(LoginError), world.imap("ines", INES, token=forged):
        pass
    with pytest.raises(smtplib.SMTPAuthenticationError, match="not signed"), world.smtp("ines", INES, token=forged):
        pass


def test_the_keys_are_fetched_again_when_the_identity_provider_changed_them(world: World) -> None:
    with world.smtp("ines", INES):
        before = world.identities.fetched
    kept = world.identities.key
    try:
        world.identities.key = RSAKey.generate_key(2048, {"kid": "psc-2"})
        with world.smtp("ines", INES):
            assert world.identities.fetched == before + 1
    finally:
        world.identities.key = kept


@pytest.mark.parametrize("kind", ["rogue", "expired", "revoked", "none"])
def test_software_without_a_good_certificate_is_refused(world: World, kind: str) -> None:
    pair = None if kind == "none" else world.authority.test_certificate(kind)
    with pytest.raises(CONNECTION_REFUSED), world.imap_clear() as client:
        client.starttls(world.trust(pair))
        client.noop()
    with pytest.raises(CONNECTION_REFUSED), world.smtp_tls(pair) as client:
        client.noop()
    for operation in ("imap.starttls", "smtp.starttls"):
        assert eventually(lambda operation=operation: bool(world.journalled(operation)))
        refusal = world.journalled(operation)[0]
        assert refusal.verdict == "refused"
        assert refusal.rule is not None
        assert refusal.rule.code == "ECO.1.1.10"


def test_no_password_opens_anything(world: World) -> None:
    with world.imap_clear() as client:
        client.starttls(world.trust(world.certificate))
        assert client.has_capability("LOGINDISABLED")
        with pytest.raises((LoginError, imaplib.IMAP4.error)):
            client.login(INES, "azerty")
    with world.smtp_tls(world.certificate) as smtp:
        assert smtp.esmtp_features["auth"].split() == ["XOAUTH2"]


def test_nothing_is_possible_before_starttls(world: World) -> None:
    with world.imap_clear() as client:
        assert not client.has_capability("AUTH=XOAUTH2")
        with pytest.raises((LoginError, imaplib.IMAP4.error)):
            client.oauth2_login(INES, world.identities.token("ines"))
    with smtplib.SMTP(HOST, world.service.operator.ports.smtp, timeout=10) as smtp:
        assert smtp.ehlo()[0] == 250
        assert smtp.docmd("MAIL", f"FROM:<{INES}>")[0] == 530


def test_commands_slipped_in_behind_starttls_are_forgotten(world: World) -> None:
    with socket.create_connection((HOST, world.service.operator.ports.imap), timeout=10) as plain:
        plain.recv(4096)
        plain.sendall(b"a STARTTLS\r\nb CAPABILITY\r\n")
        plain.recv(4096)
        with world.trust(world.certificate).wrap_socket(plain, server_hostname=HOST) as secret:
            secret.settimeout(0.3)
            with pytest.raises(TimeoutError):
                secret.recv(4096)


def test_tokens_are_written_nowhere(world: World) -> None:
    token = world.identities.token("ines")
    with world.smtp("ines", INES, token=token), world.imap("ines", INES, token=token):
        pass
    for path in world.context.settings.data.glob("*.sqlite3*"):
        assert token.encode() not in path.read_bytes()
