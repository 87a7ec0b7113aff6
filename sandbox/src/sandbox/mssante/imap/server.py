"""The IMAP door: listens, greets, keeps track of who is connected."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, closing
from ssl import SSLContext

from proxyprotocol.sock import SocketInfo
from pymap.context import connection_exit

from sandbox.config import HOST
from sandbox.mssante.ground import Ground
from sandbox.mssante.imap.accounts import Accounts
from sandbox.mssante.imap.connection import MailConnection, MailState
from sandbox.mssante.imap.login import Login, MailConfig


class ImapServer:
    """Start and stop in the event loop's thread."""

    def __init__(self, ground: Ground, accounts: Accounts, tls: SSLContext, *, size_limit: int) -> None:
        self._ground = ground
        self._accounts = accounts
        self._config = MailConfig.build(tls, append_limit=size_limit)
        self._login = Login(ground, self._config, accounts)
        self._connections: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def start(self, port: int) -> int:
        """Listen on 127.0.0.1; returns the port (useful when 0 was asked)."""
        self._config.apply_context()
        self._server = await asyncio.start_server(self._serve, HOST, port)
        address: tuple[str, int] = self._server.sockets[0].getsockname()
        return address[1]

    async def stop(self) -> None:
        """Close the port and every connection."""
        if self._server is not None:
            self._server.close()
            self.cut()
            await self._server.wait_closed()
            self._server = None

    def cut(self) -> None:
        """Break every connection, as a network failure would."""
        for writer in tuple(self._connections):
            writer.transport.abort()

    def break_uids(self, address: str, folder: str) -> None:
        """Give a folder a new UIDVALIDITY and new UIDs; every client is cut, for none can go on with the old ones."""
        self.cut()
        self._accounts.forget()
        self._ground.store.renumber(self._ground.store.folder(address, folder).id)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections.add(writer)
        try:
            if await self._lets_in(writer):
                await self._converse(reader, writer)
        finally:
            self._connections.discard(writer)
            writer.close()

    async def _lets_in(self, writer: asyncio.StreamWriter) -> bool:
        fault = await self._ground.strike("imap.connect")
        if fault is None:
            return True
        if fault.kind != "silent":
            writer.write(b"* BYE [UNAVAILABLE] Service unavailable.\r\n")
        return False

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = MailConnection(
            self._config.commands, self._config, reader, writer, SocketInfo.get(writer, None, unique_id=b"mssante")
        )
        state = MailState(self._login, self._config)
        connection.ground = state.ground = self._ground
        state.break_uids, state.object_with = self.break_uids, connection.object_with
        async with AsyncExitStack() as stack:
            connection_exit.set(stack)
            stack.enter_context(closing(connection))
            await connection.run(state)
