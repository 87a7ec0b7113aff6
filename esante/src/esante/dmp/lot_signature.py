"""The XAdES signature of a lot: one more document, « Signature01 » (dmp-ins §2.10, sample TD2.1-SignatureXades).

A manifest lists the lot and each document with the SHA-1 of its C14N with comments; the signature covers the manifest and
the signed properties (XAdES 1.1.1). Algorithms are configuration: SHA-1 in the sample, SHA-256 here by default for the
signature itself.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from lxml import etree

from esante.cisis import Code, confidentiality, safe_xml
from esante.cisis.times import utc14
from esante.xds import DocumentEntry, iti41, lot
from esante.xds.names import SIGNATURE_DOCUMENT

DS: Final = "http://www.w3.org/2000/09/xmldsig#"
XADES: Final = "http://uri.etsi.org/01903/v1.1.1#"
C14N: Final = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments"
PURPOSE: Final = "1.2.840.10065.1.12.1.14"
_DS_DEFAULT: Final[Any] = {None: DS}
_XADES_DEFAULT: Final[Any] = {None: XADES}
_SIGNATURE_METHODS: Final = {"sha1": DS + "rsa-sha1", "sha256": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"}
_DIGEST_METHODS: Final = {"sha1": DS + "sha1", "sha256": "http://www.w3.org/2001/04/xmlenc#sha256"}
_HASHES: Final[dict[str, hashes.HashAlgorithm]] = {"sha1": hashes.SHA1(), "sha256": hashes.SHA256()}  # noqa: S303


@dataclass(frozen=True, slots=True, kw_only=True)
class LotSigner:
    """Who signs lots: the ORG_SIGN certificate, its key, an OID maker for the signature document.

    ``manifest`` and ``signature`` name the algorithms (``sha1`` or ``sha256``).
    """

    certificate: x509.Certificate
    key: RSAPrivateKey = field(repr=False)
    unique_id: str
    manifest: str = "sha1"
    signature: str = "sha256"


def signed(request: iti41.Request, signer: LotSigner, now: datetime) -> iti41.Request:
    """The same lot with its signature document, linked by ``signs`` and HasMember."""
    submission = request.submission
    documents = [(entry.unique_id, bytes(request.documents[entry.id])) for entry in submission.entries]
    data = xades(submission.submission_set.unique_id, documents, signer, now)
    entry = _entry(submission.entries[0], signer, now)
    replaced = {link.source: link.target for link in submission.associations if str(link.type).endswith(":RPLC")}
    whole = lot(submission.submission_set, submission.entries, replaces=replaced, signature=entry)
    return iti41.Request(submission=whole, documents={**request.documents, entry.id: data})


def _entry(first: DocumentEntry, signer: LotSigner, now: datetime) -> DocumentEntry:
    moment = utc14(now)
    return replace(
        first,
        id=SIGNATURE_DOCUMENT,
        unique_id=signer.unique_id,
        title="Source",
        comments="",
        class_code=Code("urn:oid:1.3.6.1.4.1.19376.1.2.1.1.1", "URN", "Digital Signature"),
        type_code=Code("E1762", "ASTM", "Full Document"),
        format_code=Code(DS, "URN", "Default Signature Style"),
        event_codes=(Code(PURPOSE, "1.2.840.10065.1.12", "Source"),),
        confidentiality=tuple(map(confidentiality, ("N", "MASQUE_PS", "INVISIBLE_PATIENT"))),
        language="art",
        creation_time=moment,
        service_start=moment,
        service_stop=moment,
        source_patient_id=first.patient_id,
        source_patient_info=(),
    )


def xades(lot_id: str, documents: Sequence[tuple[str, bytes]], signer: LotSigner, now: datetime) -> bytes:
    """The signature document of a lot of (uniqueId, CDA bytes)."""
    root = etree.Element(f"{{{DS}}}Signature", {"Id": "Signature-" + signer.unique_id}, nsmap=_DS_DEFAULT)
    info = _ds(root, "SignedInfo")
    value = _ds(root, "SignatureValue")
    certificate = _ds(_ds(_ds(root, "KeyInfo"), "X509Data"), "X509Certificate")
    certificate.text = base64.b64encode(signer.certificate.public_bytes(serialization.Encoding.DER)).decode()
    manifest = _manifest(_ds(root, "Object"), lot_id, documents, signer.manifest)
    _properties(_ds(root, "Object"), root.get("Id", ""))
    qualifying = _qualifying(_ds(root, "Object"), root.get("Id", ""), signer, now)
    _ds(info, "CanonicalizationMethod", Algorithm=C14N)
    _ds(info, "SignatureMethod", Algorithm=_SIGNATURE_METHODS[signer.signature])
    _reference(info, "#IHEManifest", _canonical(manifest), signer.signature, kind=DS + "Manifest")
    _reference(info, "#S0-SignedProperties", _canonical(qualifying), signer.signature, kind=XADES + "SignedProperties")
    raw = signer.key.sign(_canonical(info), PKCS1v15(), _HASHES[signer.signature])
    value.text = base64.b64encode(raw).decode()
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _manifest(
    holder: etree._Element, lot_id: str, documents: Sequence[tuple[str, bytes]], algorithm: str
) -> etree._Element:
    manifest = _ds(holder, "Manifest", Id="IHEManifest")
    fixed = _ds(manifest, "Reference", URI=f"urn:oid:{lot_id}")
    _ds(fixed, "DigestMethod", Algorithm=_DIGEST_METHODS[algorithm])
    _ds(fixed, "DigestValue").text = "AA=="
    for unique_id, data in documents:
        content = _canonical(safe_xml.parse(data, huge=True))
        _reference(manifest, f"urn:oid:{unique_id}", content, algorithm, transform=C14N)
    return manifest


def _properties(holder: etree._Element, target: str) -> None:
    properties = _ds(holder, "SignatureProperties")
    element = _ds(properties, "SignatureProperty", Id="purposeOfSignature", Target="#" + target)
    element.text = PURPOSE


def _qualifying(holder: etree._Element, target: str, signer: LotSigner, now: datetime) -> etree._Element:
    root = etree.SubElement(holder, f"{{{XADES}}}QualifyingProperties", {"Target": "#" + target}, nsmap=_XADES_DEFAULT)
    properties = _xa(root, "SignedProperties", Id="S0-SignedProperties")
    signature = _xa(properties, "SignedSignatureProperties")
    _xa(signature, "SigningTime").text = now.isoformat(timespec="milliseconds")
    certificate = _xa(_xa(signature, "SigningCertificate"), "Cert")
    digest = _xa(certificate, "CertDigest")
    der = signer.certificate.public_bytes(serialization.Encoding.DER)
    _xa(digest, "DigestMethod", Algorithm=_DIGEST_METHODS[signer.signature])
    _xa(digest, "DigestValue").text = _digest(der, signer.signature)
    serial = _xa(certificate, "IssuerSerial")
    etree.SubElement(serial, f"{{{DS}}}X509IssuerName").text = signer.certificate.issuer.rfc4514_string()
    etree.SubElement(serial, f"{{{DS}}}X509SerialNumber").text = str(signer.certificate.serial_number)
    _xa(_xa(signature, "SignaturePolicyIdentifier"), "SignaturePolicyImplied")
    _xa(properties, "SignedDataObjectProperties")
    return properties


def _reference(
    parent: etree._Element, uri: str, content: bytes, algorithm: str, *, kind: str = "", transform: str = ""
) -> None:
    attributes = {"Type": kind, "URI": uri} if kind else {"URI": uri}
    reference = _ds(parent, "Reference", **attributes)
    if transform:
        _ds(_ds(reference, "Transforms"), "Transform", Algorithm=transform)
    _ds(reference, "DigestMethod", Algorithm=_DIGEST_METHODS[algorithm])
    _ds(reference, "DigestValue").text = _digest(content, algorithm)


def _digest(content: bytes, algorithm: str) -> str:
    return base64.b64encode(hashlib.new(algorithm, content, usedforsecurity=False).digest()).decode()


def _canonical(element: etree._Element) -> bytes:
    """Inclusive C14N with comments. A branch is first detached with its inherited namespaces, which lxml would lose."""
    if element.getparent() is not None:
        element = etree.fromstring(etree.tostring(element, with_tail=False))
    return etree.tostring(element, method="c14n", exclusive=False, with_comments=True, with_tail=False)


def _ds(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{DS}}}{name}", attributes)


def _xa(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{XADES}}}{name}", attributes)
