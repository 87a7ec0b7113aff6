"""What a service of the sandbox is, and how the sandbox finds it.

A service is a package of `sandbox` holding a module `service` with `build(context) -> Service`: being there is enough
to be started, listed, stopped, reset and shown. A service that has pages or files for a shared door gives `Mount`s
instead of opening a port of its own.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, Protocol

import sandbox
from sandbox.cast import Cast
from sandbox.config import Settings
from sandbox.faults import Faults
from sandbox.journal import Journal
from sandbox.rules import Rule

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from sandbox.ca.authority import Authority


def utc_now() -> datetime:
    """The sandbox's only clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What every service is given: nothing else is shared between two of them."""

    settings: Settings
    journal: Journal
    faults: Faults
    authority: Authority
    cast: Cast
    board: Board
    clock: Callable[[], datetime] = utc_now


@dataclass(frozen=True, slots=True)
class Health:
    """`up` says whether it answers; `sentence` says it in French, for the start page."""

    up: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Mount:
    """A WSGI application served by a shared door: `front` (base+0, http) or `trust` (base+7, https).

    `prefix` starts with a slash; the application sees the whole path, prefix included.
    """

    door: Literal["front", "trust"]
    prefix: str
    app: WSGIApplication


class Service(Protocol):
    """One national service played by the sandbox."""

    @property
    def name(self) -> str:
        """Short, stable: the name used by faults, the journal and the data files."""

    @property
    def title(self) -> str:
        """French name shown to people."""

    @property
    def addresses(self) -> Sequence[str]:
        """Where it answers, for the start page."""

    @property
    def mounts(self) -> Sequence[Mount]:
        """Applications it puts behind shared doors; may be empty."""

    @property
    def rules(self) -> Sequence[Rule]:
        """Every rule its refusals may cite."""

    def start(self) -> None:
        """Listen, and return once requests are answered."""

    def stop(self) -> None:
        """Close every socket and thread; idempotent."""

    def reset(self) -> None:
        """Forget what happened and reload the cast; may be called running or stopped."""

    def health(self) -> Health:
        """Whether it answers."""


class UnknownService(LookupError):
    """No service of that name; `str()` is a French sentence."""


class Board:
    """The services of a running sandbox, and which of them answer; thread-safe."""

    def __init__(self) -> None:
        self._services: dict[str, Service] = {}
        self._running: set[str] = set()
        self._lock = threading.RLock()

    @property
    def services(self) -> tuple[Service, ...]:
        """Every service, running or not, by name."""
        return tuple(self._services.values())

    def add(self, service: Service) -> None:
        """Put a service on the board, stopped."""
        self._services[service.name] = service

    def get(self, name: str) -> Service:
        """The service of that name, or `UnknownService`."""
        try:
            return self._services[name]
        except KeyError:
            raise UnknownService(f"Aucun service « {name} » ici. Les services : {', '.join(self._services)}.") from None

    def is_running(self, name: str) -> bool:
        """Whether a service was started and not stopped since."""
        return name in self._running

    def start(self, name: str) -> None:
        """Start one service; no effect when it already runs."""
        with self._lock:
            if name not in self._running:
                self.get(name).start()
                self._running.add(name)

    def stop(self, name: str) -> None:
        """Stop one service, as an outage would: its ports refuse connections until it is started again."""
        with self._lock:
            if name in self._running:
                self._running.discard(name)
                self.get(name).stop()

    def stop_all(self) -> None:
        """Stop every running service, last started first."""
        for name in reversed(tuple(self._services)):
            self.stop(name)

    def mounts(self, door: str) -> list[tuple[str, Mount]]:
        """Every application behind a shared door, with the name of its service."""
        return [(service.name, mount) for service in self.services for mount in service.mounts if mount.door == door]


def discover(context: Context, only: Collection[str] | None = None) -> None:
    """Put on the board every service present in the package (or those of `only`), by name."""
    for module in sorted(pkgutil.iter_modules(sandbox.__path__), key=lambda info: info.name):
        path = f"sandbox.{module.name}.service"
        wanted = only is None or module.name in only
        if module.ispkg and wanted and importlib.util.find_spec(path):
            context.board.add(importlib.import_module(path).build(context))
