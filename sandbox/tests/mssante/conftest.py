"""A running operator, people with tokens, and two clients that owe nothing to our code: smtplib and IMAPClient."""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from imapclient import IMAPClient
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from sandbox.ca import Authority, KeyPair
from sandbox.cast import load
from sandbox.config import HOST, Settings
from sandbox.faults import Faults
from sandbox.journal import Exchange, Journal
from sandbox.mssante.service import MES, MssanteService
from sandbox.mssante.tokens import JwksVerifier
from sandbox.services import Board, Context

ISSUER = "https://psc.test/realms/esante-wallet"
SSIAD, EHPAD = "1350009999", "1350009965"
TEAM = "equipe@ssiad-ajoncs.mssante.test"
INES = "ines.moreau@ssiad-ajoncs.mssante.test"
MARTIN = "paul.martin@medecin.mssante.test"
KARIM = "karim.haddad@saad-genets.mssante.test"
IRENE = "238033523800188@patient.mssante.test"
CAST = load()


@dataclass
class Identities:
    """Pro Santé Connect, reduced to what signs tokens. `fetched` counts how often the keys were asked for."""

    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "psc-1"}))
    fetched: int = 0

    def keys(self) -> dict[str, object]:
        self.fetched += 1
        return KeySet([self.key]).as_dict(private=False)

    def token(self, who: str, **changes: object) -> str:
        """An access token of a professional of the cast, valid for two minutes; `changes` replaces claims."""
        now = int(time.time())
        claims = {
            "iss": ISSUER, "preferred_username": CAST.professionals[who].idnps, "iat": now, "exp": now + 120,
        } | changes  # fmt: skip
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)


class World:
    """The operator and the ways to reach it."""

    def __init__(self, settings: Settings, identities: Identities) -> None:
        self.identities = identities
        self.authority = Authority(settings.data / "pki")
        self.context = Context(
            settings=settings,
            journal=Journal(settings.data / "journal.sqlite3"),
            faults=Faults(settings.data / "faults.sqlite3"),
            authority=self.authority,
            cast=CAST,
            board=Board(),
        )
        self.service = MssanteService(self.context, JwksVerifier(identities.keys, ISSUER))

    @property
    def journal(self) -> Journal:
        return self.context.journal

    @property
    def faults(self) -> Faults:
        return self.context.faults

    def journalled(self, operation: str) -> list[Exchange]:
        return [exchange for exchange in self.journal.list() if exchange.operation == operation]

    def trust(self, pair: KeyPair | None) -> ssl.SSLContext:
        """A client's TLS settings: our authority alone, and perhaps a certificate."""
        context = ssl.create_default_context(cafile=str(self.authority.trust))
        if pair is not None:
            context.load_cert_chain(pair.certificate, pair.key)
        return context

    @property
    def certificate(self) -> KeyPair:
        return self.authority.structure(SSIAD, "auth_cli")

    @contextmanager
    def smtp(self, who: str, mailbox: str, *, token: str = "", pair: KeyPair | None = None) -> Iterator[smtplib.SMTP]:
        """An authenticated submission."""
        with self.smtp_tls(pair or self.certificate) as client:
            proof = f"user={mailbox}\1auth=Bearer {token or self.identities.token(who)}\1\1"
            client.auth("XOAUTH2", lambda challenge=None: proof, initial_response_ok=True)
            yield client

    @contextmanager
    def smtp_tls(self, pair: KeyPair | None) -> Iterator[smtplib.SMTP]:
        """A connection under TLS, nobody authenticated."""
        client = smtplib.SMTP(
            HOST, self.service.operator.ports.smtp, local_hostname="dui.ssiad-ajoncs.test", timeout=10
        )
        try:
            client.starttls(context=self.trust(pair))
            client.ehlo()
            yield client
        finally:
            client.close()

    @contextmanager
    def imap_clear(self) -> Iterator[IMAPClient]:
        """A connection before STARTTLS."""
        client = IMAPClient(HOST, self.service.operator.ports.imap, ssl=False, timeout=10)
        sockets = [client.socket()]
        try:
            yield client
        finally:
            sockets.append(client.socket())
            with suppress(OSError):
                client.shutdown()
            for one in sockets:
                one.close()

    @contextmanager
    def imap(self, who: str, mailbox: str, *, token: str = "", pair: KeyPair | None = None) -> Iterator[IMAPClient]:
        """An opened mailbox, no folder selected."""
        with self.imap_clear() as client:
            client.starttls(self.trust(pair or self.certificate))
            client.oauth2_login(mailbox, token or self.identities.token(who))
            yield client

    def inbox(self, who: str, mailbox: str) -> list[bytes]:
        """Every message of INBOX, to the byte, in order."""
        with self.imap(who, mailbox) as client:
            client.select_folder("INBOX", readonly=True)
            uids = client.search("ALL")
            found = client.fetch(uids, ["BODY.PEEK[]"]) if uids else {}
            return [found[uid][b"BODY[]"] for uid in uids]


@pytest.fixture(scope="session")
def certificates(certificates: Path) -> Path:
    """The run's certificates, and those of Mon espace santé, issued once."""
    Authority(certificates).ensure([MES], [])
    return certificates


@pytest.fixture(scope="session")
def identities() -> Identities:
    return Identities()


@pytest.fixture
def world(settings: Settings, identities: Identities) -> Iterator[World]:
    """A started operator of its own for each test."""
    world = World(settings, identities)
    world.service.start()
    yield world
    world.service.stop()


def letter(
    sender: str = INES,
    recipient: str = MARTIN,
    *,
    text: str = "Bonjour, le pansement de ce matin est propre.",
    label: str = "Inès Moreau",
    subject: str = "Pansement de ce matin",
    message_id: str = "<1@ssiad-ajoncs.mssante.test>",
    headers: dict[str, str] | None = None,
) -> bytes:
    """A plain message that breaks no rule; `headers` replaces or, with an empty value, removes one."""
    fields = {
        "From": f'"{label}" <{sender}>', "To": f"<{recipient}>", "Subject": subject, "Message-ID": message_id,
        "Date": "Mon, 23 Nov 2026 14:40:00 +0100", "X-MSS-NIL": "DEV000001", "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8", "Content-Transfer-Encoding": "8bit",
    } | (headers or {})  # fmt: skip
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return (head + "\r\n" + text + "\r\n").encode()


def eventually(condition: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Wait for something that happens in another thread."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return condition()
