"""Recorded bytes are made readable without ever being trusted."""

from __future__ import annotations

from sandbox.console.present import parts


def test_an_http_message_is_cut_into_headers_and_indented_xml() -> None:
    shown = parts(b"POST /lps HTTP/1.1\r\nHost: x\r\n\r\n<a><b>1</b></a>")
    assert [part.title for part in shown] == ["En-têtes", "XML"]
    assert shown[1].text == "<a>\n  <b>1</b>\n</a>\n"


def test_a_multipart_is_cut_and_a_pdf_is_only_described() -> None:
    body = b"--B\r\nContent-Type: text/xml\r\n\r\n<a/>\r\n--B\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7...\r\n--B--\r\n"
    shown = parts(b'HTTP/1.1 200 OK\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n' + body)
    assert [part.title for part in shown] == ["En-têtes", "Partie 1 : XML", "Partie 2 : PDF, 11 octets"]


def test_an_entity_is_not_expanded() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
    assert "&x;" in parts(bomb)[0].text


def test_a_form_is_shown_field_by_field_and_json_indented() -> None:
    assert parts(b"grant_type=authorization_code&code=a%20b")[0].text == "grant_type = authorization_code\ncode = a b"
    assert parts(b'{"a":1}')[0].text == '{\n  "a": 1\n}'


def test_long_base64_is_summarised_and_nothing_gives_nothing() -> None:
    assert "2000 caractères en base64" in parts(b"<a>" + b"QUFB" * 500 + b"</a>")[0].text
    assert parts(b"") == []
