"""Which certificates may sign a VIHF: a pinned one, or those an authority of ours issued for signature."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeAlias

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509.oid import ExtendedKeyUsageOID

from esante.vihf.errors import UntrustedCertificate

Trust: TypeAlias = Callable[[x509.Certificate], None]
"""Says nothing of a certificate it accepts; raises :class:`UntrustedCertificate` otherwise."""


def pinned(*certificates: x509.Certificate) -> Trust:
    """Only these very certificates."""

    def check(certificate: x509.Certificate) -> None:
        if certificate not in certificates:
            raise UntrustedCertificate("Le certificat de signature n'est pas celui attendu.")

    return check


def issued_by(authorities: Sequence[x509.Certificate], now: datetime) -> Trust:
    """Certificates issued by one of ``authorities``, valid at ``now``, made for signing (an ORG_SIGN, EX_GEN-1450)."""

    def check(certificate: x509.Certificate) -> None:
        if not any(_issued(certificate, authority) for authority in authorities):
            raise UntrustedCertificate("Le certificat de signature ne vient pas d'une autorité reconnue.")
        if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
            raise UntrustedCertificate("Le certificat de signature est hors de ses dates de validité.")
        if not _signs(certificate):
            raise UntrustedCertificate("Ce certificat n'est pas un certificat de signature.")

    return check


def _issued(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _signs(certificate: x509.Certificate) -> bool:
    """Usage digitalSignature or nonRepudiation, and no TLS client usage: the two certificates are not interchangeable."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    try:
        extended = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        authenticates = ExtendedKeyUsageOID.CLIENT_AUTH in extended
    except x509.ExtensionNotFound:
        authenticates = False
    return (usage.digital_signature or usage.content_commitment) and not authenticates
