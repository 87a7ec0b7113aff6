"""INSi as a service."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.insi.app import NAME, PATH, InsiApp
from sandbox.insi.rules import CERTIFICATE, RULES
from sandbox.rules import Rule
from sandbox.services import Context, Health, Mount
from sandbox.web import HttpServer, Tls


class InsiService:
    """The teleservice, behind mutual TLS."""

    name = NAME
    title = "INSi"
    rules: Sequence[Rule] = RULES
    mounts: Sequence[Mount] = ()

    def __init__(self, context: Context) -> None:
        self._context = context
        settings = context.settings
        tls = Tls(authority=context.authority, door=NAME, client="required")
        self._server = HttpServer(settings.port_of(NAME), InsiApp(context).routes, tls=tls, refused=self._refused)
        self.addresses = (settings.url(NAME, PATH),)

    def _refused(self, reason: str) -> None:
        self._context.journal.record(
            NAME,
            who="Inconnu",
            whom="INSi",
            operation="TLS",
            verdict="refused",
            meaning={"Motif": reason},
            rule=CERTIFICATE,
        )

    def start(self) -> None:
        """Open the door."""
        self._server.start()

    def stop(self) -> None:
        """Close the door."""
        self._server.stop()

    def reset(self) -> None:
        """The register never changes: nothing to forget."""

    def health(self) -> Health:
        """Whether it answers, and how many people it knows."""
        return Health(self._server.listening, f"{len(self._context.cast.citizens)} identités fictives.")


def build(context: Context) -> InsiService:
    """Called by the discovery of services."""
    return InsiService(context)
