"""What can go wrong between two SOAP nodes.

    SoapError
    ├── SoapFault      the partner answered, and refuses (SOAP 1.2 Part 1 §5.4)
    ├── Unreachable    nobody answered, or nobody able to: try again later
    └── NotSoap        something answered which is not the protocol: no use trying again
        └── BadMime    … because its multipart/related cannot be taken apart

Every one carries ``message_id``, the WS-Addressing identifier of the request it answers, once the transport knows it.
"""

from __future__ import annotations

from dataclasses import dataclass

from esante.cisis import EsanteError


class SoapError(EsanteError):
    """Root of the tree. ``message_id`` is empty until a transport fills it."""

    message_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultDetail:
    """The ``siram:Erreur`` block of the Assurance Maladie (schema_faultSOAP V01_01)."""

    code: str
    severity: str = "erreur"
    message_id: str = ""
    text: str = ""


class SoapFault(SoapError):
    """A SOAP Fault, to raise on the server side as well as to receive on the client side.

    ``code`` is the local name of SOAP 1.2 (``Sender``, ``Receiver``, ``MustUnderstand``, ``VersionMismatch``),
    ``subcode`` the partner's own (``DMPInvalidCertificate``, ``siram_40``) without prefix, ``reason`` its sentence.
    """

    def __init__(self, code: str, subcode: str = "", reason: str = "", detail: FaultDetail | None = None) -> None:
        super().__init__(code, subcode, reason)
        self.code = code
        self.subcode = subcode
        self.reason = reason
        self.detail = detail

    @property
    def known_code(self) -> str:
        """The most precise code: the detail's, else the subcode, else the SOAP one."""
        return (self.detail.code if self.detail else "") or self.subcode or self.code

    def __str__(self) -> str:
        return f"{self.known_code}: {self.reason}" if self.reason else self.known_code


class Unreachable(SoapError):
    """No usable answer: network, TLS, time-out, or a server error without a Fault. To be retried with a delay."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NotSoap(SoapError):
    """The bytes received are not a SOAP message we can read; ``why`` says what is wrong."""

    def __init__(self, why: str, status: int = 0) -> None:
        super().__init__(why)
        self.why = why
        self.status = status


class BadMime(NotSoap):
    """A multipart/related that cannot be taken apart, or whose parts do not answer its references."""
