"""All is created there, or nothing is; and we know which."""

from __future__ import annotations

import json

import httpx
import pytest
from esante.tddui import Created, Refused, TdduiClient, Unreachable, encode_response, encode_transfer

from .records import record

BUNDLE = encode_transfer(record())
CREATED = tuple(
    Created(entry["fullUrl"], f"{entry['resource']['resourceType']}/{number}", "1")
    for number, entry in enumerate(BUNDLE["entry"])
)


def client(handler: object) -> TdduiClient:
    http = httpx.Client(transport=httpx.MockTransport(handler))  # type: ignore[arg-type]
    return TdduiClient("https://dui.test/fhir/", http, "jeton")


def test_a_record_is_posted_whole_and_its_new_identifiers_kept() -> None:
    asked: list[httpx.Request] = []

    def consumer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, content=json.dumps(encode_response(CREATED)))

    assert client(consumer).send(BUNDLE) == CREATED
    assert (asked[0].method, str(asked[0].url)) == ("POST", "https://dui.test/fhir")
    assert asked[0].headers["Authorization"] == "Bearer jeton"
    assert json.loads(asked[0].content) == BUNDLE


def test_an_absolute_location_is_kept_relative() -> None:
    answer = encode_response(CREATED)
    for entry in answer["entry"]:
        entry["response"]["location"] = "https://dui.test/fhir/" + entry["response"]["location"]
    assert client(lambda _: httpx.Response(200, content=json.dumps(answer))).send(BUNDLE) == CREATED


def test_a_refusal_is_told_with_its_words() -> None:
    outcome = (
        '{"resourceType":"OperationOutcome","issue":'
        '[{"severity":"error","code":"duplicate","diagnostics":"dossier déjà présent"}]}'
    )
    with pytest.raises(Refused) as refusal:
        client(lambda _: httpx.Response(422, text=outcome)).send(BUNDLE)
    assert (refusal.value.code, refusal.value.permanent) == ("duplicate", True)
    assert "dossier déjà présent" in refusal.value.sentence


@pytest.mark.parametrize("status", [302, 401, 500])
def test_a_refusal_without_words_keeps_its_status(status: int) -> None:
    with pytest.raises(Refused, match=str(status)):
        client(lambda _: httpx.Response(status)).send(BUNDLE)


@pytest.mark.parametrize(
    "answer",
    ["<html/>", json.dumps(encode_response(CREATED[:-1])), json.dumps(encode_response(CREATED)).replace("201", "400")],
)
def test_an_answer_that_does_not_match_may_be_asked_again(answer: str) -> None:
    with pytest.raises(Refused) as refusal:
        client(lambda _: httpx.Response(200, text=answer)).send(BUNDLE)
    assert not refusal.value.permanent


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_consumer_is_unreachable(status: int) -> None:
    with pytest.raises(Unreachable) as failure:
        client(lambda _: httpx.Response(status)).send(BUNDLE)
    assert str(status) in failure.value.why


@pytest.mark.parametrize("error", [httpx.ReadTimeout("slow"), httpx.ConnectError("down")])
def test_silence_is_unreachable(error: httpx.HTTPError) -> None:
    def silent(_: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(Unreachable):
        client(silent).send(BUNDLE)
