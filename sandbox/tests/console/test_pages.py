"""The pages a person opens: start page, console, faults, rules."""

from __future__ import annotations

import httpx
import pytest
from sandbox.rules import Rule
from sandbox.runtime import Sandbox

RULE = Rule("insi.emetteur", "INSi, guide d'intégration", "L'émetteur est la structure du certificat.")


@pytest.fixture(scope="module")
def sandbox(make_sandbox) -> Sandbox:
    return make_sandbox("console")


@pytest.fixture
def web(sandbox: Sandbox):
    with httpx.Client(base_url=sandbox.settings.url("front"), follow_redirects=True) as client:
        client.delete("/api/exchanges")
        client.delete("/api/faults")
        yield client


def _record(sandbox: Sandbox, **more: object) -> int:
    facts: dict[str, object] = {"who": "SSIAD Les Ajoncs", "whom": "INSi", "verdict": "accepted", "operation": "traits"}
    return sandbox.context.journal.record("insi", **(facts | more))


def test_the_start_page_says_who_can_log_in_and_leads_to_the_product(web: httpx.Client) -> None:
    page = web.get("/").text
    assert "Inès MOREAU" in page
    assert "Dr Paul MARTIN" in page
    assert 'href="http://127.0.0.1:8000/"' in page


def test_an_exchange_shows_its_meaning_its_rule_and_its_bytes_escaped(sandbox: Sandbox, web: httpx.Client) -> None:
    request = b"POST /lps HTTP/1.1\r\nContent-Type: text/xml\r\n\r\n<a><b>&lt;script&gt;</b></a>"
    number = _record(sandbox, verdict="refused", meaning={"Nom": "<DUPONT>"}, request=request, rule=RULE)
    page = web.get(f"/console/{number}").text
    assert "&lt;DUPONT&gt;" in page
    assert RULE.sentence.replace("'", "&#39;") in page
    assert 'href="/console/regles#insi.emetteur"' in page
    assert "&lt;b&gt;&amp;lt;script&amp;gt;&lt;/b&gt;" in page
    assert "<script>" not in page


def test_the_raw_bytes_can_be_downloaded(sandbox: Sandbox, web: httpx.Client) -> None:
    number = _record(sandbox, request=b"\x00\xff")
    answer = web.get(f"/console/{number}/demande")
    assert answer.content == b"\x00\xff"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_list_is_filtered_and_refreshed_as_a_fragment(sandbox: Sandbox, web: httpx.Client) -> None:
    _record(sandbox, who="Cabinet médical du Mail")
    _record(sandbox, who="SSIAD Les Ajoncs", verdict="refused")
    fragment = web.get("/console/liste", params={"verdict": "refused"}).text
    assert "SSIAD Les Ajoncs" in fragment
    assert "Cabinet" not in fragment
    assert "<html" not in fragment
    assert fragment.strip() in web.get("/console", params={"verdict": "refused"}).text


def test_an_exchange_already_forgotten_is_not_found(web: httpx.Client) -> None:
    assert web.get("/console/123456").status_code == 404


def test_a_fault_set_on_the_page_is_obeyed_and_a_wrong_one_is_explained(sandbox: Sandbox, web: httpx.Client) -> None:
    web.post("/console/defauts", data={"service": "insi", "kind": "slow", "seconds": "2", "remaining": "1"})
    struck = sandbox.context.faults.decide("insi", "traits")
    assert struck is not None
    assert (struck.kind, struck.seconds) == ("slow", 2.0)
    wrong = web.post("/console/defauts", data={"service": "insi", "kind": "slow", "seconds": "longtemps"})
    assert wrong.status_code == 400
    assert "sont des nombres" in wrong.text


def test_pages_forbid_inline_script_and_foreign_frames(web: httpx.Client) -> None:
    policy = web.get("/console").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_static_files_stay_in_their_folder(web: httpx.Client) -> None:
    assert web.get("/static/sandbox.css").headers["Content-Type"].startswith("text/css")
    assert web.get("/static/fonts/atkinson-hyperlegible-next.woff2").is_success
    assert web.get("/static/..%2f..%2fconfig.py").status_code == 404
    assert web.get("/static/absent.css").status_code == 404


@pytest.mark.parametrize("path", ["/", "/console", "/console/defauts", "/console/regles"])
def test_every_page_opens(web: httpx.Client, path: str) -> None:
    assert web.get(path).status_code == 200


def test_a_page_that_does_not_exist_says_so_in_french(web: httpx.Client) -> None:
    answer = web.get("/console/nulle-part")
    assert answer.status_code == 404
    assert "Cette page n&#39;existe pas." in answer.text
    assert "déjà oublié" in web.get("/console/123456").text
