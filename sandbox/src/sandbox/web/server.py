"""One HTTP door: cheroot in a thread, on 127.0.0.1."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cheroot import errors, wsgi

from sandbox.config import HOST
from sandbox.web.tls import Adapter, Tls

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

log = logging.getLogger("sandbox.web")

IDLE_SECONDS = 30


class Hangup(errors.FatalSSLAlert):
    """Raised by an application to close the connection without a byte of answer (a scripted silence)."""


class _Server(wsgi.Server):
    expiration_interval = 0.1

    def error_log(self, msg: str = "", level: int = logging.INFO, traceback: bool = False) -> None:
        """Send cheroot's own messages to the sandbox's log instead of the terminal."""
        log.log(level, msg, exc_info=traceback)


class HttpServer:
    """A WSGI application behind a port. `refused` hears the reason of each TLS handshake that failed."""

    def __init__(
        self,
        port: int,
        app: WSGIApplication,
        *,
        tls: Tls | None = None,
        refused: Callable[[str], None] = lambda reason: None,
        threads: int = 6,
    ) -> None:
        self.port = port
        self._app = app
        self._tls = tls
        self._refused = refused
        self._threads = threads
        self._server: Any = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen; returns once the port accepts connections."""
        server = _Server((HOST, self.port), self._app, numthreads=self._threads, max=32, timeout=IDLE_SECONDS)
        server.shutdown_timeout = 1
        if self._tls:
            server.ssl_adapter = Adapter(self._tls, self._refused)
        server.prepare()
        self._server = server
        self._thread = threading.Thread(target=server.serve, name=f"http-{self.port}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the port and every connection; idempotent."""
        server, self._server = self._server, None
        if server is not None:
            server.stop()
        if self._thread is not None:
            self._thread.join(5)
            self._thread = None

    @property
    def listening(self) -> bool:
        """Whether the port is open."""
        return self._server is not None
