"""Verification of a signed assertion, safe against wrapping: only what was really signed is read (dmp-ins §2.4)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature as CryptographyInvalid
from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.verifier import SignatureConfiguration, XMLVerifier

from esante.vihf.dn import same_dn, subject_dn
from esante.vihf.errors import AlteredToken, Unsigned, UntrustedCertificate, WrongIssuer
from esante.vihf.model import Vihf
from esante.vihf.names import ds, saml
from esante.vihf.read import read
from esante.vihf.trust import Trust

_SHA256 = (SignatureMethod.RSA_SHA256, DigestAlgorithm.SHA256)
_SHA1 = (SignatureMethod.RSA_SHA1, DigestAlgorithm.SHA1)


@dataclass(frozen=True, slots=True)
class Verified:
    """A token to believe: what it says, the element that was signed, and who signed."""

    vihf: Vihf
    element: etree._Element
    certificate: x509.Certificate


def verify(element: etree._Element, trust: Trust, *, now: datetime, allow_sha1: bool = False) -> Verified:
    """Believe ``element`` or raise a :class:`BadSignature`.

    ``trust`` judges the certificate the signature shows (see :func:`pinned`, :func:`issued_by`). ``now`` is aware.
    The content of the token (missing attributes, validity window) is left to :func:`esante.vihf.faults`.
    """
    certificate = signing_certificate(element)
    trust(certificate)
    signed = _signed_content(element, certificate, now, allow_sha1=allow_sha1)
    vihf = read(signed)
    if vihf.assertion_id != element.get("ID"):
        raise AlteredToken("La signature porte sur un autre élément que le jeton.")
    if not same_dn(vihf.issuer, subject_dn(certificate)):
        raise WrongIssuer("L'émetteur du jeton n'est pas le titulaire du certificat de signature.")
    return Verified(vihf, signed, certificate)


def signing_certificate(element: etree._Element) -> x509.Certificate:
    """The certificate shown by the token's only signature. Raises :class:`Unsigned`, :class:`UntrustedCertificate`."""
    der = shown_certificate(element)
    try:
        return x509.load_der_x509_certificate(der)
    except ValueError as error:
        raise UntrustedCertificate("Le certificat de la signature est illisible.") from error


def shown_certificate(element: etree._Element) -> bytes:
    """DER bytes of that certificate, readable or not. Raises :class:`Unsigned`."""
    signatures = list(element.iter(ds("Signature")))
    if len(signatures) != 1 or signatures[0].getparent() is not element:
        raise Unsigned("Le jeton ne porte pas une signature et une seule.")
    texts = [found.text or "" for found in signatures[0].iter(ds("X509Certificate"))]
    try:
        return base64.b64decode("".join(texts[0].split()), validate=True)
    except (IndexError, binascii.Error) as error:
        raise Unsigned("La signature du jeton ne montre pas son certificat.") from error


def _signed_content(
    element: etree._Element, certificate: x509.Certificate, now: datetime, *, allow_sha1: bool
) -> etree._Element:
    algorithms = (_SHA256, _SHA1) if allow_sha1 else (_SHA256,)
    expected = SignatureConfiguration(
        require_x509=True,
        location="./",
        signature_methods=frozenset(method for method, _ in algorithms),
        digest_algorithms=frozenset(digest for _, digest in algorithms),
        verification_time=now,
    )
    try:
        result: Any = XMLVerifier().verify(
            etree.tostring(element, with_tail=False), x509_cert=certificate, expect_config=expected, id_attribute="ID"
        )
    except (SignXMLException, CryptographyInvalid, ValueError) as error:
        raise AlteredToken("La signature du jeton ne correspond pas à son contenu.") from error
    signed: etree._Element | None = result.signed_xml
    if signed is None or signed.tag != saml("Assertion"):
        raise AlteredToken("La signature porte sur un autre élément que le jeton.")
    return signed
