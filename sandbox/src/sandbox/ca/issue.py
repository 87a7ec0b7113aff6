"""Making keys, certificates and revocation lists: pure functions around `cryptography`."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from sandbox.ca.profiles import AUTHORITY_USAGE, Profile

KEY_BITS = 2048
COUNTRY = "FR"


@dataclass(frozen=True, slots=True)
class Signer:
    """An authority able to sign: its certificate and its key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey


@dataclass(frozen=True, slots=True)
class Validity:
    """The dates of a certificate."""

    start: datetime
    end: datetime

    @classmethod
    def years(cls, count: int) -> Validity:
        """From yesterday (clocks disagree) to `count` years from now."""
        now = datetime.now(UTC)
        return cls(now - timedelta(days=1), now + timedelta(days=365 * count))

    @classmethod
    def past(cls) -> Validity:
        """Expired a month ago."""
        now = datetime.now(UTC)
        return cls(now - timedelta(days=400), now - timedelta(days=30))


def new_key() -> rsa.RSAPrivateKey:
    """A fresh RSA key of `KEY_BITS` bits."""
    return rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)


def name(organisation: str, unit: str, common: str) -> x509.Name:
    """`C=FR, O=…, OU=…, CN=…`, in that order."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, COUNTRY),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
        ]
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, validity: Validity
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(validity.start)
        .not_valid_after(validity.end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _issuer_identifier(certificate: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    identifier = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier)


def authority(common: str, parent: Signer | None) -> Signer:
    """A certification authority: root when it has no parent, else signed by it and allowed no further authority."""
    key = new_key()
    subject = name("BAC A SABLE ALENTOUR", "AUTORITE FICTIVE", common)
    issuer = parent.certificate.subject if parent else subject
    builder = _builder(subject, issuer, key, Validity.years(10))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0 if parent else 1), critical=True)
    builder = builder.add_extension(AUTHORITY_USAGE, critical=True)
    if parent:
        builder = builder.add_extension(_issuer_identifier(parent.certificate), critical=False)
    return Signer(builder.sign(parent.key if parent else key, hashes.SHA256()), key)


def leaf(
    subject: x509.Name,
    profile: Profile,
    signer: Signer | None,
    *,
    local: bool = False,
    validity: Validity | None = None,
) -> Signer:
    """A leaf certificate. Without a signer it signs itself (a stranger); `local` names this machine as a server."""
    key = new_key()
    issuer = signer.certificate.subject if signer else subject
    builder = _builder(subject, issuer, key, validity or Validity.years(3))
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(profile.key_usage, critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage(profile.purposes), critical=False)
    if signer:
        builder = builder.add_extension(_issuer_identifier(signer.certificate), critical=False)
    if local:
        here = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        builder = builder.add_extension(x509.SubjectAlternativeName(here), critical=False)
    return Signer(builder.sign(signer.key if signer else key, hashes.SHA256()), key)


def revocation_list(signer: Signer, serials: Iterable[int]) -> x509.CertificateRevocationList:
    """The list of revoked certificates of an authority, valid one year."""
    now = datetime.now(UTC)
    builder = x509.CertificateRevocationListBuilder().issuer_name(signer.certificate.subject)
    builder = builder.last_update(now - timedelta(hours=1)).next_update(now + timedelta(days=365))
    builder = builder.add_extension(_issuer_identifier(signer.certificate), critical=False)
    builder = builder.add_extension(x509.CRLNumber(int(now.timestamp() * 1000)), critical=False)
    for serial in serials:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(now - timedelta(hours=1))
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(signer.key, hashes.SHA256())
