"""INSi on the wire, with a fake transport: what is sent, what each answer becomes."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import httpx
import pytest
from esante.insi import trait_search
from esante.soap import Message, SoapFault, answer_fault, decode_message, encode_message
from esante.soap import answer as soap_answer

from alentour.accounts.models import Structure
from alentour.identity import gateway
from alentour.identity.answers import Found, InsiRefused, InsiUnreachable, NotFound, Several, Tried
from alentour.identity.mapping import Ins, Unwritable
from alentour.identity.tests.people import IRENE, MATRICULES, TEST_OID
from esante import insi as wire

pytestmark = pytest.mark.django_db
Answering = Callable[[trait_search.Request], wire.Result]


@pytest.fixture
def insi_is(monkeypatch: pytest.MonkeyPatch, ssiad: Structure) -> Callable[[object], list[Message]]:
    """Put an INSi behind the gateway, made of ``answer(request) -> Result`` (or raising), and give what it received."""

    def install(answer: object) -> list[Message]:
        received: list[Message] = []

        def handle(request: httpx.Request) -> httpx.Response:
            if isinstance(answer, httpx.HTTPError):
                raise answer
            message = decode_message(request.headers["Content-Type"], request.content)
            received.append(message)
            return _response(message, answer)  # type: ignore[arg-type]

        client = httpx.Client(transport=httpx.MockTransport(handle))
        monkeypatch.setattr(gateway, "_http", lambda idnst: client)
        where = SimpleNamespace(
            insi=SimpleNamespace(url="https://insi.test/lps", idam="IDAM", timeout=1), trust="x", certs="x"
        )
        monkeypatch.setattr(gateway.settings, "CONNECTORS", where)
        return received

    return install


def _response(asked: Message, answer: Answering) -> httpx.Response:
    try:
        payload = trait_search.encode_answer(answer(trait_search.decode_request(asked.payload)))
        reply, status = soap_answer(asked, trait_search.RESPONSE_ACTION, payload, new_id="uuid:answer"), 200
    except SoapFault as fault:
        reply, status = answer_fault(asked.addressing, fault, new_id="uuid:answer"), 500
    package = encode_message(reply)
    content = b"".join(bytes(chunk) for chunk in package.chunks)
    return httpx.Response(status, content=content, headers={"Content-Type": package.content_type})


def irene_of_insi() -> wire.Found:
    return wire.Found(
        ins=Ins(matricule=MATRICULES["DUPONT"], oid=TEST_OID),
        traits=IRENE,
        history=(wire.Period(ins=Ins(matricule="238033523800188", oid="1.2.250.1.213.1.4.8"), start="1990-01-01"),),
    )


def test_irene_is_found_in_one_call_without_her_birth_place(
    insi_is: Callable[[object], list[Message]], ssiad: Structure
) -> None:
    received = insi_is(lambda request: irene_of_insi())
    tried: list[Tried] = []
    answer = gateway.search(ssiad, IRENE, tried)
    assert isinstance(answer, Found)
    assert answer.identity.ins.matricule == MATRICULES["DUPONT"]
    assert answer.identity.traits == IRENE
    assert [line.starts_on for line in answer.identity.history] == ["1990-01-01"]
    assert tried == [Tried(1, False, "00")]
    request = trait_search.decode_request(received[0].payload)
    assert (request.given_names, request.birth_place) == (("IRENE",), "")


def test_the_sequence_goes_on_until_somebody_is_found(
    insi_is: Callable[[object], list[Message]], ssiad: Structure
) -> None:
    insi_is(lambda request: irene_of_insi() if "MARIE" in " ".join(request.given_names) else wire.Several())
    tried: list[Tried] = []
    assert isinstance(gateway.search(ssiad, IRENE, tried), Found)
    assert [(one.given_names, one.code) for one in tried] == [(1, "02"), (2, "00")]


def test_nobody_and_several_are_answers(insi_is: Callable[[object], list[Message]], ssiad: Structure) -> None:
    insi_is(lambda request: wire.NotFound())
    assert isinstance(gateway.search(ssiad, IRENE, []), NotFound)
    insi_is(lambda request: wire.Several())
    assert isinstance(gateway.search(ssiad, IRENE, []), Several)


@pytest.mark.parametrize(("code", "unavailable"), [("siram_40", True), ("desir_560", False)])
def test_a_fault_is_a_refusal_in_words(
    insi_is: Callable[[object], list[Message]], ssiad: Structure, code: str, unavailable: bool
) -> None:
    def refuse(request: trait_search.Request) -> wire.Result:
        raise SoapFault("Receiver" if unavailable else "Sender", code, "non")

    insi_is(refuse)
    with pytest.raises(InsiRefused) as refused:
        gateway.search(ssiad, IRENE, [])
    assert (refused.value.code, refused.value.unavailable) == (code, unavailable)
    assert refused.value.sentence.endswith("Rien n'a changé dans l'identité.")


@pytest.mark.parametrize("outage", [httpx.ConnectError("closed"), httpx.ReadTimeout("slow")])
def test_silence_and_slowness_are_unreachable(
    insi_is: Callable[[object], list[Message]], ssiad: Structure, outage: Exception
) -> None:
    insi_is(outage)
    with pytest.raises(InsiUnreachable):
        gateway.search(ssiad, IRENE, [])


def test_a_name_insi_cannot_write_is_told_before_anything_leaves(
    insi_is: Callable[[object], list[Message]], ssiad: Structure
) -> None:
    from dataclasses import replace

    received = insi_is(lambda request: wire.NotFound())
    with pytest.raises(Unwritable):
        gateway.search(ssiad, replace(IRENE, birth_name="DUPONT/2"), [])
    assert received == []


def test_an_installation_without_insi_says_so(ssiad: Structure) -> None:
    with pytest.raises(InsiRefused, match="not-configured"):
        gateway.search(ssiad, IRENE, [])
