"""The authority's certificates open what they should, and only that."""

from __future__ import annotations

import socket
import ssl
import threading
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtensionOID
from sandbox.ca import Authority, KeyPair
from sandbox.web import Tls

SSIAD = "1350009999"


def _handshake(authority: Authority, pair: KeyPair) -> str | None:
    """Try mutual TLS 1.2 with a client certificate; returns the reason of the refusal, None when it is accepted."""
    server = Tls(authority=authority, door="dmp", client="required", only_12=True).context()
    client = ssl.create_default_context(cafile=str(authority.trust))
    client.load_cert_chain(pair.certificate, pair.key)
    left, right = socket.socketpair()
    refusals: list[str] = []

    def serve() -> None:
        try:
            server.wrap_socket(left, server_side=True).close()
        except ssl.SSLError as error:
            refusals.append(getattr(error, "verify_message", "") or str(error.reason))
            left.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        client.wrap_socket(right, server_hostname="localhost").close()
    except (ssl.SSLError, OSError):
        assert refusals or thread.is_alive()
    thread.join(5)
    right.close()
    return refusals[0] if refusals else None


@pytest.fixture(scope="module")
def authority(certificates: Path) -> Authority:
    return Authority(certificates)


def test_the_tls_certificate_of_a_structure_is_accepted(authority: Authority) -> None:
    assert _handshake(authority, authority.structure(SSIAD, "auth_cli")) is None


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("rogue", "self-signed"), ("expired", "expired"), ("revoked", "revoked")],
)
def test_a_stranger_an_expired_and_a_revoked_certificate_are_refused(
    authority: Authority, kind: str, reason: str
) -> None:
    assert reason in (_handshake(authority, authority.test_certificate(kind)) or "")


def test_a_signature_certificate_opens_no_connection(authority: Authority) -> None:
    assert "purpose" in (_handshake(authority, authority.structure(SSIAD, "sign")) or "")


def test_subjects_carry_the_structure_and_the_role(authority: Authority) -> None:
    def subject(role: str) -> str:
        pair = authority.structure(SSIAD, role)
        return x509.load_pem_x509_certificate(pair.certificate.read_bytes()).subject.rfc4514_string()

    assert subject("insi_manu") == f"CN=INSI-MANU,OU={SSIAD},O=SSIAD Les Ajoncs,C=FR"
    assert subject("insi_auto") == f"CN=INSI-AUTO,OU={SSIAD},O=SSIAD Les Ajoncs,C=FR"


def test_every_leaf_names_its_issuer_key(authority: Authority) -> None:
    issuer = x509.load_pem_x509_certificate((authority.folder / "authority" / "ac.pem").read_bytes())
    own = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    for path in (authority.folder / "structures").rglob("*.pem"):
        leaf = x509.load_pem_x509_certificate(path.read_bytes())
        extension = leaf.extensions.get_extension_for_oid(ExtensionOID.AUTHORITY_KEY_IDENTIFIER).value
        assert isinstance(extension, x509.AuthorityKeyIdentifier)
        assert extension.key_identifier == own


def test_a_second_start_keeps_the_keys(authority: Authority) -> None:
    before = authority.structure(SSIAD, "sign").key.read_bytes()
    from sandbox.cast import load

    authority.ensure(load().structures.values(), ["dmp"])
    assert authority.structure(SSIAD, "sign").key.read_bytes() == before
