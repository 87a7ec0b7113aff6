"""A searchset survives the wire, whoever wrote it."""

from __future__ import annotations

import json

import pytest
from esante.fhirkit import NotFhir, encode_searchset, read_bundle, read_searchset
from fhir.resources.R4B.bundle import Bundle

PRACTITIONER = {"resourceType": "Practitioner", "id": "ines", "active": True}
ROLE = {"resourceType": "PractitionerRole", "id": "ines-ssiad", "practitioner": {"reference": "Practitioner/ines"}}
BASE = "https://annuaire.test/fhir/v2"


def searchset(**links: str) -> dict[str, object]:
    return encode_searchset(
        [(f"{BASE}/PractitionerRole/ines-ssiad", ROLE)],
        included=[(f"{BASE}/Practitioner/ines", PRACTITIONER)],
        total=3,
        links={"self": f"{BASE}/PractitionerRole?active=true"} | links,
    )


def test_what_a_server_builds_is_what_a_client_reads() -> None:
    page = read_searchset(json.dumps(searchset(next=f"{BASE}/PractitionerRole?page=2")))
    assert page.matches == (ROLE,)
    assert page.included == (PRACTITIONER,)
    assert page.total == 3
    assert page.next_url == f"{BASE}/PractitionerRole?page=2"


def test_a_reference_is_resolved_inside_the_page_relative_or_absolute() -> None:
    page = read_searchset(json.dumps(searchset()))
    assert page.resolve({"reference": "Practitioner/ines"}) == PRACTITIONER
    assert page.resolve({"reference": f"{BASE}/Practitioner/ines/_history/4"}) == PRACTITIONER
    assert page.resolve({"reference": "Practitioner/karim"}) is None
    assert page.resolve({"display": "Inès"}) is None


def test_an_independent_reader_finds_it_valid() -> None:
    Bundle.model_validate(searchset())
    Bundle.model_validate(encode_searchset([], total=0, links={"self": BASE}))


def test_an_empty_result_has_no_entry_at_all() -> None:
    assert "entry" not in encode_searchset([], total=0, links={"self": BASE})
    assert read_searchset(json.dumps(encode_searchset([], total=0, links={}))).matches == ()


def test_entries_without_mode_are_matches_and_outcomes_stay_apart() -> None:
    outcome = {"resourceType": "OperationOutcome", "issue": []}
    bundle = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": ROLE}, {"resource": outcome}, {}]}
    page = read_searchset(json.dumps(bundle))
    assert page.matches == (ROLE,)
    assert page.outcomes == (outcome,)
    assert page.total is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<html>504</html>", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not a Bundle"),
        ('{"resourceType": "Patient"}', "not a Bundle"),
        ('{"resourceType": "Bundle", "type": "transaction"}', "not a searchset"),
    ],
)
def test_anything_else_is_not_fhir_and_says_why(text: str, why: str) -> None:
    with pytest.raises(NotFhir) as refusal:
        read_searchset(text)
    assert why in refusal.value.why


def test_a_bundle_of_any_type_can_be_read_for_itself() -> None:
    assert read_bundle('{"resourceType": "Bundle", "type": "transaction"}')["type"] == "transaction"
