"""Opening a mailbox by IMAP: XOAUTH2 only, with the access token of Pro Santé Connect (ECO.1.2.1)."""

from __future__ import annotations

import secrets
from argparse import Namespace
from ssl import SSLContext

from pymap.backend.dict import Config
from pymap.exceptions import InvalidAuth
from pymap.interfaces.login import IdentityInterface, LoginInterface
from pymap.token import AllTokens
from pysasl import SASLAuth
from pysasl.creds.external import ExternalCredentials, ExternalVerificationRequired
from pysasl.creds.server import ServerCredentials
from pysasl.mechanism.oauth import OAuth2Mechanism

from sandbox.config import HOST
from sandbox.mssante.ground import NAME, AccessRefused, Ground
from sandbox.mssante.imap.accounts import Accounts, Owner
from sandbox.mssante.rules import TOKEN


class MailConfig(Config):
    """pymap's settings: our TLS, one SASL mechanism, no password anywhere."""

    @classmethod
    def build(cls, tls: SSLContext, *, append_limit: int) -> MailConfig:
        """Settings for the operator. `append_limit` is the size in bytes of the largest message."""
        arguments = Namespace(passlib_cfg=None, proxy_protocol=None, inherited_sockets=None)
        return cls(
            arguments,
            host=HOST,
            port=0,
            ssl_context=tls,
            demo_data=False,
            demo_user="",
            demo_password="",
            admin_key=secrets.token_bytes(),
            max_append_len=append_limit,
            reject_dnsbl=False,
        )

    @property
    def tls_auth(self) -> SASLAuth:
        """Mechanisms offered under TLS."""
        return SASLAuth([OAuth2Mechanism()])

    @property
    def login_capability(self) -> list[bytes]:
        """Adds SPECIAL-USE to pymap's own."""
        return [*super().login_capability, b"SPECIAL-USE"]

    @property
    def greeting(self) -> bytes:
        """First line; pymap's default asks the network for this machine's name."""
        return b"Operateur MSSante du bac a sable"


class Objection(InvalidAuth):
    """Access refused; `challenge` is what the client is told before the final NO, as XOAUTH2 does."""

    def __init__(self, refusal: AccessRefused) -> None:
        super().__init__(f"Access refused: {refusal}.")
        self.challenge = refusal.objection


class Login(LoginInterface):
    """Turns a token and an address into the right to open a mailbox."""

    def __init__(self, ground: Ground, config: MailConfig, accounts: Accounts) -> None:
        self._ground = ground
        self._config = config
        self._accounts = accounts
        self._tokens = AllTokens(config)

    @property
    def tokens(self) -> AllTokens:
        """pymap's own tokens; none is ever issued."""
        return self._tokens

    async def authenticate(self, credentials: ServerCredentials) -> IdentityInterface:
        """Verify; each attempt is journalled, without its token."""
        address = credentials.authzid.lower()
        try:
            holder = await self._holder(credentials, address)
        except AccessRefused as refusal:
            self._ground.journal.record(
                NAME, operation="imap.auth", who="", whom=address, verdict="refused", rule=refusal.requirement,
                meaning={"Motif": refusal},
            )  # fmt: skip
            raise Objection(refusal) from refusal
        self._ground.journal.record(NAME, operation="imap.auth", who=holder, whom=address, verdict="accepted")
        return Owner(address, self._config, self._accounts)

    async def _holder(self, credentials: ServerCredentials, address: str) -> str:
        if not isinstance(credentials, ExternalCredentials):
            raise AccessRefused(TOKEN, "only XOAUTH2 opens a mailbox")
        fault = await self._ground.strike("imap.auth", address)
        if fault is not None:
            raise AccessRefused(TOKEN, fault.label or "scripted refusal")
        holder = await self._ground.open(_token(credentials), address)
        return holder.idnps

    async def authorize(self, authenticated: IdentityInterface, authzid: str) -> IdentityInterface:
        """Nothing more: the mailbox was part of what was authenticated."""
        return authenticated


def _token(credentials: ExternalCredentials) -> str:
    """pysasl hands the token over only by raising."""
    try:
        credentials.verify(None)
    except ExternalVerificationRequired as required:
        return required.token or ""
