"""Nothing is lost: whatever record is sent comes back equal, and whatever is received leaves again whole."""

from __future__ import annotations

import copy
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from esante.tddui import Transfer, decode_establishment, decode_transfer, encode_establishment, encode_transfer
from esante.tddui.checks import check_transfer
from fhir.resources.R4B.bundle import Bundle
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .generated import transfers
from .records import record, whole_record

THOROUGH = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def sent(transfer: Transfer) -> bytes:
    return json.dumps(encode_transfer(transfer)).encode()


@THOROUGH
@given(transfers())
def test_any_record_comes_back_equal(transfer: Transfer) -> None:
    assert decode_transfer(sent(transfer)) == transfer


@settings(THOROUGH, max_examples=6)
@given(st.lists(transfers(), max_size=2))
def test_any_establishment_comes_back_equal(held: list[Transfer]) -> None:
    out = io.BytesIO()
    encode_establishment(held, out)
    assert [transfer for _, transfer in decode_establishment(out)] == held


@settings(THOROUGH, max_examples=15)
@given(transfers())
def test_what_is_sent_is_never_of_a_shape_to_refuse(transfer: Transfer) -> None:
    """Arbitrary words and dates are the producer's; the shape is ours: references, cardinalities, codes, identifiers."""
    report = check_transfer(sent(transfer), today=date(9999, 12, 30))
    ours = {fault.code for fault in report.faults if fault.severity == "error"}
    assert not {code for code in ours if code.partition(".")[0] in ("entry", "bundle", "reference", "element", "code")}
    assert not ours & {"identifier.shape", "identifier.duplicate", "decision.updated", "absence.reason", "aggir.gir"}


ADDED = st.sampled_from(
    [
        ("language", "fr"),
        ("id", "technique-1"),
        ("text", {"status": "generated", "div": "<div>…</div>"}),
        ("implicitRules", "https://x.test/regles"),
        ("contained", [{"resourceType": "Location", "id": "l1"}]),
        ("modifierExtension", [{"url": "https://x.test/m", "valueBoolean": False}]),
    ]
)


@THOROUGH
@given(transfers(), st.data())
def test_any_transfer_received_leaves_again_whole(transfer: Transfer, data: st.DataObject) -> None:
    """Addresses of another software, references of another form, elements we have no word for: all is sent again."""
    received = theirs(json.loads(sent(transfer)))
    for entry in received["entry"]:
        resource = entry["resource"]
        for name, value in data.draw(st.lists(ADDED, max_size=2)):
            resource.setdefault(name, value)
        if data.draw(st.booleans()):
            resource.setdefault("extension", []).append({"url": "https://x.test/e", "valueString": "inconnu"})
    again = encode_transfer(decode_transfer(json.dumps(received)))
    assert by_url(again) == by_url(received)


def theirs(bundle: dict[str, Any]) -> dict[str, Any]:
    """The same bundle as another software addresses it."""
    text = json.dumps(bundle)
    for number, entry in enumerate(bundle["entry"]):
        text = text.replace(entry["fullUrl"], f"https://dui.test/fhir/{entry['resource']['resourceType']}/{number}")
    changed: dict[str, Any] = json.loads(text)
    return changed


def by_url(bundle: dict[str, Any]) -> dict[str, Any]:
    return {entry["fullUrl"]: ordered(entry["resource"]) for entry in bundle["entry"]}


def ordered(value: Any) -> Any:
    """Lists of FHIR objects mean the same whatever their order here."""
    if isinstance(value, dict):
        return {name: ordered(one) for name, one in value.items()}
    if isinstance(value, list):
        return sorted((ordered(one) for one in value), key=lambda one: json.dumps(one, sort_keys=True))
    return value


@pytest.mark.kits
def test_the_kits_bundle_leaves_again_whole(kits: Path) -> None:
    data = (kits / "fhir/tddui/Bundle-fictif-valide.json").read_bytes()
    again = encode_transfer(decode_transfer(data))
    before = {entry["fullUrl"]: entry["resource"] for entry in json.loads(data)["entry"]}
    after = {entry["fullUrl"]: entry["resource"] for entry in again["entry"]}
    assert set(before) <= set(after)
    assert check_transfer(json.dumps(again).encode(), today=date(2026, 11, 23)).verdict == "sound"
    assert decode_transfer(json.dumps(again)).objectifs == decode_transfer(data).objectifs


GOLDEN = Path(__file__).parent / "golden" / "dossier.json"


def test_the_golden_message_holds_one_object_of_every_kind() -> None:
    """What is sent, byte for byte: change the golden message only when the wire is meant to change."""
    transfer = whole_record()
    empty = {name for name in Transfer.__dataclass_fields__ if not getattr(transfer, name)}
    assert empty == {"others", "kept", "addresses", "faults"}
    assert encode_transfer(transfer) == json.loads(GOLDEN.read_text("utf-8"))
    assert decode_transfer(GOLDEN.read_bytes()) == transfer
    report = check_transfer(GOLDEN.read_bytes(), today=date(2026, 11, 23))
    assert [fault for fault in report.faults if fault.severity == "error"] == []
    Bundle.model_validate(json.loads(GOLDEN.read_text("utf-8")))


def received(*resources: dict[str, Any]) -> dict[str, Any]:
    bundle = theirs(encode_transfer(record()))
    bundle["entry"] += [
        {
            "fullUrl": f"urn:uuid:00000000-0000-4000-8000-00000000000{number}",
            "resource": resource,
            "request": {"method": "POST", "url": resource["resourceType"]},
        }
        for number, resource in enumerate(resources)
    ]
    return bundle


def test_what_has_no_word_here_still_points_at_the_right_person() -> None:
    patient = received()["entry"][0]["fullUrl"]
    coverage = {"resourceType": "Coverage", "status": "active", "beneficiary": {"reference": patient}}
    again = encode_transfer(decode_transfer(json.dumps(received(coverage))))
    assert again["entry"][-1]["resource"] == coverage
    assert again["entry"][0]["fullUrl"] == patient


def test_what_pointed_at_something_gone_says_it_without_dangling() -> None:
    """The product drops an object: what it kept of others names it still, by an identifier."""
    coverage = {"resourceType": "Coverage", "status": "active", "payor": [{"reference": "Organization/99"}]}
    again = encode_transfer(decode_transfer(json.dumps(received(coverage))))
    assert again["entry"][-1]["resource"]["payor"] == [{"identifier": {"value": "Organization/99"}}]


def test_a_status_of_theirs_is_given_back() -> None:
    bundle = received()
    for entry in bundle["entry"]:
        if entry["resource"]["resourceType"] in ("Goal", "CarePlan", "Encounter"):
            name = "lifecycleStatus" if entry["resource"]["resourceType"] == "Goal" else "status"
            entry["resource"][name] = {"Goal": "proposed", "CarePlan": "revoked", "Encounter": "onleave"}[
                entry["resource"]["resourceType"]
            ]
    read = decode_transfer(json.dumps(bundle))
    assert (read.objectifs[0].status, read.projets[0].status) == ("proposed", "revoked")
    assert by_url(encode_transfer(read)) == by_url(bundle)


def test_a_change_of_ours_wins_over_what_was_kept() -> None:
    bundle = received()
    (stay,) = (one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == "Encounter")
    stay["status"] = "onleave"
    read = decode_transfer(json.dumps(bundle))
    ended = replace(read, sejours=(replace(read.sejours[0], end="2026-06-01"),))
    (again,) = (
        one["resource"] for one in encode_transfer(ended)["entry"] if one["resource"]["resourceType"] == "Encounter"
    )
    assert (again["status"], again["period"]["end"]) == ("finished", "2026-06-01")


def test_two_objects_of_one_identifier_are_both_kept_and_told() -> None:
    bundle = received()
    twin = copy.deepcopy(next(one for one in bundle["entry"] if one["resource"]["resourceType"] == "Goal"))
    twin["fullUrl"] = "urn:uuid:00000000-0000-4000-8000-000000000077"
    bundle["entry"].append(twin)
    read = decode_transfer(json.dumps(bundle))
    assert len(read.objectifs) == 1
    assert read.others == (twin["resource"],)
    assert [fault.code for fault in read.faults] == ["identifier"]


def test_a_response_with_groups_is_kept_as_it_came() -> None:
    response = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": "https://x.test/q",
        "status": "completed",
        "item": [{"linkId": "groupe", "item": [{"linkId": "a", "answer": [{"valueBoolean": True}]}]}],
    }
    assert decode_transfer(json.dumps(received(response))).others == (response,)


def test_extras_travel_between_our_own_and_others_may_ignore_them() -> None:
    transfer = record(extras={"transmissions": [{"le": "2026-11-20", "texte": "Nuit calme"}]})
    bundle = encode_transfer(transfer)
    assert decode_transfer(json.dumps(bundle)) == transfer
    (carrier,) = (
        one["resource"] for one in bundle["entry"] if "complémentaires" in json.dumps(one, ensure_ascii=False)
    )
    assert carrier["content"][0]["attachment"]["contentType"] == "application/json"
    assert check_transfer(json.dumps(bundle).encode(), today=date(2026, 11, 23)).verdict == "sound"


@pytest.mark.parametrize("data", ["bm9u", "eyJ2ZXJzaW9uIjogMiwgImV4dHJhcyI6IHt9fQ==", "eyJ2ZXJzaW9uIjogMX0="])
def test_extras_of_an_unknown_version_are_kept_and_told(data: str) -> None:
    bundle = encode_transfer(record(extras={"x": [{}]}))
    carrier = bundle["entry"][-1]["resource"]
    carrier["content"][0]["attachment"]["data"] = data
    read = decode_transfer(json.dumps(bundle))
    assert (dict(read.extras), read.others) == ({}, (carrier,))
    assert [fault.code for fault in read.faults] == ["extras"]


@settings(THOROUGH, max_examples=6)
@given(transfers())
def test_an_independent_reader_finds_every_record_valid(transfer: Transfer) -> None:
    Bundle.model_validate(encode_transfer(replace(transfer, others=())))
