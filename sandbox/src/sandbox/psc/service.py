"""Pro Santé Connect as a service: pages on the front door, back channel on its own, one application behind both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sandbox.environment import OIDC, REALM, secret
from sandbox.psc.desk import NAME, Desk
from sandbox.psc.endpoints import Endpoints
from sandbox.psc.keys import SigningKey
from sandbox.psc.login import LoginPages
from sandbox.psc.rules import RULES
from sandbox.psc.store import PscStore
from sandbox.psc.tokens import SCOPE, Lifetimes, Tokens
from sandbox.rules import Rule
from sandbox.services import Context, Health, Mount
from sandbox.web import HttpServer, Tls

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

CIBA_GRANT = "urn:openid:params:grant-type:ciba"


class PscService:
    """The OpenID provider."""

    name = NAME
    title = "Pro Santé Connect"
    rules: Sequence[Rule] = RULES

    def __init__(self, context: Context) -> None:
        settings = context.settings
        self._store = PscStore(settings.data / "psc.sqlite3")
        key = SigningKey(settings.data / "secrets" / "psc-key.json")
        lifetimes = Lifetimes(settings.access_seconds, settings.refresh_seconds)
        tokens = Tokens(settings.url("psc", REALM), key, self._store, lifetimes)
        desk = Desk(context, self._store, tokens, secret(settings, "psc-client-secret"))
        discovery = _discovery(settings.url("psc", REALM), settings.url("psc", OIDC), settings.url("front", ""))
        self._pages = LoginPages(desk, f"{OIDC}/logout").routes
        self._endpoints = Endpoints(desk, key, REALM, OIDC, discovery).routes
        tls = Tls(authority=context.authority, door="psc", client="optional")
        self._server = HttpServer(settings.port_of("psc"), self._app, tls=tls)
        self.mounts = (Mount("front", "/psc", self._app),)
        self.addresses = (
            settings.url("psc", f"{REALM}/.well-known/wallet-openid-configuration"),
            settings.url("front", "/psc/telephone"),
        )

    def _app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Browser pages by GET, or by POST outside the realm; everything else is the back channel."""
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        is_page = not path.startswith(f"{REALM}/") or (path == f"{OIDC}/logout" and method == "GET")
        return (self._pages if is_page else self._endpoints)(environ, start_response)

    def start(self) -> None:
        """Open the back channel."""
        self._server.start()

    def stop(self) -> None:
        """Close the back channel."""
        self._server.stop()

    def reset(self) -> None:
        """Forget every session and token; the signing key stays."""
        self._store.reset()

    def health(self) -> Health:
        """Whether the back channel listens."""
        return Health(self._server.listening, "Connexion des professionnels, par code ou par approbation au téléphone.")


def _discovery(issuer: str, oidc: str, front: str) -> dict[str, Any]:
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{front}/psc/auth",
        "token_endpoint": f"{oidc}/token",
        "userinfo_endpoint": f"{oidc}/userinfo",
        "jwks_uri": f"{oidc}/certs",
        "introspection_endpoint": f"{oidc}/token/introspect",
        "end_session_endpoint": f"{front}{OIDC}/logout",
        "backchannel_authentication_endpoint": f"{oidc}/ext/ciba/auth",
        "backchannel_token_delivery_modes_supported": ["poll"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token", CIBA_GRANT],
        "scopes_supported": SCOPE.split(),
        "acr_values_supported": ["eidas1"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "tls_client_auth"],
        "tls_client_certificate_bound_access_tokens": True,
        "claims_supported": ["sub", "preferred_username", "SubjectNameID", "given_name", "family_name", "acr"],
    }


def build(context: Context) -> PscService:
    """Called by the discovery of services."""
    return PscService(context)
