"""A very small web framework: routes to functions, on werkzeug."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

View = Callable[..., Response]


class Routes:
    """A WSGI application made of functions `view(request, **path values) -> Response`."""

    def __init__(self) -> None:
        self._map = Map(strict_slashes=False)
        self._views: dict[str, View] = {}

    def add(self, path: str, view: View, *, methods: Iterable[str] = ("GET",)) -> None:
        """Answer `path` (werkzeug syntax) with `view`."""
        name = f"{len(self._views)}:{path}"
        self._map.add(Rule(path, endpoint=name, methods=list(methods)))
        self._views[name] = view

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve one request."""
        request = Request(environ)
        try:
            name, values = self._map.bind_to_environ(environ).match()
            response: Any = self._views[name](request, **values)
        except HTTPException as error:
            response = error.get_response(environ)
        answer: Iterable[bytes] = response(environ, start_response)
        return answer
