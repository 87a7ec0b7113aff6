"""The subject of a client certificate, from the dictionary Python's `ssl` gives."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import Any

_SHORT = {
    "commonName": "CN",
    "organizationalUnitName": "OU",
    "organizationName": "O",
    "stateOrProvinceName": "ST",
    "countryName": "C",
}


def distinguished_name(certificate: Mapping[str, Any] | None) -> str:
    """`CN=…,OU=…,O=…,C=FR`, as the liste blanche writes operators; empty without a certificate."""
    if not certificate:
        return ""
    pairs = [pair for group in certificate.get("subject", ()) for pair in group]
    return ",".join(f"{_SHORT.get(name, name)}={value}" for name, value in reversed(pairs))


def why_refused(error: BaseException) -> str:
    """OpenSSL's reason for a failed handshake, in its own words."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    if isinstance(error, ssl.SSLError) and error.reason:
        return error.reason.replace("_", " ").lower()
    return "handshake abandoned"
