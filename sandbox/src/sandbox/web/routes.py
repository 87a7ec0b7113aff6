"""A very small web framework: routes to functions, on werkzeug."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from sandbox.web.pages import render

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

View = Callable[..., Response]

_SENTENCES = {404: "Cette page n'existe pas.", 405: "Cette adresse ne se demande pas de cette façon."}


class Routes:
    """A WSGI application made of functions `view(request, **path values) -> Response`.

    With `pages`, an HTTP error is a page of the sandbox in French, for people; without it, werkzeug's, for software.
    """

    def __init__(self, *, pages: bool = False) -> None:
        self._pages = pages
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
            response = _page(error) if self._pages else error.get_response(environ)
        answer: Iterable[bytes] = response(environ, start_response)
        return answer


def _page(error: HTTPException) -> Response:
    """The page of an HTTP error; a redirection (a trailing slash) stays one."""
    status = error.code or 500
    if status < 400:
        return Response.force_type(error.get_response())
    usual = _SENTENCES.get(status, "Cette demande n'a pas pu être servie.")
    own = error.description if error.description != type(error).description else ""
    return render("web/templates/problem.html", status=status, sentence=own or usual)
