"""The Annuaire Santé as a service."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.annuaire.app import BASE, NAME, AnnuaireApp
from sandbox.annuaire.directory import Directory
from sandbox.annuaire.rules import RULES
from sandbox.environment import secret
from sandbox.rules import Rule
from sandbox.services import Context, Health, Mount
from sandbox.web import HttpServer, Tls


class AnnuaireService:
    """The public FHIR API of the directory."""

    name = NAME
    title = "Annuaire Santé"
    rules: Sequence[Rule] = RULES
    mounts: Sequence[Mount] = ()

    def __init__(self, context: Context) -> None:
        settings = context.settings
        directory = Directory(context.cast)
        app = AnnuaireApp(context, directory, secret(settings, "annuaire-key"))
        self._count = sum(len(known) for known in directory.resources.values())
        self._server = HttpServer(settings.port_of(NAME), app.routes, tls=Tls(authority=context.authority, door=NAME))
        self.addresses = (settings.url(NAME, BASE),)

    def start(self) -> None:
        """Open the door."""
        self._server.start()

    def stop(self) -> None:
        """Close the door."""
        self._server.stop()

    def reset(self) -> None:
        """Its content never changes: nothing to forget."""

    def health(self) -> Health:
        """Whether it answers, and how much it holds."""
        return Health(self._server.listening, f"{self._count} ressources fictives autour de Rennes.")


def build(context: Context) -> AnnuaireService:
    """Called by the discovery of services."""
    return AnnuaireService(context)
