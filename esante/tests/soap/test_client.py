"""One exchange over HTTP: every way a partner can fail becomes one of three errors."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from esante.soap import (
    Addressing,
    Message,
    NotSoap,
    Part,
    Payload,
    SoapError,
    SoapFault,
    SoapTransport,
    Unreachable,
    answer,
    answer_fault,
    decode_message,
    encode_message,
    http_client,
)
from lxml import etree

Handler = Callable[[httpx.Request], httpx.Response]
REQUEST = Message(
    payload=Payload(
        element=etree.fromstring('<q xmlns="urn:q"/>'), parts=(Part(content_id="d", data=memoryview(b"--x")),)
    ),
    addressing=Addressing(action="urn:question", message_id="urn:uuid:1", to="https://partner.test/"),
)


def _transport(handler: Handler, **options: int) -> SoapTransport:
    return SoapTransport("https://partner.test/", httpx.Client(transport=httpx.MockTransport(handler)), **options)


def _respond(message: Message, status: int = 200) -> httpx.Response:
    package = encode_message(message)
    return httpx.Response(status, content=package.to_bytes(), headers={"Content-Type": package.content_type})


def _echo(request: httpx.Request) -> httpx.Response:
    asked = decode_message(request.headers["Content-Type"], request.read())
    assert bytes(asked.payload.parts[0].data) == b"--x"
    assert int(request.headers["Content-Length"]) == len(request.content)
    return _respond(answer(asked, "urn:question:Response", asked.payload, new_id="2"))


def test_an_answer_comes_back() -> None:
    answered = _transport(_echo).send(REQUEST)
    assert answered.addressing.relates_to == "urn:uuid:1"
    assert bytes(answered.payload.parts[0].data) == b"--x"


@pytest.mark.parametrize("status", [200, 400, 500])
def test_a_fault_is_raised_whatever_its_http_status(status: int) -> None:
    fault = SoapFault("Sender", "DMPInvalidCertificate", "Certificat refusé")
    transport = _transport(lambda _: _respond(answer_fault(REQUEST.addressing, fault, new_id="2"), status))
    with pytest.raises(SoapFault) as refused:
        transport.send(REQUEST)
    assert refused.value.known_code == "DMPInvalidCertificate"
    assert refused.value.message_id == "urn:uuid:1"


def _raise(error: type[httpx.TransportError]) -> Handler:
    def handler(request: httpx.Request) -> httpx.Response:
        raise error("boom", request=request)

    return handler


@pytest.mark.parametrize(
    ("handler", "why"),
    [
        (_raise(httpx.ReadTimeout), "délai"),
        (_raise(httpx.ConnectTimeout), "délai"),
        (_raise(httpx.ConnectError), "connexion impossible"),
        (_raise(httpx.RemoteProtocolError), "connexion impossible"),
        (lambda _: httpx.Response(503, text="maintenance"), "HTTP 503"),
        (lambda _: httpx.Response(502, html="<html/>"), "HTTP 502"),
        (lambda _: httpx.Response(429, text="slow down"), "HTTP 429"),
        (lambda _: _respond(REQUEST, 500), "HTTP 500"),
    ],
)
def test_what_may_pass_later_is_unreachable(handler: Handler, why: str) -> None:
    with pytest.raises(Unreachable, match=why) as silence:
        _transport(handler).send(REQUEST)
    assert silence.value.message_id == "urn:uuid:1"


@pytest.mark.parametrize(
    "handler",
    [
        lambda _: httpx.Response(200, html="<html>portail captif</html>"),
        lambda _: httpx.Response(403, html="<html/>"),
        lambda _: httpx.Response(302, headers={"Location": "http://elsewhere.test"}),
        lambda _: _respond(REQUEST, 404),
    ],
)
def test_what_is_not_the_protocol_is_not_tried_again(handler: Handler) -> None:
    with pytest.raises(NotSoap):
        _transport(handler).send(REQUEST)


def test_the_answer_to_another_request_is_refused() -> None:
    other = Addressing(action="urn:question", message_id="urn:uuid:42", to="")
    stray = Message(payload=Payload(element=REQUEST.payload.element), addressing=other.answer("urn:r", "urn:uuid:43"))
    with pytest.raises(NotSoap, match="autre demande"):
        _transport(lambda _: _respond(stray)).send(REQUEST)


def test_an_endless_answer_is_cut() -> None:
    with pytest.raises(NotSoap, match="volumineuse"):
        _transport(lambda _: httpx.Response(200, content=b"x" * 101), max_answer=100).send(REQUEST)


def test_every_error_is_of_one_family() -> None:
    assert {SoapFault, Unreachable, NotSoap} <= set(SoapError.__subclasses__())


def test_the_client_trusts_only_the_authorities_given(tmp_path: Path) -> None:
    with pytest.raises(ssl.SSLError):
        http_client(_write(tmp_path / "empty.pem", "not a certificate"))


def _write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path
