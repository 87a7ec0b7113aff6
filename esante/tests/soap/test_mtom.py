"""MTOM/XOP: documents travel untouched, whatever the sender's habits."""

from __future__ import annotations

from pathlib import Path

import pytest
from esante.soap import BadMime, Part, content, decode_message, decode_package, encode_package, inlined
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

ROOT = b"<a/>"
PDF = b"%PDF-1.7\r\n--\r\n--B--not\nboundary \x00\xff\r\n"


def _package(*parts: Part, boundary: str = "B") -> tuple[str, bytes]:
    package = encode_package(ROOT, parts, action="urn:x", boundary=boundary, root_id="root@alentour")
    return package.content_type, package.to_bytes()


def test_a_document_comes_back_byte_for_byte() -> None:
    content_type, body = _package(Part(content_id="doc1@alentour", data=PDF, content_type="application/pdf"))
    root, parts = decode_package(content_type, body)
    assert bytes(root) == ROOT
    assert [(part.content_id, part.content_type, bytes(part.data)) for part in parts] == [
        ("doc1@alentour", "application/pdf", PDF)
    ]


def test_reading_makes_no_copy_of_a_document() -> None:
    content_type, body = _package(Part(content_id="d", data=PDF))
    (part,) = decode_package(content_type, body)[1]
    assert isinstance(part.data, memoryview)
    assert part.data.obj is body


def test_writing_keeps_the_very_buffers_it_was_given() -> None:
    data = memoryview(PDF)
    package = encode_package(ROOT, [Part(content_id="d", data=data)], action="", boundary="Z", root_id="r")
    assert any(chunk is data for chunk in package.chunks)
    assert package.length == len(package.to_bytes())


@given(st.lists(st.binary(max_size=200), max_size=4))
def test_any_bytes_survive(documents: list[bytes]) -> None:
    parts = [Part(content_id=f"d{i}", data=data) for i, data in enumerate(documents)]
    content_type, body = _package(*parts, boundary="-")
    assert [bytes(part.data) for part in decode_package(content_type, body)[1]] == documents


def test_a_boundary_held_by_a_document_is_lengthened() -> None:
    document = b"\r\n--B\r\nContent-ID: <forged>\r\n\r\nforged\r\n--B--\r\n"
    content_type, body = _package(Part(content_id="d", data=document))
    assert 'boundary="B_"' in content_type
    (part,) = decode_package(content_type, body)[1]
    assert bytes(part.data) == document


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/related; boundary=a+b:c=d; type=application/xop+xml",
        'Multipart/Related;Boundary="a+b:c=d";START="<root>"',
        "multipart/related; type=text/xml; boundary=a+b:c=d ; start=root",
    ],
)
def test_boundaries_are_read_quoted_or_not(content_type: str) -> None:
    body = b"--a+b:c=d\r\ncontent-id: root\r\n\r\n<a/>\r\n--a+b:c=d\r\nCONTENT-ID: <d>\r\n\r\nbytes\r\n--a+b:c=d--"
    root, parts = decode_package(content_type, body)
    assert bytes(root) == ROOT
    assert [(part.content_id, bytes(part.data)) for part in parts] == [("d", b"bytes")]


def test_without_start_the_root_is_the_first_part() -> None:
    body = b"preamble\r\n--B\r\n\r\n<a/>\r\n--B\r\nContent-ID: <d>\r\n\r\nx\r\n--B--\r\nepilogue"
    root, parts = decode_package("multipart/related; boundary=B", body)
    assert bytes(root) == ROOT
    assert len(parts) == 1


def test_start_designates_the_root_wherever_it_is() -> None:
    body = b"--B\r\nContent-ID: <d>\r\n\r\nx\r\n--B\r\nContent-ID: <r@x>\r\n\r\n<a/>\r\n--B--"
    root, parts = decode_package('multipart/related; boundary=B; start="<r@x>"', body)
    assert bytes(root) == ROOT
    assert [part.content_id for part in parts] == ["d"]


def test_a_part_in_base64_and_folded_headers_are_read() -> None:
    body = (
        b"--B\n\n<a/>\n--B\nContent-Type: text/xml;\n  charset=UTF-8\nContent-Transfer-Encoding: BASE64\n"
        b"Content-ID: <d>\n\nYWJj\nZGVm\n--B--\n"
    )
    (part,) = decode_package("multipart/related; boundary=B", body)[1]
    assert bytes(part.data) == b"abcdef"
    assert part.content_type == "text/xml; charset=UTF-8"


@pytest.mark.parametrize(
    ("content_type", "body", "why"),
    [
        ("multipart/related", b"--B\r\n\r\nx\r\n--B--", "délimiteur"),
        ("multipart/related; boundary=B", b"--B\r\n\r\n<a/>\r\n", "tronqué"),
        ("multipart/related; boundary=B", b"--B--", "aucune partie"),
        ("multipart/related; boundary=B", b"--B\r\nContent-Type: text/xml\r\n--B--", "ligne vide"),
        (
            "multipart/related; boundary=B",
            b"--B\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nx\r\n--B--",
            "quoted-printable",
        ),
        ("multipart/related; boundary=B", b"--B\r\n\r\nx\r\n" * 1002 + b"--B--", "1000"),
    ],
)
def test_what_cannot_be_taken_apart_is_refused(content_type: str, body: bytes, why: str) -> None:
    with pytest.raises(BadMime, match=why):
        decode_package(content_type, body)


@pytest.mark.parametrize("href", ["cid:doc%401@x%3Ay", "cid:doc@1@x:y"])
def test_a_reference_is_found_url_encoded_or_not(href: str) -> None:
    element = etree.fromstring(f'<D><xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="{href}"/></D>')
    assert bytes(content(element, [Part(content_id="doc@1@x:y", data=b"ok")])) == b"ok"


def test_a_document_inline_in_base64_is_accepted() -> None:
    assert content(etree.fromstring("<D>\n YWJj\n ZGVm </D>"), []) == b"abcdef"


def test_a_reference_without_part_is_refused() -> None:
    element = etree.fromstring('<D><i:Include xmlns:i="http://www.w3.org/2004/08/xop/include" href="cid:ghost"/></D>')
    with pytest.raises(BadMime, match="ghost"):
        content(element, [Part(content_id="other", data=b"")])


def test_unreadable_base64_is_refused() -> None:
    with pytest.raises(BadMime, match="base64"):
        content(etree.fromstring("<D>@@@</D>"), [])


@pytest.mark.kits
def test_the_raw_message_of_the_nist_is_read(kits: Path) -> None:
    samples = kits / "ihe/xds-exemples"
    headers = (samples / "nist_mtom_pnr_entetes.txt").read_text()
    content_type = next(line.partition(": ")[2] for line in headers.splitlines() if line.startswith("Content-Type"))
    message = decode_message(content_type, (samples / "nist_mtom_pnr_corps.txt").read_bytes())
    assert message.addressing.action == "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b"
    document = next(message.payload.element.iter("{urn:ihe:iti:xds-b:2007}Document"))
    assert bytes(content(document, message.payload.parts)).startswith(b"This is my document.")
    full = inlined(message.payload.element, message.payload.parts)
    assert next(full.iter("{urn:ihe:iti:xds-b:2007}Document")).text


@pytest.mark.kits
def test_the_official_deposit_of_the_dmp_is_read_in_spite_of_its_soap_1_1_envelope(kits: Path) -> None:
    body = (kits / "ihe/dmp-exemples/TD2.1-Alimentation_requete.mime.txt").read_bytes()
    content_type = "multipart/related; boundary=----=_Part_9_20030738.1554380517598; start=<rootpart@soapui.org>"
    message = decode_message(content_type, body)
    assert message.addressing.action == "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b"
    documents = list(message.payload.element.iter("{urn:ihe:iti:xds-b:2007}Document"))
    assert [bytes(content(each, message.payload.parts))[:10] for each in documents] == [b"<ClinicalD", b"<Signature"]
