"""SOAP envelopes, their addressing and their faults, written and read."""

from __future__ import annotations

import pytest
from esante.soap import (
    ANONYMOUS,
    FAULT_ACTION,
    Addressing,
    FaultDetail,
    Message,
    NotSoap,
    Part,
    Payload,
    SoapFault,
    answer,
    answer_fault,
    decode_envelope,
    decode_fault,
    decode_message,
    encode_fault,
    encode_message,
    include,
    security_header,
)
from lxml import etree

GOLDEN_REQUEST = (
    b"<?xml version='1.0' encoding='UTF-8'?>\n"
    b'<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://www.w3.org/2005/08/addressing">'
    b"<soap:Header>"
    b'<wsa:Action soap:mustUnderstand="true">urn:question</wsa:Action>'
    b"<wsa:MessageID>urn:uuid:1</wsa:MessageID><wsa:To>https://dmp.test/registry</wsa:To>"
    b"<wsa:ReplyTo><wsa:Address>http://www.w3.org/2005/08/addressing/anonymous</wsa:Address></wsa:ReplyTo>"
    b'<wsse:Security xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">'
    b'<t:Token xmlns:t="urn:t"/></wsse:Security>'
    b"</soap:Header>"
    b'<soap:Body><q:Question xmlns:q="urn:q">\xc3\xa9</q:Question></soap:Body></soap:Envelope>'
)
GOLDEN_ANSWER = (
    b"<?xml version='1.0' encoding='UTF-8'?>\n"
    b'<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://www.w3.org/2005/08/addressing">'
    b"<soap:Header>"
    b"<wsa:Action>urn:question:Response</wsa:Action><wsa:MessageID>urn:uuid:2</wsa:MessageID>"
    b"<wsa:To>http://www.w3.org/2005/08/addressing/anonymous</wsa:To><wsa:RelatesTo>urn:uuid:1</wsa:RelatesTo>"
    b"</soap:Header>"
    b'<soap:Body><q:Answer xmlns:q="urn:q"/></soap:Body></soap:Envelope>'
)


def _request(*parts: Part) -> Message:
    element = etree.fromstring('<q:Question xmlns:q="urn:q">é</q:Question>')
    for part in parts:
        include(element, part)
    return Message(
        payload=Payload(element=element, parts=parts),
        addressing=Addressing(action="urn:question", message_id="urn:uuid:1", to="https://dmp.test/registry"),
        headers=(security_header(etree.fromstring('<t:Token xmlns:t="urn:t"/>')),),
    )


def test_a_request_is_written_byte_for_byte() -> None:
    package = encode_message(_request())
    assert package.content_type == 'application/soap+xml; charset=UTF-8; action="urn:question"'
    assert package.to_bytes() == GOLDEN_REQUEST


def test_its_answer_too() -> None:
    answered = answer(
        _request(),
        "urn:question:Response",
        Payload(element=etree.fromstring('<q:Answer xmlns:q="urn:q"/>')),
        new_id="2",
    )
    assert encode_message(answered).to_bytes() == GOLDEN_ANSWER


def test_a_request_is_read_back() -> None:
    package = encode_message(_request())
    read = decode_message(package.content_type, package.to_bytes())
    assert read.addressing == _request().addressing
    assert read.payload.element.text == "é"
    assert read.security is not None
    assert read.security.tag == "{urn:t}Token"
    assert read.fault is None
    assert not read.mtom


def test_an_answer_names_the_request_it_answers() -> None:
    read = decode_message("application/soap+xml", GOLDEN_ANSWER)
    assert read.addressing == Addressing(
        action="urn:question:Response", message_id="urn:uuid:2", to=ANONYMOUS, reply_to="", relates_to="urn:uuid:1"
    )


def test_parts_make_a_message_multipart() -> None:
    package = encode_message(_request(Part(content_id="d@x", data=b"bytes")))
    assert package.content_type.startswith('multipart/related; boundary="MIME_1"; type="application/xop+xml"')
    assert 'action="urn:question"' in package.content_type
    read = decode_message(package.content_type, package.to_bytes())
    assert read.mtom
    assert [part.content_id for part in read.payload.parts] == ["d@x"]


def test_a_fault_may_travel_in_a_multipart_as_the_dmp_does_for_td3_2() -> None:
    fault = SoapFault("Sender", "DMPAccessDeniedByRightsService", "Accès refusé")
    package = encode_message(answer_fault(_request().addressing, fault, new_id="9", mtom=True))
    read = decode_message(package.content_type, package.to_bytes())
    assert read.mtom
    assert read.addressing.action == FAULT_ACTION
    assert read.fault is not None
    assert (read.fault.code, read.fault.subcode, read.fault.reason) == (
        "Sender",
        "DMPAccessDeniedByRightsService",
        "Accès refusé",
    )


def test_a_siram_fault_keeps_its_detail() -> None:
    detail = FaultDetail(code="insi_102", severity="fatal", message_id="m1", text="Erreur technique")
    read = decode_fault(encode_fault(SoapFault("Receiver", "siram_100", "Erreur", detail)))
    assert read is not None
    assert read.detail == detail
    assert read.known_code == "insi_102"
    assert str(read) == "insi_102: Erreur"


def test_a_soap_1_1_fault_is_read() -> None:
    element = etree.fromstring(
        '<f:Fault xmlns:f="http://schemas.xmlsoap.org/soap/envelope/">'
        "<faultcode>f:Client</faultcode><faultstring> Refusé </faultstring></f:Fault>"
    )
    read = decode_fault(element)
    assert read is not None
    assert (read.code, read.reason, read.known_code) == ("Sender", "Refusé", "Sender")


def test_mixed_prefixes_and_missing_headers_are_forgiven() -> None:
    data = (
        '<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope">'
        '<S:Body xmlns:S="http://www.w3.org/2003/05/soap-envelope"><!-- x --><R xmlns="urn:r"/></S:Body></soap:Envelope>'
    )
    envelope = decode_envelope(data.encode())
    assert envelope.body.tag == "{urn:r}R"
    assert envelope.addressing.action == ""
    assert envelope.security is None


@pytest.mark.parametrize(
    ("content_type", "body", "why"),
    [
        ("text/html", b"<html/>", "text/html"),
        ("text/xml", b"<html/>", "html"),
        ("text/xml", b"not xml", "XML"),
        (
            "text/xml",
            b'<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body/></e:Envelope>',
            "sans contenu",
        ),
        ("text/xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "DOCTYPE"),
    ],
)
def test_what_is_not_soap_is_refused(content_type: str, body: bytes, why: str) -> None:
    with pytest.raises(NotSoap, match=why):
        decode_message(content_type, body)
