"""Who is at the other end of a mutual TLS connection."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class Peer:
    """A client certificate already verified by the handshake."""

    certificate: x509.Certificate

    @property
    def distinguished_name(self) -> str:
        """Subject in RFC 2253 order (`CN=…,OU=…,O=…,C=FR`)."""
        return self.certificate.subject.rfc4514_string()

    @property
    def organisation(self) -> str:
        """O of the subject."""
        return self._first(NameOID.ORGANIZATION_NAME)

    @property
    def unit(self) -> str:
        """OU of the subject: the Struct_IdNat of the structure."""
        return self._first(NameOID.ORGANIZATIONAL_UNIT_NAME)

    @property
    def common_name(self) -> str:
        """CN of the subject."""
        return self._first(NameOID.COMMON_NAME)

    @property
    def thumbprint(self) -> str:
        """SHA-256 of the certificate, base64url without padding (RFC 8705, `x5t#S256`)."""
        digest = self.certificate.fingerprint(hashes.SHA256())
        return urlsafe_b64encode(digest).decode("ascii").rstrip("=")

    def _first(self, oid: x509.ObjectIdentifier) -> str:
        values = self.certificate.subject.get_attributes_for_oid(oid)
        return str(values[0].value) if values else ""


def peer_of(environ: Mapping[str, Any]) -> Peer | None:
    """The client certificate of a WSGI request, or None when the connection carried none."""
    pem = environ.get("SSL_CLIENT_CERT", "")
    return Peer(x509.load_pem_x509_certificate(pem.encode("ascii"))) if pem else None
