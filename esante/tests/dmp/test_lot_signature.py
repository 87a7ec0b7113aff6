"""The XAdES signature of a lot: one more document, that another library verifies."""

from __future__ import annotations

import base64
import hashlib
from io import BytesIO
from typing import Any

import pytest
import xmlsec
from cryptography.hazmat.primitives.serialization import Encoding
from esante.dmp import DmpClient, LotSigner, Signer
from esante.xds import AssociationType, RegistryResponse, check_deposit, iti41
from lxml import etree

from .conftest import IRENE, LOT_ID, STRUCTURE, Dmp, deposit

DS = "{http://www.w3.org/2000/09/xmldsig#}"


@pytest.fixture
def sent(dmp: Dmp, client: DmpClient, signer: Signer) -> iti41.Request:
    dmp.answering = lambda message: iti41.encode_answer(RegistryResponse.of())
    lot_signer = LotSigner(certificate=signer.certificate, key=signer.key, unique_id="1.2.250.1.999.1.4.1")
    client.publish(STRUCTURE, IRENE, deposit(), lot_signer)
    return iti41.decode_request(dmp.messages[0].payload)


def test_it_is_a_document_of_the_lot(sent: iti41.Request) -> None:
    assert check_deposit(sent) == ()
    plan, signature = sent.submission.entries
    assert signature.id == "Signature01"
    assert signature.unique_id == "1.2.250.1.999.1.4.1"
    assert [code.code for code in signature.confidentiality] == ["N", "MASQUE_PS", "INVISIBLE_PATIENT"]
    assert signature.type_code is not None
    assert (signature.type_code.code, signature.type_code.system) == ("E1762", "ASTM")
    assert signature.language == "art"
    links = [(link.type, link.source, link.target) for link in sent.submission.associations]
    assert links == [
        (AssociationType.HAS_MEMBER, "SubmissionSet01", plan.id),
        (AssociationType.HAS_MEMBER, "SubmissionSet01", "Signature01"),
        (AssociationType.SIGNS, "Signature01", "SubmissionSet01"),
    ]


def test_its_manifest_covers_the_documents(sent: iti41.Request) -> None:
    root = etree.fromstring(bytes(sent.documents["Signature01"]))
    manifest = next(root.iter(DS + "Manifest"))
    lot, plan = manifest.iterchildren(DS + "Reference")
    assert (lot.get("URI"), lot.findtext(DS + "DigestValue")) == (f"urn:oid:{LOT_ID}", "AA==")
    assert plan.get("URI") == "urn:oid:1.2.250.1.999.1.2.1001"
    document = etree.fromstring(bytes(sent.documents["Document01"]))
    canonical = etree.tostring(document, method="c14n", with_comments=True)
    assert plan.findtext(DS + "DigestValue") == base64.b64encode(hashlib.sha1(canonical).digest()).decode()
    assert next(root.iter(DS + "SignatureProperty")).text == "1.2.840.10065.1.12.1.14"


def _verify(data: bytes, signer: Signer) -> None:
    """xmlsec follows the manifest too: it is given something for each ``urn:oid``, the digests being checked above."""
    root = etree.fromstring(data)
    xmlsec.tree.add_ids(root, ["Id"])
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(
        signer.certificate.public_bytes(Encoding.PEM), xmlsec.constants.KeyDataFormatCertPem
    )
    xmlsec.cleanup_callbacks()
    xmlsec.register_callbacks(
        lambda uri: uri.startswith(b"urn:oid:"), lambda uri: BytesIO(b"<x/>"), _read, lambda io: None
    )
    try:
        context.verify(root)
    finally:
        xmlsec.cleanup_callbacks()
        xmlsec.register_default_callbacks()


def _read(stream: BytesIO, buffer: memoryview) -> int:
    return stream.readinto(buffer)


def test_another_library_verifies_it(sent: iti41.Request, signer: Signer) -> None:
    data = bytes(sent.documents["Signature01"])
    _verify(data, signer)
    assert b"rsa-sha256" in data


def test_an_altered_manifest_is_refused(sent: iti41.Request, signer: Signer) -> None:
    data = bytes(sent.documents["Signature01"]).replace(b"urn:oid:1.2.250.1.999.1.2.1001", b"urn:oid:1.2.3")
    with pytest.raises(xmlsec.Error):
        _verify(data, signer)


@pytest.mark.kits
def test_its_shape_is_that_of_the_official_sample(sent: iti41.Request, kits: Any) -> None:
    official = etree.parse(str(kits / "ihe/dmp-exemples/TD2.1-SignatureXades.xml")).getroot()
    ours = etree.fromstring(bytes(sent.documents["Signature01"]))

    def shape(root: Any) -> list[str]:
        return [etree.QName(element).localname for element in root]

    assert shape(ours) == shape(official)
    assert [node.get("Id") for node in ours.iter("{*}Manifest", "{*}SignedProperties")] == [
        node.get("Id") for node in official.iter("{*}Manifest", "{*}SignedProperties")
    ]
