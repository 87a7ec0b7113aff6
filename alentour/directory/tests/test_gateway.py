"""The Annuaire on the wire, with a fake transport: the right question, and each failure in words."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from esante.annuaire import (
    AnnuaireClient,
    Mailbox,
    OrganizationRecord,
    PractitionerRecord,
    encode_organization,
    encode_practitioner,
)

from alentour.directory import gateway
from alentour.directory.gateway import AnnuaireUnreachable

Install = Callable[[Callable[[httpx.Request], httpx.Response]], None]
MARTIN = PractitionerRecord(
    id="p1", rpps="10100000032", family="Martin", given="Paul", profession="10",
    mailboxes=(Mailbox(address="paul.martin@medecin.mssante.test", kind="PER"),),
)  # fmt: skip
OFFICINE = OrganizationRecord(id="o1", idnst="1350009981", finess="350009981", name="Pharmacie du Mail", city="Rennes")


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Install:
    def install(handle: Callable[[httpx.Request], httpx.Response]) -> None:
        http = httpx.Client(transport=httpx.MockTransport(handle))
        client = AnnuaireClient("https://annuaire.test/fhir/v2", http, "key")
        monkeypatch.setattr(gateway, "_client", lambda: client)

    return install


def bundle(*resources: object) -> httpx.Response:
    entries = [{"resource": one, "search": {"mode": "match"}} for one in resources]
    return httpx.Response(
        200,
        json={"resourceType": "Bundle", "type": "searchset", "total": len(entries), "entry": entries},
        headers={"Content-Type": "application/fhir+json"},
    )


def serve(request: httpx.Request) -> httpx.Response:
    if request.url.path.endswith("/Practitioner"):
        return bundle(encode_practitioner(MARTIN))
    if request.url.path.endswith("/Organization"):
        return bundle(encode_organization(OFFICINE))
    return bundle()


def test_a_name_is_asked_of_people_and_of_structures(wire: Install) -> None:
    asked: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path.rsplit("/", 1)[1])
        assert request.headers["ESANTE-API-KEY"] == "key"
        return serve(request)

    wire(handle)
    assert [one.name for one in gateway.search("mail")] == ["Paul MARTIN", "Pharmacie du Mail"]
    assert asked == ["Practitioner", "Organization"]


def test_a_profession_asks_people_only_with_the_code_of_the_register(wire: Install) -> None:
    codes: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        codes.append(request.url.params.get("qualification-code", ""))
        return serve(request)

    wire(handle)
    assert [one.name for one in gateway.search("martin", profession="G15_10")] == ["Paul MARTIN"]
    assert [code.rpartition("|")[2] for code in codes] == ["10"]


@pytest.mark.parametrize("typed", ["10100000032", "810100000032"])
def test_an_rpps_finds_its_professional(wire: Install, typed: str) -> None:
    wire(serve)
    assert [one.rpps for one in gateway.search(typed)] == ["10100000032"]


def test_a_finess_finds_its_structure(wire: Install) -> None:
    wire(serve)
    assert [one.name for one in gateway.search("350009981")] == ["Pharmacie du Mail"]


def test_a_mailbox_finds_its_holder(wire: Install) -> None:
    wire(serve)
    assert [one.name for one in gateway.search("Paul.Martin@medecin.mssante.test")] == ["Paul MARTIN"]


def _closed(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("closed", request=request)


def _slow(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("slow", request=request)


@pytest.mark.parametrize(
    "handle", [_closed, _slow, lambda request: httpx.Response(503), lambda request: httpx.Response(401)]
)
def test_silence_slowness_and_refusals_are_told_alike(
    wire: Install, handle: Callable[[httpx.Request], httpx.Response]
) -> None:
    wire(handle)
    with pytest.raises(AnnuaireUnreachable) as outage:
        gateway.search("martin")
    assert outage.value.sentence.endswith(".")
    assert outage.value.code
