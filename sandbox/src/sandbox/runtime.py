"""A running sandbox: certificates, services, shared doors, the env file, then `ready`."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Collection
from datetime import datetime
from types import TracebackType

from sandbox import environment
from sandbox.ca import Authority
from sandbox.cast import load
from sandbox.config import DOORS, Settings, check_ports
from sandbox.faults import Faults
from sandbox.journal import Journal
from sandbox.services import Board, Context, discover, utc_now
from sandbox.web.doors import SharedDoor
from sandbox.web.server import HttpServer
from sandbox.web.tls import Tls


class Sandbox:
    """Build with settings, then `start()` … `stop()`, or use as a context manager.

    `only` limits it to some services, `clock` is their time. `context` gives the journal, the faults, the board and the authority to tests of
    the same process.
    """

    def __init__(
        self,
        settings: Settings,
        only: Collection[str] | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.settings = settings
        self._stopping = threading.Event()
        settings.data.mkdir(parents=True, exist_ok=True)
        environment.ensure_secrets(settings)
        self.context = Context(
            settings=settings,
            journal=Journal(settings.data / "journal.sqlite3"),
            faults=Faults(settings.data / "faults.sqlite3"),
            authority=Authority(settings.data / "pki"),
            cast=load(),
            board=Board(),
            clock=clock,
        )
        self.context.authority.ensure(self.context.cast.structures.values(), DOORS)
        discover(self.context, only)
        self._doors = [
            HttpServer(settings.port_of("front"), SharedDoor(self.context.board, "front"), threads=10),
            HttpServer(
                settings.port_of("trust"),
                SharedDoor(self.context.board, "trust"),
                tls=Tls(authority=self.context.authority, door="trust"),
            ),
        ]

    @property
    def board(self) -> Board:
        """The services and their state."""
        return self.context.board

    def start(self) -> None:
        """Open every port, write `alentour.env`, then `ready` (which holds the process id)."""
        (self.settings.data / "ready").unlink(missing_ok=True)
        check_ports(self.settings)
        try:
            for service in self.board.services:
                self.board.start(service.name)
            for door in self._doors:
                door.start()
        except BaseException:
            self.stop()
            raise
        environment.write(self.settings, self.context.authority)
        (self.settings.data / "ready").write_text(f"{os.getpid()}\n", encoding="ascii")

    def wait(self) -> None:
        """Block until `interrupt` is called."""
        self._stopping.wait()

    def interrupt(self) -> None:
        """Ask `wait` to return; safe in a signal handler."""
        self._stopping.set()

    def stop(self) -> None:
        """Close every port and file; idempotent."""
        (self.settings.data / "ready").unlink(missing_ok=True)
        self.context.faults.release()
        for door in self._doors:
            door.stop()
        self.board.stop_all()

    def __enter__(self) -> Sandbox:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


def erase(settings: Settings) -> None:
    """Delete every file of a stopped sandbox, certificates and secrets included."""
    shutil.rmtree(settings.data, ignore_errors=True)
