"""A small certification authority for tests: the two organisation certificates of the SSIAD (EX_GEN-1450)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from esante.cisis import Code
from esante.vihf import LOCAL_MEANS, Mode, Software, Vihf

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Signer:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "SSIAD Les Ajoncs"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "1350009999"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _issue(common: str, issuer: Signer | None = None, *, client: bool = False, days: int = 365) -> Signer:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    start = NOW - timedelta(days=30)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(common))
        .issuer_name(issuer.certificate.subject if issuer else _name(common))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(True, True, False, False, False, issuer is None, False, False, False), critical=True
        )
    )
    if client:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
    return Signer(builder.sign(issuer.key if issuer else key, hashes.SHA256()), key)


@pytest.fixture(scope="session")
def authority() -> Signer:
    return _issue("AC de test")


@pytest.fixture(scope="session")
def org_sign(authority: Signer) -> Signer:
    """The signature certificate of the structure."""
    return _issue("ssiad-ajoncs", authority)


@pytest.fixture(scope="session")
def org_auth(authority: Signer) -> Signer:
    """The TLS certificate of the same structure, same subject: it must not sign."""
    return _issue("ssiad-ajoncs", authority, client=True)


@pytest.fixture(scope="session")
def expired(authority: Signer) -> Signer:
    return _issue("ssiad-ajoncs", authority, days=10)


@pytest.fixture(scope="session")
def stranger() -> Signer:
    """Same subject, but from an authority nobody knows."""
    return _issue("ssiad-ajoncs", _issue("AC inconnue"))


@pytest.fixture
def ines() -> Vihf:
    """Inès, nurse of the SSIAD, opens Irène's DMP after a Pro Santé Connect login (AIR mode)."""
    return Vihf(
        mode=Mode.AIR,
        assertion_id="_1e5f6b0a-0000-4000-8000-000000000001",
        issued_at=NOW,
        issuer="CN=ssiad-ajoncs,OU=1350009999,O=SSIAD Les Ajoncs,C=FR",
        name_id="810100000024",
        structure_id="1350009999",
        sector=Code("SA41", "1.2.250.1.71.4.2.4"),
        roles=(Code("60", "1.2.250.1.71.1.2.7", "Infirmier"),),
        software=Software(id="1.2.250.1.999.1", name="Alentour", version="0.1", homologation="DMP-TEST-0001"),
        subject_name="MOREAU Inès",
        patient="238033523800188^^^&1.2.250.1.213.1.4.10&ISO^NH",
        authn_decl=LOCAL_MEANS,
    )


@pytest.fixture
def deposit(ines: Vihf) -> Vihf:
    """The same nurse when the structure feeds the DMP."""
    return replace(ines, mode=Mode.INDIRECTE, authn_decl="")
