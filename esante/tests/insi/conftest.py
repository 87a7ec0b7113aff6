"""A teleservice that answers what each test decides, and the structure that asks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from esante.cisis import Ins, Traits
from esante.insi import Found, InsiClient, Lps, Result, trait_search
from esante.soap import Message, SoapFault, answer, answer_fault, decode_message, encode_message
from lxml import etree

HERE = Path(__file__).parent
NOW = datetime(2026, 1, 31, 9, 39, 2, 4000, tzinfo=UTC)
SSIAD = "1350009999"
LPS = Lps(
    idam="CNDA-0001", version="1.00.00", instance="791e183f-0000-4248-a312-5ed5cd4785d4", name="urn:lps:alentour:0.1"
)
IRENE = Traits(
    birth_name="DUPONT",
    given_names="IRENE MARIE",
    first_given_name="IRENE",
    birth_date="1938-03-12",
    sex="F",
    birth_place="35238",
)
IRENE_FOUND = Found(ins=Ins(matricule="238033523800188", oid="1.2.250.1.213.1.4.10"), traits=IRENE)

Answering = Callable[[trait_search.Request], Result | SoapFault]


class Teleservice:
    """Records the requests received and answers them with ``answering``."""

    def __init__(self, answering: Answering) -> None:
        self.answering = answering
        self.messages: list[Message] = []

    @property
    def requests(self) -> list[trait_search.Request]:
        return [trait_search.decode_request(message.payload) for message in self.messages]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        message = decode_message(request.headers["Content-Type"], request.read())
        self.messages.append(message)
        said = self.answering(trait_search.decode_request(message.payload))
        if isinstance(said, SoapFault):
            answered, status = answer_fault(message.addressing, said, new_id="9"), 500
        else:
            payload = trait_search.encode_answer(said)
            answered, status = answer(message, trait_search.RESPONSE_ACTION, payload, new_id="9"), 200
        package = encode_message(answered)
        return httpx.Response(status, content=package.to_bytes(), headers={"Content-Type": package.content_type})


@pytest.fixture
def ids() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"00000000-0000-4000-8000-{next(numbers):012d}"


@pytest.fixture
def ask(ids: Callable[[], str]) -> Iterator[Callable[[Any], InsiClient]]:
    """A client of the SSIAD on any handler."""
    clients: list[httpx.Client] = []

    def make(handler: Any) -> InsiClient:
        clients.append(httpx.Client(transport=httpx.MockTransport(handler)))
        return InsiClient("https://insi.test/lps", clients[-1], emitter=SSIAD, lps=LPS, clock=lambda: NOW, new_id=ids)

    yield make
    for client in clients:
        client.close()


def is_golden(data: bytes, name: str) -> bool:
    """Whether a message is the golden file; ``GOLDEN=write`` writes the file instead, to be reviewed."""
    path = HERE / "golden" / name
    shown: str = etree.tostring(etree.fromstring(data), pretty_print=True, encoding="unicode")
    if os.environ.get("GOLDEN") == "write":
        path.write_text(shown)
    return path.read_text() == shown
