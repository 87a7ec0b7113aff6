"""Certificate profiles: which key usage each role of IGC-Santé carries.

Source: the roles of « IGC-Santé élémentaire organisations » as the services check them: ORG_AUTH_CLI opens TLS and
signs nothing, ORG_SIGN signs and opens nothing (DMP, EX_GEN-1450), the INSi certificates have a fixed common name.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID


@dataclass(frozen=True, slots=True)
class Profile:
    """What a leaf certificate may do. `purposes` are its extended key usages."""

    digital_signature: bool
    non_repudiation: bool
    key_encipherment: bool
    purposes: tuple[x509.ObjectIdentifier, ...]

    @property
    def key_usage(self) -> x509.KeyUsage:
        """The key usage extension of this profile."""
        return x509.KeyUsage(
            digital_signature=self.digital_signature,
            content_commitment=self.non_repudiation,
            key_encipherment=self.key_encipherment,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=False,
            crl_sign=False,
            encipher_only=False,
            decipher_only=False,
        )


SERVER = Profile(True, False, True, (ExtendedKeyUsageOID.SERVER_AUTH,))
AUTH_CLI = Profile(True, False, False, (ExtendedKeyUsageOID.CLIENT_AUTH,))
# An absent extension would mean "any purpose" to OpenSSL: naming another one is what forbids client authentication.
SIGN = Profile(True, True, False, (ExtendedKeyUsageOID.EMAIL_PROTECTION,))

AUTHORITY_USAGE = x509.KeyUsage(
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=True,
    encipher_only=False,
    decipher_only=False,
)
