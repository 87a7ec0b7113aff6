"""TLS towards an operator: a private trust store, our certificate, revocation (specs/mss §1.1, ECO.1.1.x)."""

from __future__ import annotations

import os
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from esante.mssante.errors import BadCrl, Unreachable

# ECDHE with AES-GCM for TLS 1.2; TLS 1.3 suites are those of OpenSSL (ECO.1.1.3).
CIPHERS = "ECDHE+AESGCM"


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsSettings:
    """Files of one structure: authorities to trust (PEM), its client certificate and key (PEM), the CRL to check (PEM).

    ``crl`` None: revocation is not checked; otherwise an absent or expired list closes the door (ECO.1.1.6, 1.1.7).
    """

    trust: Path
    cert: Path | None = None
    key: Path | None = None
    crl: Path | None = None
    ciphers: str = CIPHERS


def client_context(settings: TlsSettings) -> ssl.SSLContext:
    """TLS 1.2 at least, the given authorities only, the name of the server checked.

    Raises Unreachable when a file is missing or is not what it should be: nothing is sent without proof.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.set_ciphers(settings.ciphers)
        context.load_verify_locations(cafile=settings.trust)
        if settings.cert:
            context.load_cert_chain(settings.cert, settings.key)
        if settings.crl:
            context.load_verify_locations(cafile=settings.crl)
            context.verify_flags |= ssl.VerifyFlags.VERIFY_CRL_CHECK_LEAF
    except (OSError, ssl.SSLError) as error:
        raise Unreachable(f"certificats de la structure inutilisables ({type(error).__name__})") from error
    return context


class CrlStore:
    """The last revocation list still valid, kept in one file (PEM) so that a server down does not stop the mail."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self, received: bytes, now: datetime) -> datetime:
        """Keep a downloaded list (DER or PEM) if it is valid and not older than the one held; its nextUpdate.

        Raises BadCrl and leaves the held list as it is.
        """
        crl = _parsed(received)
        until = crl.next_update_utc
        if until is None or until <= now:
            raise BadCrl("La liste de révocation reçue est périmée.")
        held = self._held()
        if held is None or held.last_update_utc <= crl.last_update_utc:
            self._write(crl.public_bytes(Encoding.PEM))
        return until

    def usable(self, now: datetime) -> Path | None:
        """The file to give to `TlsSettings`, None when there is no valid list: fail closed."""
        held = self._held()
        # A list that revokes nobody has a length of zero: it is a list all the same.
        until = None if held is None else held.next_update_utc
        return self.path if until and now < until else None

    def _held(self) -> x509.CertificateRevocationList | None:
        try:
            return _parsed(self.path.read_bytes())
        except (OSError, BadCrl):
            return None

    def _write(self, pem: bytes) -> None:
        fresh = self.path.with_suffix(".part")
        fresh.write_bytes(pem)
        os.replace(fresh, self.path)


def _parsed(data: bytes) -> x509.CertificateRevocationList:
    try:
        if data.lstrip().startswith(b"-----"):
            return x509.load_pem_x509_crl(data)
        return x509.load_der_x509_crl(data)
    except ValueError as error:
        raise BadCrl("Le fichier reçu n'est pas une liste de révocation.") from error


def utc_now() -> datetime:
    """The default clock of the I/O classes."""
    return datetime.now(UTC)
