"""Who calls the back channel: the registered software, proven by its secret or by its certificate."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from urllib.parse import unquote

from werkzeug.wrappers import Request

from sandbox.environment import CLIENT_ID
from sandbox.psc import rules
from sandbox.psc.refusal import Refusal
from sandbox.web import peer_of


@dataclass(frozen=True, slots=True)
class Client:
    """An authenticated software. `thumbprint` is its certificate's when it presented one."""

    id: str
    thumbprint: str
    organisation: str


def authenticate(request: Request, secret: str) -> Client:
    """client_secret_basic (RFC 6749 §2.3.1) or tls_client_auth (RFC 8705 §2.1); raises a 401 `invalid_client`."""
    peer = peer_of(request.environ)
    thumbprint, organisation = (peer.thumbprint, peer.organisation) if peer else ("", "")
    if request.authorization and request.authorization.type == "basic":
        # Both halves are form-encoded before being joined (RFC 6749 §2.3.1).
        given = unquote(request.authorization.username or ""), unquote(request.authorization.password or "")
        if given[0] == CLIENT_ID and hmac.compare_digest(given[1].encode(), secret.encode()):
            return Client(CLIENT_ID, thumbprint, organisation)
        raise Refusal("invalid_client", rules.CLIENT_AUTH, "Identifiant ou secret inconnu.", 401)
    if "client_secret" in request.form:
        raise Refusal("invalid_client", rules.CLIENT_AUTH, "Le secret ne voyage pas dans le corps.", 401)
    if peer and request.form.get("client_id") == CLIENT_ID:
        return Client(CLIENT_ID, thumbprint, organisation)
    raise Refusal("invalid_client", rules.CLIENT_AUTH, "Ni secret ni certificat n'ont été présentés.", 401)
