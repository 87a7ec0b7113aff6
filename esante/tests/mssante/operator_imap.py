"""A minimal mailbox server: pymap in a thread, STARTTLS with a client certificate, XOAUTH2 only."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
from argparse import ArgumentParser, Namespace
from contextlib import AsyncExitStack
from typing import Any

import pymap.backend.dict as backend_dict
from proxyprotocol.sock import SocketInfo
from pymap.exceptions import InvalidAuth
from pymap.imap import IMAPServer, IMAPService
from pymap.user import UserMetadata
from pysasl import SASLAuth
from pysasl.creds.external import ExternalCredentials
from pysasl.mechanism.oauth import OAuth2Mechanism

from .operator_smtp import GOOD_TOKEN, INES, TEAM


class _Config(backend_dict.Config):
    @property
    def tls_auth(self) -> SASLAuth:
        return SASLAuth([OAuth2Mechanism()])


class _Login(backend_dict.Login):
    async def authenticate(self, creds: Any) -> Any:
        if not isinstance(creds, ExternalCredentials) or creds._token != GOOD_TOKEN:
            raise InvalidAuth()
        if creds.authzid not in (INES, TEAM):
            raise InvalidAuth()
        return backend_dict.Identity(creds.authzid, self, None, set())


class MailServer:
    """The server in a thread, on a free port of 127.0.0.1; two empty mailboxes, of Inès and of her team."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._ready = threading.Event()
        self._writers: list[asyncio.StreamWriter] = []
        self.port = 0
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()
        if not self._ready.wait(10):
            raise TimeoutError("the mail server did not start")

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        config = _Config.from_args(self._arguments(), ssl_context=self._context)
        login = _Login(config)
        for mailbox in (INES, TEAM):
            login.users_dict[mailbox] = UserMetadata(config, mailbox)
        backend = backend_dict.DictBackend(login, config)
        config.apply_context()
        async with AsyncExitStack() as stack:
            await backend.start(stack)
            server = await self._listening(IMAPServer(backend.login, config))
            await stack.enter_async_context(server)
            self.port = server.sockets[0].getsockname()[1]
            self._ready.set()
            await self._stop.wait()
            for writer in self._writers:
                writer.transport.abort()

    async def _listening(self, imap: IMAPServer) -> asyncio.AbstractServer:
        async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self._writers.append(writer)
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await imap(reader, writer, SocketInfo.get(writer, None, unique_id=b"test"))

        return await asyncio.start_server(converse, "127.0.0.1", 0)

    def cut(self) -> None:
        """Break every connection, as a network failure would."""
        for writer in self._writers:
            self._loop.call_soon_threadsafe(writer.transport.abort)

    def _arguments(self) -> Namespace:
        parser = ArgumentParser()
        backend_dict.DictBackend.add_subparser("dict", parser.add_subparsers(dest="backend"))
        IMAPService.add_arguments(parser)
        arguments = parser.parse_args(["--host", "127.0.0.1", "--port", "0", "dict"])
        arguments.debug, arguments.passlib_cfg = False, None
        return arguments
