"""Signature of a token: another library verifies ours, and nothing forged is believed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xmlsec
from esante.soap import Addressing, Message, Payload, decode_message, encode_message, security_header
from esante.vihf import (
    Algorithm,
    AlteredToken,
    Unsigned,
    UntrustedCertificate,
    Vihf,
    WrongIssuer,
    build,
    decode,
    issued_by,
    pinned,
    sign,
    verify,
)
from lxml import etree

from .conftest import NOW, Signer

SAML = "{urn:oasis:names:tc:SAML:2.0:assertion}"
DS = "{http://www.w3.org/2000/09/xmldsig#}"


@pytest.fixture
def signed(ines: Vihf, org_sign: Signer) -> Any:
    return sign(build(ines), org_sign.key, org_sign.certificate)


def test_the_signature_stands_just_after_the_issuer(signed: Any) -> None:
    assert [child.tag for child in signed][:3] == [SAML + "Issuer", DS + "Signature", SAML + "Subject"]
    assert [node.get("Algorithm") for node in signed.iter(DS + "Transform")] == [
        "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
        "http://www.w3.org/2001/10/xml-exc-c14n#",
    ]
    assert next(signed.iter(DS + "SignatureMethod")).get("Algorithm").endswith("#rsa-sha256")


def test_a_signed_token_is_believed(signed: Any, ines: Vihf, authority: Signer) -> None:
    verified = verify(signed, issued_by([authority.certificate], NOW), now=NOW)
    assert verified.vihf == replace(ines, authn_at=ines.issued_at)


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_another_library_verifies_our_signature(ines: Vihf, org_sign: Signer, algorithm: Algorithm) -> None:
    token = etree.fromstring(etree.tostring(sign(build(ines), org_sign.key, org_sign.certificate, algorithm)))
    xmlsec.tree.add_ids(token, ["ID"])
    context = xmlsec.SignatureContext()
    pem = org_sign.certificate.public_bytes(_pem())
    context.key = xmlsec.Key.from_memory(pem, xmlsec.constants.KeyDataFormatCertPem)
    context.verify(token.find(DS + "Signature"))
    assert token.find(DS + "Signature") is not None


def _pem() -> Any:
    from cryptography.hazmat.primitives.serialization import Encoding

    return Encoding.PEM


def test_it_survives_a_soap_message(signed: Any, authority: Signer) -> None:
    body = etree.fromstring('<q:Q xmlns:q="urn:hl7-org:v3" xmlns:saml2="urn:other"/>')
    message = Message(
        payload=Payload(element=body),
        addressing=Addressing(action="urn:x", message_id="urn:uuid:1", to="https://dmp.test"),
        headers=(security_header(signed),),
    )
    package = encode_message(message)
    token = decode_message(package.content_type, package.to_bytes()).security
    assert token is not None
    assert verify(token, issued_by([authority.certificate], NOW), now=NOW).vihf.name_id == "810100000024"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"238033523800188", b"141093523801474"),
        (b'code="60"', b'code="10"'),
        (b"INDIRECTE_RENFORCEE", b"DIRECTE"),
        (b"NH</saml2:AttributeValue>", b"NI</saml2:AttributeValue>"),
    ],
)
def test_one_altered_byte_is_refused(signed: Any, authority: Signer, before: bytes, after: bytes) -> None:
    data = etree.tostring(signed)
    assert data.count(before) >= 1
    with pytest.raises(AlteredToken):
        verify(etree.fromstring(data.replace(before, after)), issued_by([authority.certificate], NOW), now=NOW)


def test_the_tls_certificate_must_not_sign(ines: Vihf, org_auth: Signer, authority: Signer) -> None:
    token = sign(build(ines), org_auth.key, org_auth.certificate)
    with pytest.raises(UntrustedCertificate, match="pas un certificat de signature"):
        verify(token, issued_by([authority.certificate], NOW), now=NOW)


def test_an_expired_certificate_is_refused(ines: Vihf, expired: Signer, authority: Signer) -> None:
    token = sign(build(ines), expired.key, expired.certificate)
    with pytest.raises(UntrustedCertificate, match="validité"):
        verify(token, issued_by([authority.certificate], NOW), now=NOW)


def test_an_unknown_authority_is_refused(ines: Vihf, stranger: Signer, authority: Signer, org_sign: Signer) -> None:
    token = sign(build(ines), stranger.key, stranger.certificate)
    with pytest.raises(UntrustedCertificate, match="autorité"):
        verify(token, issued_by([authority.certificate], NOW), now=NOW)
    with pytest.raises(UntrustedCertificate, match="attendu"):
        verify(token, pinned(org_sign.certificate), now=NOW)


def test_we_do_not_sign_in_the_name_of_another(ines: Vihf, org_sign: Signer) -> None:
    token = build(replace(ines, issuer="CN=ssiad-ajoncs,OU=1350009973,O=SAAD Les Genêts,C=FR"))
    with pytest.raises(WrongIssuer):
        sign(token, org_sign.key, org_sign.certificate)


def test_an_issuer_that_is_not_the_signer_is_refused(ines: Vihf, org_sign: Signer, authority: Signer) -> None:
    """Forged with the raw library, since ours refuses to sign it."""
    from signxml.algorithms import CanonicalizationMethod, SignatureConstructionMethod
    from signxml.signer import XMLSigner

    signer = XMLSigner(
        method=SignatureConstructionMethod.enveloped,
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    token = build(replace(ines, issuer="CN=autre,O=Autre,C=FR"))
    forged = signer.sign(token, key=org_sign.key, cert=[org_sign.certificate], reference_uri="#" + ines.assertion_id)
    with pytest.raises(WrongIssuer):
        verify(forged, issued_by([authority.certificate], NOW), now=NOW)


def test_sha1_is_believed_only_when_the_platform_allows_it(ines: Vihf, org_sign: Signer, authority: Signer) -> None:
    token = sign(build(ines), org_sign.key, org_sign.certificate, Algorithm.SHA1)
    trust = issued_by([authority.certificate], NOW)
    with pytest.raises(AlteredToken):
        verify(token, trust, now=NOW)
    assert verify(token, trust, now=NOW, allow_sha1=True).vihf.structure_id == "1350009999"


def test_an_unsigned_token_is_refused(ines: Vihf, authority: Signer) -> None:
    with pytest.raises(Unsigned):
        verify(build(ines), issued_by([authority.certificate], NOW), now=NOW)


def test_a_wrapped_token_is_refused(signed: Any, ines: Vihf, authority: Signer) -> None:
    """The attacker shows his own assertion and hides the signed one inside: neither reading is accepted."""
    original = etree.fromstring(etree.tostring(signed))
    forged = build(replace(ines, name_id="810100000032", assertion_id="_forged"))
    forged.append(original)
    trust = issued_by([authority.certificate], NOW)
    with pytest.raises(Unsigned):
        verify(forged, trust, now=NOW)
    forged.insert(1, original.find(DS + "Signature"))
    with pytest.raises(AlteredToken):
        verify(forged, trust, now=NOW)


def test_a_token_with_two_signatures_is_refused(signed: Any, authority: Signer) -> None:
    twice = etree.fromstring(etree.tostring(signed))
    twice.append(etree.fromstring(etree.tostring(twice.find(DS + "Signature"))))
    with pytest.raises(Unsigned):
        verify(twice, issued_by([authority.certificate], NOW), now=NOW)


@pytest.mark.kits
def test_the_official_signed_token_does_not_match_its_digest(kits: Path) -> None:
    """Retouched after signature by its publisher: read, but not believed."""
    decoded = decode((kits / "ihe/dmp-vihf/VIHF_INDIRECTE_signe.xml").read_bytes())
    assert decoded.encoding_defect == "Le jeton est encodé deux fois en UTF-8."
    from esante.vihf import signing_certificate

    certificate = signing_certificate(decoded.element)
    with pytest.raises(AlteredToken):
        verify(decoded.element, pinned(certificate), now=certificate.not_valid_before_utc, allow_sha1=True)
