"""The HTTP API that tests and the command line use."""

from __future__ import annotations

import httpx
import pytest
from sandbox.__main__ import main
from sandbox.runtime import Sandbox


@pytest.fixture(scope="module")
def sandbox(make_sandbox) -> Sandbox:
    return make_sandbox("console", "ca")


@pytest.fixture
def api(sandbox: Sandbox):
    with httpx.Client(base_url=sandbox.settings.url("front")) as client:
        client.delete("/api/faults")
        client.delete("/api/exchanges")
        yield client


def test_a_fault_is_scripted_seen_and_cleared(sandbox: Sandbox, api: httpx.Client) -> None:
    made = api.post("/api/faults", json={"service": "insi", "kind": "refuse", "code": "siram_40", "remaining": 2})
    assert made.status_code == 201
    assert api.get("/api/faults").json()["faults"] == [made.json()]
    assert sandbox.context.faults.decide("insi", "rechercher").code == "siram_40"
    api.delete(f"/api/faults/{made.json()['id']}")
    assert api.get("/api/faults").json() == {"faults": []}


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"{", "n'est pas du JSON"),
        (b"[]", "objet JSON"),
        (b'{"kind": "explode"}', "Défaut inconnu"),
        (b'{"kind": "slow", "colour": 1}', "pas de champ « colour »"),
    ],
)
def test_a_wrong_fault_is_refused_in_french(api: httpx.Client, body: bytes, sentence: str) -> None:
    answer = api.post("/api/faults", content=body)
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]


def test_exchanges_are_listed_and_read_with_their_bytes(sandbox: Sandbox, api: httpx.Client) -> None:
    sandbox.context.journal.record("insi", who="SSIAD", whom="INSi", verdict="accepted", request=b"\x00\x01")
    listed = api.get("/api/exchanges", params={"service": "insi"}).json()["exchanges"]
    assert [exchange["who"] for exchange in listed] == ["SSIAD"]
    assert api.get(f"/api/exchanges/{listed[0]['id']}").json()["request"] == "AAE="
    assert api.get("/api/exchanges/999999").status_code == 404


def test_a_stopped_service_closes_and_comes_back(sandbox: Sandbox, api: httpx.Client) -> None:
    api.post("/api/services/ca/stop")
    assert api.get("/ca.pem").status_code == 503
    states = {service["name"]: service["up"] for service in api.get("/api/status").json()["services"]}
    assert states == {"ca": False, "console": True}
    api.post("/api/services/ca/start")
    assert api.get("/ca.pem").text.startswith("-----BEGIN CERTIFICATE-----")
    assert api.post("/api/services/inconnu/start").status_code == 404


def test_another_host_name_is_refused(api: httpx.Client) -> None:
    assert api.get("/api/status", headers={"Host": "attaquant.example"}).status_code == 421


def test_a_form_from_another_site_is_refused(api: httpx.Client) -> None:
    assert api.post("/api/reset", json={}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_the_command_line_drives_the_running_sandbox(sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--port", str(sandbox.settings.port)]
    assert main([*where, "faults", "add", "--service", "dmp", "--kind", "outage", "--times", "3"]) == 0
    assert "dmp * * outage  (encore 3 fois)" in capsys.readouterr().out
    assert main([*where, "faults", "clear"]) == 0
    assert main([*where, "status"]) == 0
    assert "répond  console" in capsys.readouterr().out
    assert main([*where, "reset"]) == 0


def test_the_command_line_says_when_nothing_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--port", "1", "status"]) == 1
    assert "./run sandbox up" in capsys.readouterr().err
