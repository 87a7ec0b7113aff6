"""The SMTP conversation: aiosmtpd's, with what the espace de confiance requires and aiosmtpd lacks."""

from __future__ import annotations

import asyncio
import collections
import logging
import ssl
from typing import Any, AnyStr, Protocol

from aiosmtpd.smtp import SMTP, TLSSetupException, syntax

from sandbox.mssante.certificates import distinguished_name, why_refused
from sandbox.mssante.envelope import Recipient
from sandbox.mssante.ground import Ground
from sandbox.mssante.smtp.options import BadParameter, MailOptions, take_mail, take_recipient
from sandbox.mssante.smtp.session import Draft

# aiosmtpd logs every line of a session, addresses and all; the journal is the only place where that may be read.
logging.getLogger("mail.log").setLevel(logging.CRITICAL + 1)

LINE_LIMIT = 16384
IDLE_SECONDS = 300


class Gate(Protocol):
    """What the conversation asks of its handler, beyond aiosmtpd's hooks."""

    def is_operator(self, client: str) -> bool:
        """Whether that certificate subject is an operator of the liste blanche, which sends without a person."""

    def handshake_refused(self, reason: str) -> None:
        """Told of each TLS handshake that failed."""


class FrontDoor(SMTP):
    """One connection. STARTTLS with the client's certificate, then XOAUTH2, then mail with delivery notices.

    `mail_options` and `recipient_options` hold what aiosmtpd does not read in the MAIL and RCPT being answered.
    """

    line_length_limit = LINE_LIMIT

    def __init__(self, gate: Gate, *, ground: Ground, tls: ssl.SSLContext, size_limit: int, hostname: str) -> None:
        super().__init__(
            gate,
            hostname=hostname,
            ident="MSSante",
            tls_context=tls,
            require_starttls=True,
            auth_required=True,
            auth_exclude_mechanism=["PLAIN", "LOGIN"],
            data_size_limit=size_limit,
            enable_SMTPUTF8=True,
            timeout=IDLE_SECONDS,
            loop=asyncio.get_running_loop(),
        )
        # aiosmtpd shares this table between all connections and empties it at each new one: a JWT needs room always.
        self.command_size_limits = collections.defaultdict(lambda: LINE_LIMIT)
        self.gate = gate
        self._ground = ground
        self._leaving = False
        self.mail_options = MailOptions()
        self.recipient_options = Recipient("")

    @property
    def client(self) -> str:
        """Subject of the client's certificate, empty before STARTTLS."""
        extra: dict[str, Any] = (self.session.ssl if self.session else None) or {}
        return distinguished_name(extra.get("peercert"))

    def _create_envelope(self) -> Draft:
        return Draft()

    async def check_auth_needed(self, caller_method: str) -> bool:
        """Another operator is known by its certificate alone; everybody else must authenticate."""
        if self.gate.is_operator(self.client):
            return False
        needed: bool = await super().check_auth_needed(caller_method)
        return needed

    @syntax("STARTTLS", when="tls_context")
    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802 - aiosmtpd finds it by name
        """Tell the journal why a certificate was refused."""
        try:
            await super().smtp_STARTTLS(arg)
        except TLSSetupException as error:
            self.gate.handshake_refused(why_refused(error.__cause__ or error))
            raise

    @syntax("MAIL FROM: <address>", extended=" [SP <mail-parameters>]")
    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd finds it by name
        """Take RET and ENVID, leave the rest to aiosmtpd."""
        try:
            rest, self.mail_options = take_mail(arg or "")
        except BadParameter as error:
            await self.push(f"501 5.5.4 Bad parameter {error}")
            return
        await super().smtp_MAIL(rest or None)

    @syntax("RCPT TO: <address>", extended=" [SP <mail-parameters>]")
    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd finds it by name
        """Take NOTIFY and ORCPT, leave the rest to aiosmtpd."""
        try:
            rest, self.recipient_options = take_recipient(arg or "")
        except BadParameter as error:
            await self.push(f"501 5.5.4 Bad parameter {error}")
            return
        await super().smtp_RCPT(rest or None)

    async def _handle_client(self) -> None:
        """A scripted fault may refuse the connection instead of greeting it."""
        fault = await self._ground.strike("smtp.connect")
        if fault is None:
            await super()._handle_client()
        elif fault.kind == "silent":
            self.cut()
        else:
            await self.push("421 4.3.2 Service not available, closing connection")
            self.hang_up()
            self._close()

    async def push(self, status: AnyStr) -> None:
        """Answer; nothing is said for an empty answer, and the connection ends once `hang_up` was asked."""
        if not status:
            return
        await super().push(status)
        if self._leaving:
            self._close()

    def hang_up(self) -> None:
        """Close after the next answer."""
        self._leaving = True

    def _close(self) -> None:
        if self.transport is not None:
            self.transport.close()

    def cut(self) -> None:
        """Break the connection, as a network failure would."""
        transport = self._original_transport or self.transport
        if isinstance(transport, asyncio.Transport):
            transport.abort()
