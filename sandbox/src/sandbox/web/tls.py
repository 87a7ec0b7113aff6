"""Server side of TLS, with or without the client's certificate.

Mutual TLS follows « IGC-Santé élémentaire organisations »: the chain, the dates, the revocation list and the purpose
(clientAuth) are checked by OpenSSL during the handshake, so a wrong certificate never reaches a service.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from cheroot import errors
from cheroot.ssl.builtin import BuiltinSSLAdapter

from sandbox.ca import Authority

HANDSHAKE_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """How a door speaks TLS. `client` says whether a client certificate is `none`, `optional` or `required`;
    `only_12` keeps TLS 1.2 alone, as the DMP's doors for software do (PDT-INF-579)."""

    authority: Authority
    door: str
    client: Literal["none", "optional", "required"] = "none"
    only_12: bool = False
    ciphers: str = ""

    def context(self) -> ssl.SSLContext:
        """A fresh context; reads the certificates and the revocation list again."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self.only_12:
            context.maximum_version = ssl.TLSVersion.TLSv1_2
        if self.ciphers:
            context.set_ciphers(self.ciphers)
        pair = self.authority.server(self.door)
        context.load_cert_chain(pair.certificate, pair.key)
        if self.client != "none":
            self._ask_client(context)
        return context

    def _ask_client(self, context: ssl.SSLContext) -> None:
        context.load_verify_locations(self.authority.trust)
        context.load_verify_locations(self.authority.crl_pem)
        context.verify_flags |= ssl.VERIFY_CRL_CHECK_LEAF
        context.verify_mode = ssl.CERT_REQUIRED if self.client == "required" else ssl.CERT_OPTIONAL


class Adapter(BuiltinSSLAdapter):
    """cheroot's adapter with our context, an unhurried client kept short, and refusals told to the journal."""

    def __init__(self, tls: Tls, refused: Callable[[str], None]) -> None:
        pair = tls.authority.server(tls.door)
        super().__init__(str(pair.certificate), str(pair.key))
        self.context = tls.context()
        self._refused = refused

    def wrap(self, sock: Any) -> Any:
        """Shake hands; a failed one is reported with OpenSSL's reason."""
        sock.settimeout(HANDSHAKE_SECONDS)
        try:
            return super().wrap(sock)  # type: ignore[no-untyped-call]
        except errors.FatalSSLAlert as alert:
            cause = alert.__cause__
            if isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLEOFError):
                self._refused(_reason(cause))
            raise


def _reason(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    return (error.reason or "handshake").replace("_", " ").lower()
