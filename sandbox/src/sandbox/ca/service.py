"""Publishes the revocation list behind the trust door, as the espace de confiance does."""

from __future__ import annotations

from collections.abc import Sequence

from werkzeug.wrappers import Request, Response

from sandbox.rules import Rule
from sandbox.services import Context, Health, Mount
from sandbox.web import Routes

CRL_PATH = "/crl/elementaire.crl"


class CaService:
    """The authority seen from outside: its revocation list and its chain."""

    name = "ca"
    title = "Autorité de certification (rôles de l'IGC-Santé)"
    rules: Sequence[Rule] = ()

    def __init__(self, context: Context) -> None:
        self._context = context
        routes = Routes()
        routes.add(CRL_PATH, self._crl)
        routes.add("/ca.pem", self._chain)
        self.mounts = (Mount("trust", "/crl", routes), Mount("front", "/ca.pem", routes))
        self.addresses = (context.settings.url("trust", CRL_PATH), context.settings.url("front", "/ca.pem"))

    def _crl(self, request: Request) -> Response:
        return Response(self._context.authority.crl_der.read_bytes(), mimetype="application/pkix-crl")

    def _chain(self, request: Request) -> Response:
        return Response(self._context.authority.trust.read_bytes(), mimetype="application/x-pem-file")

    def start(self) -> None:
        """Nothing to open: the doors are shared."""

    def stop(self) -> None:
        """Nothing to close."""

    def reset(self) -> None:
        """Certificates outlive a reset: only erasing the data folder renews them all."""

    def health(self) -> Health:
        """Says how long the revocation list still holds."""
        return Health(True, "Liste de révocation publiée, renouvelée à chaque démarrage.")


def build(context: Context) -> CaService:
    """Called by the discovery of services."""
    return CaService(context)
