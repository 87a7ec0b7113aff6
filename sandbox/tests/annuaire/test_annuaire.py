"""The directory answers as the API v2 does, and refuses what it does not serve."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fhir.resources.R4B.bundle import Bundle
from sandbox.environment import secret
from sandbox.faults import Fault
from sandbox.runtime import Sandbox

INES = "10100000024"


@pytest.fixture(scope="module")
def sandbox(make_sandbox) -> Sandbox:
    return make_sandbox("annuaire", annuaire_per_second=1000)


def _client(sandbox: Sandbox, key: str | None = None) -> httpx.Client:
    trust = ssl.create_default_context(cafile=str(sandbox.context.authority.trust))
    headers = {"ESANTE-API-KEY": secret(sandbox.settings, "annuaire-key") if key is None else key}
    return httpx.Client(base_url=sandbox.settings.url("annuaire", "/fhir/v2"), verify=trust, headers=headers)


@pytest.fixture
def api(sandbox: Sandbox) -> Iterator[httpx.Client]:
    sandbox.context.faults.clear()
    with _client(sandbox) as client:
        yield client


def _found(answer: httpx.Response, kind: str, mode: str = "match") -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    bundle = answer.json()
    return [
        entry["resource"]
        for entry in bundle.get("entry", [])
        if entry["search"]["mode"] == mode and entry["resource"]["resourceType"] == kind
    ]


def _rule(sandbox: Sandbox) -> str:
    exchange = sandbox.context.journal.list(service="annuaire", limit=1)[0]
    return exchange.rule.code if exchange.rule else ""


def test_ines_is_found_by_name_by_rpps_and_by_national_identifier(api: httpx.Client) -> None:
    for query in (
        {"family": "moreau", "given": "ines"},
        {"identifier": f"https://rpps.esante.gouv.fr|{INES}"},
        {"identifier": f"urn:oid:1.2.250.1.71.4.2.1|8{INES}"},
        {"name:contains": "inès mor"},
    ):
        found = _found(api.get("/Practitioner", params=query), "Practitioner")
        assert [person["name"][0]["given"] for person in found] == [["Inès"]], query


def test_a_mailbox_of_a_place_is_on_the_activity_and_brings_person_and_place(api: httpx.Client) -> None:
    query = [
        ("mailbox-mss", "ines.moreau@ssiad-ajoncs.mssante.test"),
        ("_include", "PractitionerRole:practitioner"),
        ("_include", "PractitionerRole:organization"),
    ]
    answer = api.get("/PractitionerRole", params=query)
    assert len(_found(answer, "PractitionerRole")) == 1
    assert _found(answer, "Practitioner", "include")[0]["name"][0]["family"] == "MOREAU"
    assert _found(answer, "Organization", "include")[0]["name"] == "SSIAD Les Ajoncs"


def test_a_liberal_mailbox_is_on_the_person_and_a_team_one_on_the_structure(api: httpx.Client) -> None:
    doctor = _found(
        api.get("/Practitioner", params={"mailbox-mss": "paul.martin@medecin.mssante.test"}), "Practitioner"
    )
    assert doctor[0]["name"][0]["family"] == "MARTIN"
    team = _found(api.get("/Organization", params={"mailbox-mss": "equipe@ssiad-ajoncs"}), "Organization")
    extension = team[0]["telecom"][-1]["extension"][1]["extension"][0]
    assert extension["valueCodeableConcept"]["coding"][0]["code"] == "ORG"


def test_the_people_of_a_structure_come_along_backwards(api: httpx.Client) -> None:
    query = {"identifier": "https://finess.esante.gouv.fr|350009999", "_revinclude": "PractitionerRole:organization"}
    assert len(_found(api.get("/Organization", params=query), "PractitionerRole", "include")) == 5


def test_structures_are_found_by_town_and_sector(api: httpx.Client) -> None:
    query = {"address-city": "rennes", "type": "SA33"}
    names = [place["name"] for place in _found(api.get("/Organization", params=query), "Organization")]
    assert names == ["Pharmacie du Mail", "Pharmacie des Lices"]


def test_some_have_no_mailbox_at_all(api: httpx.Client) -> None:
    sophie = _found(api.get("/Practitioner", params={"family": "leroy"}), "Practitioner")
    assert "telecom" not in sophie[0]


def test_fifty_at_most_then_a_next_link(api: httpx.Client) -> None:
    first = api.get("/Practitioner", params={"active": "true", "_count": "20"}).json()
    seen = [entry["resource"]["id"] for entry in first["entry"]]
    bundle = first
    while following := [link["url"] for link in bundle["link"] if link["relation"] == "next"]:
        bundle = api.get(following[0]).json()
        seen += [entry["resource"]["id"] for entry in bundle["entry"]]
    assert len(seen) == len(set(seen)) == first["total"] >= 40


def test_a_search_may_be_posted(api: httpx.Client) -> None:
    assert len(_found(api.post("/Practitioner/_search", data={"family:exact": "ROUX"}), "Practitioner")) == 1


def test_every_answer_is_valid_fhir(api: httpx.Client) -> None:
    answer = api.get("/PractitionerRole", params={"_include": "*", "_count": "50"})
    assert Bundle.model_validate_json(answer.text).total == answer.json()["total"]


def test_updates_since_a_date(api: httpx.Client) -> None:
    assert _found(api.get("/Organization", params={"_lastUpdated": "ge2026-12-01"}), "Organization") == []
    assert _found(api.get("/Organization", params={"_lastUpdated": "ge2026-11-01"}), "Organization")


@pytest.mark.parametrize(
    ("path", "status", "rule"),
    [
        ("/Practitioner?mailbox-mss-type=ORG", 400, "annuaire.parameter"),
        ("/PractitionerRole?practitioner.name=moreau", 400, "annuaire.parameter"),
        ("/Practitioner?family:missing=true", 400, "annuaire.modifier"),
        ("/Practitioner?_lastUpdated=hier", 400, "annuaire.value"),
        ("/Practitioner?_count=beaucoup", 400, "annuaire.value"),
        ("/PractitionerRole?_include=Device:owner", 400, "annuaire.include"),
        ("/Patient?name=dupont", 404, "annuaire.resource"),
        ("?_type=Practitioner,Organization", 400, "annuaire.resource"),
        ("/Practitioner/003-absent", 404, "annuaire.unknown"),
    ],
)
def test_what_is_not_served_is_refused_as_an_outcome(
    sandbox: Sandbox, api: httpx.Client, path: str, status: int, rule: str
) -> None:
    answer = api.get(path)
    assert (answer.status_code, answer.json()["resourceType"]) == (status, "OperationOutcome")
    assert _rule(sandbox) == rule


def test_the_refusal_of_mailbox_type_has_its_known_words(api: httpx.Client) -> None:
    issue = api.get("/Practitioner", params={"mailbox-mss-type": "ORG"}).json()["issue"][0]
    assert issue["diagnostics"] == "Parameter mailbox-mss-type not found"


def test_without_the_right_key_nothing_is_said_and_the_key_stays_out_of_the_journal(sandbox: Sandbox) -> None:
    with _client(sandbox, key="cle-inventee") as stranger:
        assert stranger.get("/Practitioner").status_code == 401
    assert _rule(sandbox) == "annuaire.key"
    number = sandbox.context.journal.list(limit=1)[0].id
    assert b"cle-inventee" not in sandbox.context.journal.get(number).request


def test_the_eighteenth_request_of_a_second_is_refused(make_sandbox) -> None:
    sandbox = make_sandbox("annuaire")
    with _client(sandbox) as api:
        statuses = [api.get("/Practitioner/003-absent").status_code for _ in range(18)]
    assert statuses == [404] * 17 + [429]
    assert _rule(sandbox) == "annuaire.rate"


def test_a_scripted_outage_answers_503(sandbox: Sandbox, api: httpx.Client) -> None:
    sandbox.context.faults.add(Fault(service="annuaire", operation="Practitioner", kind="outage", remaining=1))
    assert api.get("/Practitioner").status_code == 503
    assert api.get("/Practitioner").status_code == 200


def test_a_scripted_silence_closes_the_connection(sandbox: Sandbox, api: httpx.Client) -> None:
    sandbox.context.faults.add(Fault(service="annuaire", kind="silent", seconds=0.01, remaining=1))
    with pytest.raises(httpx.RemoteProtocolError):
        api.get("/Practitioner")
