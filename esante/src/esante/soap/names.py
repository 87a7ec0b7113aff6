"""XML names of SOAP 1.2, WS-Addressing 1.0, WS-Security and XOP (specs of the W3C and OASIS)."""

from __future__ import annotations

from typing import Final

SOAP: Final = "http://www.w3.org/2003/05/soap-envelope"
SOAP_11: Final = "http://schemas.xmlsoap.org/soap/envelope/"
WSA: Final = "http://www.w3.org/2005/08/addressing"
WSSE: Final = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
XOP: Final = "http://www.w3.org/2004/08/xop/include"
SIRAM: Final = "urn:siram"
XML: Final = "http://www.w3.org/XML/1998/namespace"

ANONYMOUS: Final = "http://www.w3.org/2005/08/addressing/anonymous"
"""Where an answer goes when it simply comes back on the same HTTP connection."""


def soap(name: str) -> str:
    """Clark name of a SOAP 1.2 element."""
    return f"{{{SOAP}}}{name}"


def wsa(name: str) -> str:
    """Clark name of a WS-Addressing element."""
    return f"{{{WSA}}}{name}"
