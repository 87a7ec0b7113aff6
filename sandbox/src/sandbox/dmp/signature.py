"""Verifying the signature of a VIHF and the certificate behind it.

The certificate must be an ORG_SIGN one: key usage nonRepudiation, issued by the authority, in its dates, not revoked.
Only what the verification says was signed is read afterwards (signature wrapping).
"""

from __future__ import annotations

from base64 import b64decode
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.verifier import SignatureConfiguration, XMLVerifier

from sandbox.ca import Authority
from sandbox.dmp.assertion import SAML
from sandbox.dmp.refusal import INVALID_CERTIFICATE, Refused, invalid_token
from sandbox.dmp.rules import CERTIFICATE, SIGNATURE

_DS = "{http://www.w3.org/2000/09/xmldsig#}"
# Official samples sign with SHA-1, software in production with SHA-256: both are accepted.
_ACCEPTED = SignatureConfiguration(
    signature_methods=frozenset({SignatureMethod.RSA_SHA256, SignatureMethod.RSA_SHA1}),
    digest_algorithms=frozenset({DigestAlgorithm.SHA256, DigestAlgorithm.SHA1}),
    expect_references=1,
    location="./",
)


def signed_by(assertion: etree._Element) -> x509.Certificate:
    """The certificate an assertion says it is signed by. Raises a refusal when there is none or it is unreadable."""
    found = assertion.find(f"{_DS}Signature/{_DS}KeyInfo/{_DS}X509Data/{_DS}X509Certificate")
    if found is None:
        raise invalid_token("Le jeton n'est pas signé, ou sans certificat.", SIGNATURE)
    try:
        return x509.load_der_x509_certificate(b64decode("".join((found.text or "").split())))
    except ValueError as error:
        raise _bad("Le certificat de signature est illisible.") from error


def verify(assertion: etree._Element, certificate: x509.Certificate) -> etree._Element:
    """The assertion as signed. Raises a refusal when a byte of it changed."""
    alone = etree.fromstring(etree.tostring(assertion, with_tail=False))
    try:
        verified = XMLVerifier().verify(alone, x509_cert=certificate, expect_config=_ACCEPTED, id_attribute="ID")
    except (SignXMLException, InvalidSignature, ValueError, etree.LxmlError) as error:
        raise invalid_token("La signature du jeton ne vérifie pas son contenu.", SIGNATURE) from error
    result = verified[0] if isinstance(verified, list) else verified
    signed: etree._Element | None = result.signed_xml
    if signed is None or signed.tag != f"{SAML}Assertion" or signed.get("ID") != assertion.get("ID"):
        raise invalid_token("La signature ne porte pas sur le jeton entier.", SIGNATURE)
    return signed


def check_certificate(certificate: x509.Certificate, authority: Authority, now: datetime) -> None:
    """Whether a certificate may sign for a structure. Raises `DMPInvalidCertificate`."""
    issuer = x509.load_pem_x509_certificate((authority.folder / "authority" / "ac.pem").read_bytes())
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError) as error:
        raise _bad("Le certificat de signature n'est pas émis par l'IGC-Santé (du bac à sable).") from error
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise _bad("Le certificat de signature est hors de ses dates.")
    revoked = x509.load_der_x509_crl(authority.crl_der.read_bytes())
    if revoked.get_revoked_certificate_by_serial_number(certificate.serial_number) is not None:
        raise _bad("Le certificat de signature est révoqué.")
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    if not (usage.digital_signature and usage.content_commitment):
        raise _bad("Ce certificat authentifie et ne signe pas : il faut un certificat ORG_SIGN.")


def _bad(sentence: str) -> Refused:
    return Refused(INVALID_CERTIFICATE, sentence, CERTIFICATE)
