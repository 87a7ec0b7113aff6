"""One IMAP connection: pymap's, hardened for mutual TLS and obeying scripted faults."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from ssl import SSLError

from pymap.exceptions import ResponseError
from pymap.imap import IMAPConnection
from pymap.imap.state import ConnectionState
from pymap.parsing.command import Command
from pymap.parsing.command.auth import SelectCommand
from pymap.parsing.command.nonauth import AuthenticateCommand, LoginCommand
from pymap.parsing.response import (
    CommandResponse,
    Response,
    ResponseBye,
    ResponseCode,
    ResponseContinuation,
    ResponseNo,
    ResponseOk,
)
from pysasl.creds.server import ServerCredentials

from sandbox.faults import Fault
from sandbox.mssante.certificates import why_refused
from sandbox.mssante.ground import NAME, Ground
from sandbox.mssante.imap.login import Objection
from sandbox.mssante.rules import CERTIFICATE

# Code of a fault of `imap.select` that renumbers the folder: the client is cut and finds a new UIDVALIDITY on its return.
BREAK_UIDS = "UIDVALIDITY"


class Unavailable(ResponseError):
    """A scripted outage: the client reads BYE."""

    def get_response(self, tag: bytes) -> Response:
        """The line sent before closing."""
        return ResponseBye(b"Service unavailable.", ResponseCode.of(b"UNAVAILABLE"))


class MailState(ConnectionState):
    """pymap lets a client of the same machine log in without TLS; here nobody does."""

    ground: Ground
    break_uids: Callable[[str, str], None]
    object_with: Callable[[bytes], Awaitable[None]]

    async def do_greeting(self) -> CommandResponse:
        """Greet, offering no mechanism before STARTTLS (ECO.1.2.1: mutual TLS first)."""
        return ResponseOk(b"*", self.config.greeting, self.capability)

    async def do_authenticate(
        self, cmd: AuthenticateCommand | LoginCommand, creds: ServerCredentials | None
    ) -> CommandResponse:
        """XOAUTH2 states its objection and waits for the client's empty answer before it says NO."""
        try:
            return await super().do_authenticate(cmd, creds)
        except Objection as objection:
            await self.object_with(objection.challenge)
            raise

    async def do_command(self, cmd: Command) -> CommandResponse:
        """Run one command, unless a fault strikes it."""
        owner = self._session.owner if self._session else ""
        words = bytes(cmd.command).split()
        fault = await self.ground.strike(f"imap.{words[-1].decode('ascii').lower()}", *filter(None, [owner]))
        if fault is not None and fault.code == BREAK_UIDS and isinstance(cmd, SelectCommand):
            self.break_uids(owner, cmd.mailbox)
            raise ConnectionAbortedError(fault.label)
        return await super().do_command(cmd) if fault is None else _suffer(fault, cmd)


def _suffer(fault: Fault, cmd: Command) -> CommandResponse:
    if fault.kind == "refuse":
        return ResponseNo(cmd.tag, (fault.label or "Scripted refusal.").encode("ascii", "replace"))
    if fault.kind == "outage":
        raise Unavailable
    raise ConnectionAbortedError(fault.label)


class MailConnection(IMAPConnection):
    """pymap prints what it reads and writes when debugging: never here, tokens and health data travel in it."""

    ground: Ground

    @classmethod
    def _print(cls, log_format: str, output: str | bytes) -> None:
        return

    async def start_tls(self) -> None:
        """Ask the client's certificate; forget what was sent in clear after STARTTLS (command injection)."""
        self.reader._buffer.clear()  # type: ignore[attr-defined]
        try:
            await super().start_tls()
        except (SSLError, ConnectionError) as error:
            self.ground.journal.record(
                NAME, operation="imap.starttls", who="", whom="", verdict="refused", rule=CERTIFICATE,
                meaning={"Motif": why_refused(error)},
            )  # fmt: skip
            raise

    async def object_with(self, challenge: bytes) -> None:
        """Send a last challenge and read whatever the client answers."""
        await self.write_response(ResponseContinuation(b64encode(challenge)))
        await self.read_continuation(0)

    async def write_response(self, resp: Response) -> None:
        """Each line in one piece, at the client's pace.

        pymap writes a line in several small ones, which an IDLE client may read as several lines, and a whole FETCH
        without ever waiting for the client, which fills the memory.
        """
        with suppress(ConnectionError):
            if isinstance(resp, CommandResponse):
                for untagged in resp._untagged:
                    await self._send(untagged.async_write)
            await self._send(partial(_last_line, resp) if isinstance(resp, CommandResponse) else resp.async_write)

    async def _send(self, write: Callable[[io.BytesIO], Awaitable[None]]) -> None:
        line = io.BytesIO()
        await write(line)
        self.writer.write(line.getvalue())
        await self.writer.drain()

    async def send_error_disconnect(self) -> None:
        """Cut without a word: an unhandled error is already in the journal of whoever raised it."""
        self.writer.transport.abort()


async def _last_line(resp: CommandResponse, line: io.BytesIO) -> None:
    Response.write(resp, line)
