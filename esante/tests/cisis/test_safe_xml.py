"""Hostile XML stays at the door."""

from __future__ import annotations

from pathlib import Path

import pytest
from esante.cisis import MalformedXml, UnsafeXml, safe_xml

LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<l>&c;</l>"""


def test_an_external_entity_is_refused_and_its_file_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("not for you")
    data = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>&x;</a>'.encode()
    with pytest.raises(UnsafeXml) as refusal:
        safe_xml.parse(data)
    assert "not for you" not in str(refusal.value)


@pytest.mark.parametrize("huge", [False, True])
def test_billion_laughs_are_refused(huge: bool) -> None:
    with pytest.raises(UnsafeXml):
        safe_xml.parse(LAUGHS, huge=huge)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_doctype_alone_is_refused_in_any_encoding(encoding: str) -> None:
    with pytest.raises(UnsafeXml):
        safe_xml.parse(f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE html><html/>'.encode(encoding))


@pytest.mark.parametrize("data", [b"", b"   ", b"<a>", b"\x00\x01", b"%PDF-1.4", b"<a>&nope;</a>"])
def test_what_is_not_xml_is_said_so(data: bytes) -> None:
    with pytest.raises(MalformedXml):
        safe_xml.parse(data)


def test_too_big_a_file_is_refused_unless_huge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_xml, "MAX_BYTES", 100)
    data = b"<a>" + b"x" * 200 + b"</a>"
    with pytest.raises(UnsafeXml):
        safe_xml.parse(data)
    assert safe_xml.parse(data, huge=True).tag == "a"


@pytest.mark.parametrize("huge", [False, True])
def test_a_bottomless_document_is_refused(huge: bool) -> None:
    with pytest.raises((UnsafeXml, MalformedXml)):
        safe_xml.parse(b"<a>" * 5000 + b"</a>" * 5000, huge=huge)


def test_an_eleven_megabyte_text_needs_huge() -> None:
    data = b"<a>" + b"QUJD" * (11 * 1024 * 256) + b"</a>"
    with pytest.raises(MalformedXml):
        safe_xml.parse(data)
    assert len(safe_xml.parse(data, huge=True).text) == 11 * 1024 * 1024


def test_what_is_read_is_written_back() -> None:
    root = safe_xml.parse("<a>Hélène</a>".encode())
    assert safe_xml.parse(safe_xml.serialize(root)).text == "Hélène"
