"""The operator: store, post office and both doors, in one thread with its own event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass
from ssl import SSLContext
from typing import Any, TypeVar

from sandbox.mssante.citizens import Citizens
from sandbox.mssante.ground import Ground
from sandbox.mssante.imap import Accounts, ImapServer
from sandbox.mssante.postoffice import PostOffice
from sandbox.mssante.smtp import SmtpServer
from sandbox.mssante.smtp.gates import Gates
from sandbox.mssante.smtp.handler import Handler
from sandbox.mssante.whitelist import WhiteList

HOST_NAME = "mss.bac-a-sable.mssante.test"
SIZE_LIMIT = 25 * 1024 * 1024
START_SECONDS = 20.0
WAITING_SECONDS = 0.2

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the operator listens on 127.0.0.1; 0 asks for a free port."""

    smtp: int
    imap: int


class Operator:
    """`start()` … `stop()`; may be started again. `ports` tells the real ports once started."""

    def __init__(
        self,
        ground: Ground,
        citizens: Citizens,
        whitelist: WhiteList,
        *,
        tls: Callable[[], SSLContext],
        ports: Ports,
        size_limit: int = SIZE_LIMIT,
    ) -> None:
        self._ground = ground
        self._citizens = citizens
        self._whitelist = whitelist
        self._tls = tls
        self._wanted = ports
        self._size_limit = size_limit
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self.ports = ports

    @property
    def running(self) -> bool:
        """Whether both doors are open."""
        return self._thread is not None

    def start(self) -> None:
        """Open both doors; returns once they answer, raises what prevented it."""
        if self._thread is not None:
            return
        opened: Future[Ports] = Future()
        self._thread = threading.Thread(target=self._run, args=(opened,), name="mssante", daemon=True)
        self._thread.start()
        try:
            self.ports = opened.result(START_SECONDS)
        except BaseException:
            self._thread = None
            raise

    def stop(self) -> None:
        """Close both doors and the thread; idempotent."""
        thread, self._thread = self._thread, None
        if thread is not None and self._loop is not None and self._stopping is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
            thread.join(START_SECONDS)

    def forget(self) -> None:
        """Close every IMAP connection and read the mailboxes from the store again: it was changed from elsewhere."""
        self._within(self._forget)

    def _within(self, act: Callable[[], Coroutine[Any, Any, None]]) -> None:
        if self.running and self._loop is not None:
            asyncio.run_coroutine_threadsafe(act(), self._loop).result(START_SECONDS)

    async def _forget(self) -> None:
        self._imap.cut()
        self._accounts.forget()

    def _run(self, opened: Future[Ports]) -> None:
        try:
            asyncio.run(self._serve(opened))
        except BaseException as error:
            if not opened.done():
                opened.set_exception(error)
                return
            raise

    async def _serve(self, opened: Future[Ports]) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        self._accounts = Accounts(self._ground.store)
        office = self._office()
        handler = Handler(
            self._ground, office, self._citizens, Gates(self._ground.mailboxes, self._citizens, self._whitelist)
        )
        tls = self._tls()
        smtp = SmtpServer(self._ground, handler, tls, size_limit=self._size_limit, host=HOST_NAME)
        self._imap = ImapServer(self._ground, self._accounts, tls, size_limit=self._size_limit)
        try:
            ports = Ports(await smtp.start(self._wanted.smtp), await self._imap.start(self._wanted.imap))
            opened.set_result(ports)
            await self._wait(office)
        finally:
            await smtp.stop()
            await self._imap.stop()

    def _office(self) -> PostOffice:
        return PostOffice(
            store=self._ground.store,
            mailboxes=self._ground.mailboxes,
            citizens=self._citizens,
            faults=self._ground.faults,
            clock=self._ground.clock,
            host=HOST_NAME,
            announce=self._accounts.announce,
        )

    async def _wait(self, office: PostOffice) -> None:
        """Until asked to stop; messages kept back by a fault leave on time."""
        assert self._stopping is not None
        while not self._stopping.is_set():
            office.release()
            try:
                await asyncio.wait_for(self._stopping.wait(), WAITING_SECONDS)
            except TimeoutError:
                continue
