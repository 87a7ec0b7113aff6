"""Doors shared by several services: each brings its prefix, a stopped one answers 503."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from sandbox.services import Board

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

_LOCAL = {"127.0.0.1", "localhost"}


class SharedDoor:
    """Dispatches by longest prefix to the services of the board.

    Refuses a foreign Host (a page of the web rebinding its name to this machine) and a foreign page's form.
    """

    def __init__(self, board: Board, door: str) -> None:
        self._board = board
        self._door = door

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve one request."""
        refusal = _foreign(Request(environ))
        if refusal:
            return refusal(environ, start_response)
        path = environ.get("PATH_INFO", "/")
        mounts = sorted(self._board.mounts(self._door), key=lambda known: len(known[1].prefix), reverse=True)
        for name, mount in mounts:
            if path == mount.prefix or path.startswith(mount.prefix.rstrip("/") + "/"):
                if not self._board.is_running(name):
                    return Response("Service arrêté.", status=503, mimetype="text/plain")(environ, start_response)
                return mount.app(environ, start_response)
        return Response("Rien à cette adresse.", status=404, mimetype="text/plain")(environ, start_response)


def _foreign(request: Request) -> Response | None:
    if request.host.partition(":")[0] not in _LOCAL:
        return Response("Ce bac à sable ne répond que sur 127.0.0.1.", status=421, mimetype="text/plain")
    origin = request.headers.get("Sec-Fetch-Site", "none")
    if request.method not in {"GET", "HEAD"} and origin == "cross-site":
        return Response("Formulaire venu d'un autre site.", status=403, mimetype="text/plain")
    return None
