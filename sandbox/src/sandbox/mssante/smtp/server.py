"""The SMTP door: listens, counts its connections, greets."""

from __future__ import annotations

import asyncio
import weakref
from ssl import SSLContext

from sandbox.config import HOST
from sandbox.mssante.ground import Ground
from sandbox.mssante.smtp.handler import Handler
from sandbox.mssante.smtp.protocol import FrontDoor


class SmtpServer:
    """Start and stop in the event loop's thread."""

    def __init__(self, ground: Ground, handler: Handler, tls: SSLContext, *, size_limit: int, host: str) -> None:
        self._ground = ground
        self._handler = handler
        self._tls = tls
        self._size_limit = size_limit
        self._host = host
        self._doors: weakref.WeakSet[FrontDoor] = weakref.WeakSet()
        self._server: asyncio.Server | None = None

    async def start(self, port: int) -> int:
        """Listen on 127.0.0.1; returns the port (useful when 0 was asked)."""
        self._server = await asyncio.get_running_loop().create_server(self._door, HOST, port)
        address: tuple[str, int] = self._server.sockets[0].getsockname()
        return address[1]

    def _door(self) -> FrontDoor:
        door = FrontDoor(
            self._handler, ground=self._ground, tls=self._tls, size_limit=self._size_limit, hostname=self._host
        )
        self._doors.add(door)
        return door

    async def stop(self) -> None:
        """Close the port and every connection."""
        if self._server is not None:
            self._server.close()
            self.cut()
            await self._server.wait_closed()
            self._server = None

    def cut(self) -> None:
        """Break every connection, as a network failure would."""
        for door in tuple(self._doors):
            door.cut()
