"""The console as a service: it serves the front door's root, the API and the shared static files."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from importlib.resources import files

from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join
from werkzeug.utils import send_file
from werkzeug.wrappers import Request, Response

from sandbox.console.api import Api
from sandbox.console.pages import Pages
from sandbox.rules import Rule
from sandbox.services import Context, Health, Mount
from sandbox.web import Routes, render

mimetypes.add_type("font/woff2", ".woff2")


class ConsoleService:
    """Start page, console, faults, rules, API."""

    name = "console"
    title = "Console du bac à sable"
    rules: Sequence[Rule] = ()

    def __init__(self, context: Context) -> None:
        self._context = context
        home = Routes(pages=True)
        home.add("/", self._home)
        home.add("/static/<path:path>", self._static)
        self.mounts = (
            Mount("front", "/", home),
            Mount("front", "/console", Pages(context).routes),
            Mount("front", "/api", Api(context).routes),
        )
        self.addresses = (context.settings.url("front", "/console"),)

    def _home(self, request: Request) -> Response:
        context = self._context
        services = [
            (service, context.board.is_running(service.name), service.health()) for service in context.board.services
        ]
        people = [(person, context.cast.structure_of(person)) for person in context.cast.professionals.values()]
        return render(
            "console/templates/home.html",
            here="/",
            services=services,
            people=people,
            citizens=[citizen for citizen in context.cast.citizens.values() if citizen.dmp or citizen.key == "jean"],
            product=context.settings.product_url,
        )

    def _static(self, request: Request, path: str) -> Response:
        found = safe_join(str(files("sandbox").joinpath("web", "static")), path)
        try:
            response = send_file(found or "", request.environ, max_age=3600, response_class=Response)
        except (OSError, ValueError) as error:
            raise NotFound from error
        return response

    def start(self) -> None:
        """Nothing to open: the front door is shared."""

    def stop(self) -> None:
        """Nothing to close."""

    def reset(self) -> None:
        """The console keeps nothing of its own."""

    def health(self) -> Health:
        """Answers since this very page is shown."""
        return Health(True, "Montre tout ce que les services reçoivent et répondent.")


def build(context: Context) -> ConsoleService:
    """Called by the discovery of services."""
    return ConsoleService(context)
