"""No one enters the DMP without a VIHF that is whole, proven and coherent (acceptance vector 9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from lxml import etree
from signxml import DigestAlgorithm, SignatureConstructionMethod, SignatureMethod
from signxml.signer import XMLSigner

from .wire import (
    CABINET,
    FEED,
    FEED_MARTIN,
    MARCEL,
    NS,
    READ,
    SSIAD,
    Dmp,
    Paper,
    Token,
    fault,
    lot,
    member,
    problems,
    status_of,
    xml,
)

ACTION = "urn:hl7-org:v3:PRPA_IN201307UV02"


def _asked(dmp: Dmp, token: Token, **signing: str) -> httpx.Response:
    """A search, the simplest demand a reader makes."""
    return _with(dmp, dmp.signed(token, **signing), structure=token.structure)


def _with(dmp: Dmp, signed: etree._Element | None, structure: str = SSIAD) -> httpx.Response:
    body = (
        f'<query:AdhocQueryRequest xmlns:query="{NS["query"]}" xmlns:rim="{NS["rim"]}"><query:ResponseOption'
        ' returnComposedObjects="true" returnType="ObjectRef"/><rim:AdhocQuery'
        ' id="urn:uuid:5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4"><rim:Slot name="$XDSDocumentEntryUniqueId"><rim:ValueList>'
        "<rim:Value>('1.2.3')</rim:Value></rim:ValueList></rim:Slot></rim:AdhocQuery></query:AdhocQueryRequest>"
    )
    return dmp.post("registry", "urn:ihe:iti:2007:RegistryStoredQuery", body, signed, structure=structure)


def test_a_sound_token_is_accepted(dmp: Dmp) -> None:
    assert status_of(xml(_asked(dmp, READ))) == "Success"
    assert status_of(xml(_asked(dmp, FEED))) == "Success"
    assert dmp.rule() == ""


@pytest.mark.parametrize(
    ("change", "code", "rule"),
    [
        ({"mode": "DIRECTE"}, "DMPInvalidVIHF", "dmp.direct"),
        ({"mode": "AUTRE"}, "DMPInvalidVIHF", "dmp.token"),
        ({"decl": ""}, "DMPInvalidVIHF", "dmp.means"),
        ({"name_id": "SSIAD/12"}, "DMPInvalidVIHF", "dmp.national-id"),
        ({"name_id": ""}, "DMPInvalidVIHF", "dmp.token"),
        ({"version": "2.0"}, "DMPInvalidVIHF", "dmp.token"),
        ({"subject": ""}, "DMPInvalidVIHF", "dmp.token"),
        ({"roles": ()}, "DMPInvalidVIHF", "dmp.token"),
        ({"roles": (("60", ""),)}, "DMPInvalidVIHF", "dmp.token"),
        ({"sector": "SSIAD"}, "DMPInvalidVIHF", "dmp.token"),
        ({"urn": "urn:autre"}, "DMPInvalidVIHF", "dmp.token"),
        ({"purpose": "curiosite"}, "DMPInvalidVIHF", "dmp.token"),
        ({"purpose": "bris_de_glace"}, "DMPInvalidVIHF", "dmp.reason"),
        ({"homologation": "INVENTE"}, "DMPInvalidVIHF", "dmp.software"),
        ({"patient": ""}, "DMPInvalidVIHF", "dmp.patient"),
        ({"patient": "238033523800188"}, "DMPInvalidVIHF", "dmp.token"),
        ({"issuer": "CN=Un autre,OU=1350009999,O=SSIAD Les Ajoncs,C=FR"}, "DMPInvalidVIHF", "dmp.issuer"),
        ({"issued": datetime(2020, 1, 1, tzinfo=UTC)}, "DMPInvalidVIHF", "dmp.dates"),
        ({"issued": datetime.now(UTC) + timedelta(hours=2)}, "DMPInvalidVIHF", "dmp.dates"),
    ],
)
def test_a_token_that_lacks_or_lies_is_refused(dmp: Dmp, change: dict[str, Any], code: str, rule: str) -> None:
    answer = _asked(dmp, replace(READ, **change))
    assert answer.status_code == 500
    assert (fault(xml(answer)), dmp.rule()) == (code, rule)


def test_without_any_token_nothing_opens(dmp: Dmp) -> None:
    assert fault(xml(_with(dmp, None))) == "DMPInvalidVIHF"


def test_an_unsigned_token_opens_nothing(dmp: Dmp) -> None:
    signed = dmp.signed(READ)
    signed.remove(signed.find("{http://www.w3.org/2000/09/xmldsig#}Signature"))
    assert fault(xml(_with(dmp, signed))) == "DMPInvalidVIHF"
    assert dmp.rule() == "dmp.signature"


def test_an_altered_byte_breaks_the_signature(dmp: Dmp) -> None:
    signed = dmp.signed(READ)
    name = signed.find(".//{urn:oasis:names:tc:SAML:2.0:assertion}NameID")
    name.text = "810100000032"
    assert fault(xml(_with(dmp, signed))) == "DMPInvalidVIHF"
    assert dmp.rule() == "dmp.signature"


def test_a_true_signature_wrapped_around_another_token_is_refused(dmp: Dmp) -> None:
    true, false = dmp.signed(READ), dmp.signed(replace(READ, name_id="810100000032"))
    false.find("{http://www.w3.org/2000/09/xmldsig#}Signature").getparent().replace(
        false.find("{http://www.w3.org/2000/09/xmldsig#}Signature"),
        true.find("{http://www.w3.org/2000/09/xmldsig#}Signature"),
    )
    false.append(true)
    assert fault(xml(_with(dmp, false))) == "DMPInvalidVIHF"


def test_the_tls_certificate_does_not_sign(dmp: Dmp) -> None:
    assert fault(xml(_asked(dmp, READ, role="auth_cli"))) == "DMPInvalidCertificate"
    assert dmp.rule() == "dmp.certificate"


def test_the_signature_of_another_structure_is_refused(dmp: Dmp) -> None:
    assert fault(xml(_asked(dmp, READ, signer=CABINET))) == "DMPInvalidVIHF"
    assert dmp.rule() == "dmp.structure"


def test_the_tls_connection_of_another_structure_is_refused(dmp: Dmp) -> None:
    assert fault(xml(_with(dmp, dmp.signed(READ), structure=CABINET))) == "DMPInvalidVIHF"
    assert dmp.rule() == "dmp.structure"


def test_the_signature_certificate_opens_no_connection(dmp: Dmp) -> None:
    pair = dmp.sandbox.context.authority.structure(SSIAD, "sign")
    with dmp.client(SSIAD, pair) as http, pytest.raises(httpx.TransportError):
        http.post(dmp.sandbox.settings.url("dmp", "/si-dmp-server/v2/services/registry"))


def test_sha1_of_the_official_samples_is_still_accepted(dmp: Dmp) -> None:
    class Old(XMLSigner):
        def check_deprecated_methods(self) -> None:
            """The samples are of 2019."""

    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    pair = dmp.sandbox.context.authority.structure(SSIAD, "sign")
    certificate = x509.load_pem_x509_certificate(pair.certificate.read_bytes())
    key = serialization.load_pem_private_key(pair.key.read_bytes(), None)
    signed = dmp.signed(READ)
    signature = signed.find("{http://www.w3.org/2000/09/xmldsig#}Signature")
    for child in list(signature):
        signature.remove(child)
    signature.set("Id", "placeholder")
    old = Old(
        method=SignatureConstructionMethod.enveloped,
        signature_algorithm=SignatureMethod.RSA_SHA1,
        digest_algorithm=DigestAlgorithm.SHA1,
        c14n_algorithm="http://www.w3.org/2001/10/xml-exc-c14n#",
    )
    again = old.sign(signed, key=key, cert=[certificate], reference_uri=f"#{signed.get('ID')}", id_attribute="ID")
    assert status_of(xml(_with(dmp, again))) == "Success"


def test_the_person_of_the_token_is_the_person_of_the_lot(dmp: Dmp) -> None:
    paper = Paper(patient=MARCEL)
    request = lot(paper.entry(), member(), patient=MARCEL)
    answer = xml(dmp.submit(request, FEED_MARTIN, {"Document01": paper.cda}))
    assert problems(answer) == ["XDSPatientIdDoesNotMatch"]
    assert dmp.rule() == "dmp.patient"
