"""The authority's folder: what is issued, where it lies, how it is renewed and revoked.

```
pki/ca.pem                       root and intermediate: what clients and servers trust
pki/authority/{root,ac}.{pem,key}, revoked.txt, elementaire.crl (DER), elementaire.crl.pem
pki/servers/<door>.{pem,key}     server certificates (127.0.0.1, localhost), chain included
pki/structures/<Struct_IdNat>/{auth_cli,sign,insi_manu,insi_auto}.{pem,key}
pki/tests/{rogue,expired,revoked}.{pem,key}   client certificates every service must refuse
```
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from sandbox.ca import issue
from sandbox.ca.issue import Signer, Validity
from sandbox.ca.profiles import AUTH_CLI, SERVER, SIGN
from sandbox.cast import Structure

RENEW_WITHIN = timedelta(days=30)
ROLES = ("auth_cli", "sign", "insi_manu", "insi_auto")


@dataclass(frozen=True, slots=True)
class KeyPair:
    """Where a certificate (chain included) and its key lie, both PEM."""

    certificate: Path
    key: Path


class Authority:
    """The sandbox's certification authority, kept in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.trust = folder / "ca.pem"
        self.crl_der = folder / "authority" / "elementaire.crl"
        self.crl_pem = folder / "authority" / "elementaire.crl.pem"
        self._revoked = folder / "authority" / "revoked.txt"

    def ensure(self, structures: Iterable[Structure], servers: Iterable[str]) -> None:
        """Create what is missing and renew what ends within 30 days; everything else keeps its keys."""
        intermediate = self._authorities()
        for door in servers:
            subject = issue.name("BAC A SABLE ALENTOUR", "SERVEUR", f"{door}.bac-a-sable.test")
            self._keep(self.server(door), partial(issue.leaf, subject, SERVER, intermediate, local=True))
        for structure in structures:
            self._structure(structure, intermediate)
        self._test_certificates(intermediate)
        self._publish(intermediate)

    def server(self, door: str) -> KeyPair:
        """The server certificate of a door."""
        return self._pair("servers", door)

    def structure(self, struct_idnat: str, role: str) -> KeyPair:
        """A structure's certificate; `role` is one of `ROLES`."""
        return self._pair("structures", struct_idnat, role)

    def test_certificate(self, kind: str) -> KeyPair:
        """A client certificate to be refused: `rogue` (self-signed), `expired` or `revoked`."""
        return self._pair("tests", kind)

    def revoke(self, pair: KeyPair) -> None:
        """Add a certificate to the revocation list; servers read the list again when they restart."""
        serial = x509.load_pem_x509_certificate(pair.certificate.read_bytes()).serial_number
        with self._revoked.open("a", encoding="ascii") as lines:
            lines.write(f"{serial}\n")
        self._publish(self._load("ac"))

    def _pair(self, *names: str) -> KeyPair:
        path = self.folder.joinpath(*names)
        return KeyPair(path.with_name(path.name + ".pem"), path.with_name(path.name + ".key"))

    def _authorities(self) -> Signer:
        if not (self.folder / "authority" / "ac.pem").exists() or not self.trust.exists():
            root = issue.authority("AC RACINE BAC A SABLE", None)
            intermediate = issue.authority("AC BAC A SABLE ELEMENTAIRE ORGANISATIONS", root)
            self._write(self._pair("authority", "root"), root, b"")
            self._write(self._pair("authority", "ac"), intermediate, b"")
            self.trust.write_bytes(_pem(root.certificate) + _pem(intermediate.certificate))
        return self._load("ac")

    def _load(self, which: str) -> Signer:
        pair = self._pair("authority", which)
        key = serialization.load_pem_private_key(pair.key.read_bytes(), None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError(f"{pair.key} ne contient pas une clé RSA")
        return Signer(x509.load_pem_x509_certificate(pair.certificate.read_bytes()), key)

    def _structure(self, structure: Structure, intermediate: Signer) -> None:
        def make(common: str, role: str) -> Signer:
            subject = issue.name(structure.name, structure.id, common)
            return issue.leaf(subject, SIGN if role == "sign" else AUTH_CLI, intermediate)

        commons = {"insi_manu": "INSI-MANU", "insi_auto": "INSI-AUTO"}
        for role in ROLES:
            common = commons.get(role, structure.name)
            self._keep(self.structure(structure.id, role), partial(make, common, role))

    def _test_certificates(self, intermediate: Signer) -> None:
        subject = issue.name("ETABLISSEMENT INCONNU", "1350009999", "SSIAD Les Ajoncs")
        self._keep(self.test_certificate("rogue"), lambda: issue.leaf(subject, AUTH_CLI, None), chain=False)
        if not self.test_certificate("expired").certificate.exists():
            expired = issue.leaf(subject, AUTH_CLI, intermediate, validity=Validity.past())
            self._write(self.test_certificate("expired"), expired, _pem(intermediate.certificate))
        if self._keep(self.test_certificate("revoked"), lambda: issue.leaf(subject, AUTH_CLI, intermediate)):
            self.revoke(self.test_certificate("revoked"))

    def _keep(self, pair: KeyPair, make: Callable[[], Signer], *, chain: bool = True) -> bool:
        """Issue unless a good one lies there; says whether it issued."""
        if pair.certificate.exists() and pair.key.exists():
            current = x509.load_pem_x509_certificate(pair.certificate.read_bytes())
            if current.not_valid_after_utc - RENEW_WITHIN > datetime.now(UTC):
                return False
        above = _pem(self._load("ac").certificate) if chain else b""
        self._write(pair, make(), above)
        return True

    def _write(self, pair: KeyPair, signer: Signer, above: bytes) -> None:
        pair.certificate.parent.mkdir(parents=True, exist_ok=True)
        key = signer.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        pair.key.unlink(missing_ok=True)
        with os.fdopen(os.open(pair.key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key)
        pair.certificate.write_bytes(_pem(signer.certificate) + above)

    def _publish(self, intermediate: Signer) -> None:
        lines = self._revoked.read_text(encoding="ascii").split() if self._revoked.exists() else []
        crl = issue.revocation_list(intermediate, {int(line) for line in lines})
        self.crl_der.write_bytes(crl.public_bytes(serialization.Encoding.DER))
        self.crl_pem.write_bytes(crl.public_bytes(serialization.Encoding.PEM))


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
