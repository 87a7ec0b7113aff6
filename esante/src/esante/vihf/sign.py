"""Signature of an assertion: enveloped, exclusive C14N, RSA with SHA-256 (SHA-1 for the oldest platforms) (§2.4)."""

from __future__ import annotations

from enum import Enum
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureConstructionMethod, SignatureMethod
from signxml.signer import XMLSigner

from esante.vihf.dn import same_dn, subject_dn
from esante.vihf.errors import WrongIssuer
from esante.vihf.names import DS, ds, saml

EXCLUSIVE: Final = CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0


class Algorithm(Enum):
    """Signature and digest algorithm pair. Configuration per platform; SHA-1 only where nothing else is accepted."""

    SHA256 = (SignatureMethod.RSA_SHA256, DigestAlgorithm.SHA256)
    SHA1 = (SignatureMethod.RSA_SHA1, DigestAlgorithm.SHA1)


class _Signer(XMLSigner):
    """signxml refuses SHA-1 by default; here it is a choice of the caller."""

    def check_deprecated_methods(self) -> None:
        """Accept every method :class:`Algorithm` lists."""


def sign(
    element: etree._Element,
    key: RSAPrivateKey,
    certificate: x509.Certificate,
    algorithm: Algorithm = Algorithm.SHA256,
) -> etree._Element:
    """A signed copy of ``element``, its Signature just after Issuer.

    Give key and certificate *objects*: parsing a PEM at each call costs sixty times the signature. Raises
    :class:`WrongIssuer` if the Issuer is not the subject of ``certificate``.
    """
    copy = etree.fromstring(etree.tostring(element, with_tail=False))
    issuer = copy.find(saml("Issuer"))
    if issuer is None or not same_dn(issuer.text or "", subject_dn(certificate)):
        raise WrongIssuer("L'émetteur du jeton n'est pas le titulaire du certificat de signature.")
    issuer.addnext(etree.Element(ds("Signature"), {"Id": "placeholder"}, nsmap={"ds": DS}))
    signature_method, digest = algorithm.value
    signer = _Signer(
        method=SignatureConstructionMethod.enveloped,
        signature_algorithm=signature_method,
        digest_algorithm=digest,
        c14n_algorithm=EXCLUSIVE,
    )
    signed: etree._Element = signer.sign(
        copy, key=key, cert=[certificate], reference_uri="#" + element.get("ID", ""), id_attribute="ID"
    )
    return signed
