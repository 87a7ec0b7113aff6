"""Mutual TLS for real: the structure's certificate is shown, and only the given authority is believed."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from esante.soap import (
    Addressing,
    Message,
    Payload,
    SoapTransport,
    Unreachable,
    answer,
    decode_message,
    encode_message,
    http_client,
)
from lxml import etree


def _make(folder: Path, name: str) -> Path:
    """A self-signed certificate and its key; the path of the certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / f"{name}.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / f"{name}.key").write_bytes(private)
    return folder / f"{name}.pem"


class _Echo(BaseHTTPRequestHandler):
    """Answers who the client is, as its certificate says."""

    def do_POST(self) -> None:
        asked = decode_message(self.headers["Content-Type"], self.rfile.read(int(self.headers["Content-Length"])))
        peer = self.connection.getpeercert()  # type: ignore[attr-defined]
        element = etree.fromstring("<who/>")
        element.text = dict(part[0] for part in peer["subject"])["commonName"]
        package = encode_message(answer(asked, "urn:answer", Payload(element=element), new_id="2"))
        self.send_response(200)
        self.send_header("Content-Type", package.content_type)
        self.send_header("Content-Length", str(package.length))
        self.end_headers()
        self.wfile.write(package.to_bytes())

    def log_message(self, format: str, *args: object) -> None:
        """Tests are quiet."""


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A refused handshake is what some tests want."""


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pki")
    for name in ("server", "ssiad", "stranger"):
        _make(folder, name)
    return folder


@pytest.fixture(scope="module")
def url(pki: Path) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pki / "server.pem", pki / "server.key")
    context.load_verify_locations(pki / "ssiad.pem")
    context.verify_mode = ssl.CERT_REQUIRED
    server = _Quiet(("127.0.0.1", 0), _Echo)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def _ask(url: str, trust: Path, cert: Path | None) -> str:
    message = Message(
        payload=Payload(element=etree.fromstring("<q/>")),
        addressing=Addressing(action="urn:q", message_id="urn:uuid:1"),
    )
    with http_client(trust, cert, cert.with_suffix(".key") if cert else None, timeout=5) as http:
        return SoapTransport(url, http).send(message).payload.element.text or ""


def test_the_structure_shows_its_certificate(url: str, pki: Path) -> None:
    assert _ask(url, pki / "server.pem", pki / "ssiad.pem") == "ssiad"


@pytest.mark.parametrize("cert", ["stranger.pem", None])
def test_a_server_that_wants_another_certificate_is_unreachable(url: str, pki: Path, cert: str | None) -> None:
    with pytest.raises(Unreachable, match="connexion impossible"):
        _ask(url, pki / "server.pem", pki / cert if cert else None)


def test_a_server_of_another_authority_is_unreachable(url: str, pki: Path) -> None:
    with pytest.raises(Unreachable, match="connexion impossible"):
        _ask(url, pki / "stranger.pem", pki / "ssiad.pem")


def test_an_older_tls_is_never_spoken(pki: Path) -> None:
    with http_client(pki / "server.pem") as http:
        pool = http._transport._pool  # type: ignore[attr-defined]
        assert pool._ssl_context.minimum_version == ssl.TLSVersion.TLSv1_2
        assert pool._ssl_context.verify_mode == ssl.CERT_REQUIRED
        assert http.trust_env is False
