"""A minimal submission server: STARTTLS with a client certificate, XOAUTH2, DSN, and the incidents of a real one."""

from __future__ import annotations

import base64
import json
import socket
import ssl
import warnings
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

INES = "ines.moreau@ssiad-ajoncs.mssante.test"
TEAM = "equipe@ssiad-ajoncs.mssante.test"
GOOD_TOKEN = "jeton-ines"
LIMIT = 60_000


class _Smtp(SMTP):
    line_length_limit = 16384

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.command_size_limits["AUTH"] = 16384

    async def smtp_MAIL(self, arg: str | None) -> None:
        """Keep the delivery options, which aiosmtpd refuses, then go on without them."""
        self.event_handler.options.append(arg or "")
        await super().smtp_MAIL(_without(arg, "RET=", "ENVID="))

    async def smtp_RCPT(self, arg: str | None) -> None:
        self.event_handler.options.append(arg or "")
        await super().smtp_RCPT(_without(arg, "NOTIFY=", "ORCPT="))


def _without(arg: str | None, *names: str) -> str | None:
    return " ".join(word for word in (arg or "").split(" ") if not word.startswith(names)) or None


@dataclass
class Handler:
    """What the server was told, and what it is told to do."""

    received: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    cut_after_data: bool = False

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], "250-DSN", responses[-1]]

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        blob = base64.b64decode(args[1])
        fields = dict(part.split("=", 1) for part in blob.decode().split("\1") if "=" in part)
        token = fields["auth"].split()[1]
        if token == "jeton-occupe":
            await server.push("454 4.7.0 busy")
            return AuthResult(success=False, handled=True)
        if token == GOOD_TOKEN and fields["user"] in (INES, TEAM):
            return AuthResult(success=True, auth_data=LoginPassword(fields["user"].encode(), b""))
        status = "403" if token == GOOD_TOKEN else "401"
        await server.challenge_auth(json.dumps({"status": status}))
        await server.push("535 5.7.8 Authentication credentials invalid")
        return AuthResult(success=False, handled=True)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self.answers.get(address):
            return answer
        envelope.mail_from = address
        return "250 2.1.0 Ok"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.received.append((envelope.mail_from or "", list(envelope.rcpt_tos), envelope.content or b""))
        if self.cut_after_data:
            server.transport.abort()
        return self.answers.get("DATA", "250 2.0.0 Ok queued as 42")


class Operator(Controller):
    """The server in a thread, on a free port of 127.0.0.1."""

    def __init__(self, handler: Handler, context: ssl.SSLContext, *, offer_starttls: bool = True) -> None:
        self._context = context
        self._offers = offer_starttls
        super().__init__(handler, hostname="127.0.0.1", port=0)

    def factory(self) -> SMTP:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # aiosmtpd thinks client certificates unusual
            secured = {"tls_context": self._context, "require_starttls": True, "auth_required": True}
            return _Smtp(self.handler, data_size_limit=LIMIT, **(secured if self._offers else {}))

    @property
    def listening(self) -> int:
        return int(self.server.sockets[0].getsockname()[1])

    def _trigger_server(self) -> None:
        """The port asked is 0: greet the one the system gave."""
        with socket.create_connection((self.hostname, self.listening), 2) as greeted:
            greeted.recv(1)


def server_context(
    trust: Any, cert: Any, key: Any, *, minimum: ssl.TLSVersion = ssl.TLSVersion.TLSv1_2
) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = minimum
    context.load_cert_chain(cert, key)
    context.load_verify_locations(trust)
    context.verify_mode = ssl.CERT_REQUIRED
    return context
