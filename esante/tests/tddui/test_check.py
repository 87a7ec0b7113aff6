"""`esante tddui check`: a sound record passes, and each way of being wrong is told, where it is and why."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from esante.__main__ import main
from esante.tddui import RefusedTransfer, UnreadableTransfer, decode_transfer, encode_transfer
from esante.tddui.checks import Report, check_transfer
from hypothesis import given, settings
from hypothesis import strategies as st

from .records import IRENE, record, usager, whole_record

TODAY = date(2026, 11, 23)
Entries = list[dict[str, Any]]
Edit = Callable[[Entries], Any]


def judged(edit: Edit | None = None, **changes: Any) -> Report:
    bundle = encode_transfer(record(**changes))
    if edit:
        edit(bundle["entry"])
    return check_transfer(json.dumps(bundle).encode(), today=TODAY)


def resource(entries: Entries, kind: str) -> dict[str, Any]:
    return next(one["resource"] for one in entries if one["resource"]["resourceType"] == kind)


def errors(report: Report) -> set[str]:
    return {fault.code for fault in report.faults if fault.severity == "error"}


def warnings(report: Report) -> set[str]:
    return {fault.code for fault in report.faults if fault.severity == "warning"}


def test_what_we_send_is_sound() -> None:
    report = judged()
    assert (report.verdict, errors(report)) == ("sound", set())
    assert (report.usagers, report.resources["Goal"]) == (1, 1)
    assert report.profiles["tddui-careplan-projet-personnalise"] == 1


@pytest.mark.kits
def test_the_kits_bundle_is_sound_its_wants_listed(kits: Path) -> None:
    report = check_transfer((kits / "fhir/tddui/Bundle-fictif-valide.json").read_bytes(), today=TODAY)
    assert report.verdict == "sound"
    assert any("titreObjectif" in fault.location for fault in report.faults)


def setting(kind: str, **values: Any) -> Edit:
    return lambda entries: resource(entries, kind).update(values)


def dropping(kind: str, *names: str) -> Edit:
    return lambda entries: [resource(entries, kind).pop(name) for name in names]


def envelope(**values: Any) -> Edit:
    return lambda entries: entries[-1].update(values)


def attachment(**values: Any) -> Edit:
    return lambda entries: resource(entries, "DocumentReference")["content"][0]["attachment"].update(values)


def twice(entries: Entries) -> None:
    entries.append(entries[-1] | {"fullUrl": "urn:uuid:6a1ec9d4-4a77-5f0c-9d0e-6a2f7f3c1b58"})


@pytest.mark.parametrize(
    ("code", "edit"),
    [
        ("entry.method", envelope(request={"method": "PUT", "url": "DocumentReference/1"})),
        ("entry.method", envelope(request={"method": "DELETE", "url": "DocumentReference"})),
        ("entry.request", lambda entries: entries[0].pop("request")),
        ("entry.url", envelope(request={"method": "POST", "url": "Patient"})),
        ("entry.resource", lambda entries: entries.append({"request": {"method": "POST", "url": "Patient"}})),
        ("entry.resource", lambda entries: entries.append(3)),
        ("entry.type", lambda entries: entries[-1]["resource"].pop("resourceType")),
        ("entry.full-url", envelope(fullUrl="Patient/1")),
        ("entry.duplicate", lambda entries: entries[-1].update(fullUrl=entries[0]["fullUrl"])),
        ("identifier.duplicate", twice),
        ("reference.dangling", setting("Encounter", serviceProvider={"reference": "Organization/9"})),
        ("reference.dangling", lambda entries: entries.pop(0)),
        ("reference.type", lambda e: resource(e, "Encounter").update(serviceProvider=resource(e, "Encounter")["subject"])),
        ("usager.missing", lambda entries: entries.pop(0)),
        ("element.missing", dropping("CarePlan", "title")),
        ("element.missing", dropping("CarePlan", "supportingInfo")),
        ("element.missing", dropping("Encounter", "serviceProvider")),
        ("element.missing", dropping("Encounter", "identifier")),
        ("element.missing", dropping("Task", "input")),
        ("element.missing", dropping("Consent", "dateTime")),
        ("element.missing", dropping("Patient", "name")),
        ("element.missing", lambda entries: resource(entries, "ServiceRequest")["code"].pop("text")),
        ("identifier.shape", lambda e: resource(e, "Encounter")["identifier"][0].update(value="SEJOUR-1")),
        ("identifier.shape", lambda e: resource(e, "Encounter")["identifier"][0].update(value=IRENE.of("besoin", 9))),
        ("identifier.shape", lambda e: resource(e, "Patient")["identifier"][1].update(value="42")),
        ("identifier.national", lambda e: resource(e, "Organization")["identifier"][0].update(value="35000")),
        ("ins.key", lambda e: resource(e, "Patient")["identifier"][0].update(value="238033523800189")),
        ("ins.shape", lambda e: resource(e, "Patient")["identifier"][0].update(value="2380335238001")),
        ("ins.missing", lambda e: resource(e, "Patient")["identifier"].pop(0)),
        ("ins.traits", dropping("Patient", "extension")),
        ("code.status", setting("Task", status="ACTIF")),
        ("code.status", setting("Patient", gender="F")),
        ("code.intent", setting("CarePlan", intent="order")),
        ("date.order", setting("Encounter", period={"start": "2026-03-01", "end": "2026-02-01"})),
        ("date.order", lambda e: resource(e, "Goal").update(target=[{"dueDate": "2025-01-01"}])),
        ("date.order", setting("Patient", deceasedDateTime="1930-01-01")),
        ("date.future", setting("Patient", birthDate="2027-06-01")),
        ("date.future", setting("QuestionnaireResponse", authored="2031-01-01")),
        ("date.unreadable", setting("Patient", birthDate="12/03/1938")),
        ("date.unreadable", setting("Goal", startDate="2026-02-30")),
        ("value.birth-order", setting("Patient", _birthDate={"extension": [{"url": "https://interop.esante.gouv.fr/ig/fhir/tddui/StructureDefinition/tddui-birth-order", "valuePositiveInt": 0}]})),  # noqa: E501
        ("value.empty", setting("CarePlan", description="  ")),
        ("value.empty", setting("CarePlan", contributor=[])),
        ("value.null", setting("CarePlan", description=None)),
        ("value.characters", setting("CarePlan", description="a\x07b")),
        ("value.characters", setting("CarePlan", description="a\ud800b")),
        ("value.too-long", setting("CarePlan", description="x" * (1024 * 1024 + 1))),
        ("value.too-long", lambda e: resource(e, "Patient")["name"][0].update(family="X" * 1_000_000)),
        ("value.boolean", setting("CarePlan", extension=[{"url": "https://x.test", "valueBoolean": "oui"}])),
        ("value.number", setting("CarePlan", extension=[{"url": "https://x.test", "valueInteger": 10**12}])),
        ("attachment.base64", attachment(data="pas du base64")),
        ("attachment.missing", lambda e: resource(e, "DocumentReference")["content"][0]["attachment"].pop("data")),
        ("attachment.missing", attachment(data="")),
        ("attachment.type", attachment(contentType="pdf")),
        ("attachment.type", attachment(data=base64.b64encode(b"\x89PNG").decode())),
        ("attachment.active", attachment(data=base64.b64encode(b"MZ\x90").decode(), contentType="text/plain")),
        ("attachment.size", attachment(size=3)),
        ("attachment.hash", attachment(hash="AAAA")),
    ],
)  # fmt: skip
def test_what_breaks_the_guide_is_refused_and_placed(code: str, edit: Edit) -> None:
    report = judged(edit)
    assert code in errors(report)
    assert report.verdict == "refused"
    faults = [fault for fault in report.faults if fault.code == code]
    assert all(
        fault.location.startswith("Bundle") and fault.source and fault.sentence.endswith(".") for fault in faults
    )
    told = json.dumps([fault.sentence for fault in report.faults])
    assert "DUPONT" not in told
    assert "238033523800188" not in told


@pytest.mark.parametrize(
    ("code", "edit"),
    [
        ("entry.url", envelope(request={"method": "POST", "url": "TDDUIDocumentReference"})),
        ("entry.full-url", lambda entries: entries[-1].pop("fullUrl")),
        ("entry.conditional", envelope(request={"method": "POST", "url": "DocumentReference", "ifNoneExist": "x=1"})),
        ("profile.unknown", lambda e: resource(e, "Task")["meta"].update(profile=["https://x/tddui-task-nouveau"])),
        ("profile.missing", dropping("Task", "meta")),
        ("value.active", setting("CarePlan", text={"status": "generated", "div": "<div><script>1</script></div>"})),
        ("attachment.elsewhere", lambda e: resource(e, "DocumentReference")["content"][0].update(
            attachment={"contentType": "application/pdf", "url": "https://ged.test/1"})),
        ("identifier.whose", lambda e: resource(e, "Encounter")["identifier"][0].update(value="3350009999/U9-SEJOUR-1")),
        ("ins.sex", setting("Patient", gender="male")),
        ("ins.birth", setting("Patient", birthDate="1939-03-12")),
    ],
)  # fmt: skip
def test_what_sound_software_is_seen_to_do_is_only_a_warning(code: str, edit: Edit) -> None:
    report = judged(edit)
    assert code in warnings(report)
    assert report.verdict == "sound"


def test_a_right_hash_and_size_are_proofs() -> None:
    digest = base64.b64encode(hashlib.sha1(b"%PDF-1.4\n", usedforsecurity=False).digest()).decode()
    assert judged(attachment(size=9, hash=digest)).verdict == "sound"


def test_without_ins_the_rank_of_birth_is_expected() -> None:
    def expected(report: Report) -> bool:
        return any("tddui-birth-order" in fault.location for fault in report.faults)

    assert expected(judged(usager=usager(ins=None)))
    assert not expected(judged(usager=usager(ins=None, birth_order=17)))


def test_several_persons_are_counted_and_told() -> None:
    def join(entries: Entries) -> None:
        patient = json.loads(json.dumps(entries[0]))
        patient["resource"]["identifier"] = [{"system": "https://x.test", "value": "2"}]
        del patient["resource"]["meta"]
        entries.append(patient | {"fullUrl": "urn:uuid:6a1ec9d4-4a77-5f0c-9d0e-6a2f7f3c1b58"})

    report = judged(join)
    assert (report.usagers, report.verdict) == (2, "sound")
    assert "usager.several" in warnings(report)


def extended(profile: str, kind: str, **fields: Any) -> Edit:
    url = f"https://interop.esante.gouv.fr/ig/fhir/tddui/StructureDefinition/{profile}"
    held = {"resourceType": kind, "meta": {"profile": [url]}, **fields}
    entry = {
        "fullUrl": "urn:uuid:6a1ec9d4-4a77-5f0c-9d0e-6a2f7f3c1b58",
        "resource": held,
        "request": {"method": "POST", "url": kind},
    }
    return lambda entries: entries.append(entry)


def coded(code: str) -> dict[str, Any]:
    return {"coding": [{"system": "https://x.test", "code": code}]}


def decision(*parts: dict[str, Any], identifiers: tuple[str, ...] = ("IDDECISION",)) -> Edit:
    url = "https://interop.esante.gouv.fr/ig/fhir/tddui/StructureDefinition/tddui-decision"
    held = [{"type": coded(kind), "system": "urn:oid:1.2.250.1.213.7.1", "value": kind} for kind in identifiers]
    return extended(
        "tddui-basic-decision", "Basic", code=coded("DECISION"), identifier=held,
        subject={"display": "demande"}, extension=[{"url": url, "extension": list(parts)}],
    )  # fmt: skip


def part(name: str, **value: Any) -> dict[str, Any]:
    return {"url": name, **value}


GIVEN = part("typeDecision", valueCodeableConcept=coded("1"))
CLOSED = part("typeDecision", valueCodeableConcept=coded("5"))
OTHER = part("motivation", valueCodeableConcept=coded("9999"))


@pytest.mark.parametrize(
    ("code", "edit"),
    [
        ("decision.type", decision(part("commentaire", valueString="?"))),
        ("decision.closing", decision(CLOSED, identifiers=("IDDECISION", "IDDECISIONMAJ"))),
        ("decision.updated", decision(CLOSED, part("dateEffetCloture", valueDate="2026-01-01"))),
        ("decision.motive", decision(GIVEN, OTHER)),
        ("decision.motive", decision(GIVEN, part("motivationLocale", valueString="locale"))),
        ("element.missing", decision(GIVEN, part("droitPrestation", extension=[part("creton", valueBoolean=True)]))),
        ("decision.updated", decision(GIVEN, part("droitPrestation", extension=[
            part("natureDroitPrestation", valueCodeableConcept=coded("2"))]))),
        ("decision.updated", decision(GIVEN, part("droitPrestation", extension=[
            part("natureDroitPrestation", valueCodeableConcept=coded("1"))]), identifiers=("IDDECISIONMAJ",))),
        ("date.order", decision(GIVEN, part("droitPrestation", extension=[
            part("dateOuverture", valueDate="2026-01-01"), part("dateEcheance", valueDate="2025-01-01")]))),
        ("absence.reason", extended("tddui-slot-presence-absence", "Slot", status="busy", serviceType=[coded("2")])),
        ("code.status", extended("tddui-encounter-evenement", "Encounter", status="in-progress")),
        ("element.missing", extended("tddui-goal-attente", "Goal", lifecycleStatus="active")),
        ("element.missing", extended("tddui-observation-repas", "Observation", status="final")),
        ("identifier.shape", extended(
            "tddui-service-request-demande-orientation", "ServiceRequest", identifier=[{"value": "12345"}])),
    ],
)  # fmt: skip
def test_the_rules_between_elements_are_judged(code: str, edit: Edit) -> None:
    assert code in errors(judged(edit))


def letters(profile: str, gir: int | None) -> Edit:
    """Rewrite the AGGIR answers of the record so that every item of a variable carries its letter."""
    from esante.aggir import VARIABLES
    from esante.tddui import ITEMS

    by_variable = {variable.key: letter for variable, letter in zip(VARIABLES, profile, strict=True)}
    items = [
        {"linkId": link, "answer": [{"valueCoding": {"system": "http://hl7.org/fhir/sid/icf",
         "code": {"A": "qf0", "B": "qf2", "C": "qf4"}[by_variable[variable]]}}]}
        for link, variable in ITEMS.items() if variable in by_variable
    ]  # fmt: skip
    if gir:
        items.append({"linkId": "resultat-eval", "answer": [{"valueCoding": {"code": f"MED-{338 + gir}"}}]})
    return setting("QuestionnaireResponse", item=items)


@pytest.mark.kits
def test_every_official_vector_gives_its_gir_and_no_other(kits: Path) -> None:
    lines = (kits / "fhir/aggir/vecteurs-exemple.csv").read_text().splitlines()[1:]
    assert len(lines) == 29
    for line in lines:
        profile, _, _, _, gir = line.split(",")
        assert "aggir.gir" not in errors(judged(letters(profile, int(gir)))), profile
        assert "aggir.gir" in errors(judged(letters(profile, int(gir) % 6 + 1))), profile


def answer(**values: Any) -> Edit:
    return lambda entries: resource(entries, "QuestionnaireResponse")["item"][0]["answer"][0].update(values)


@pytest.mark.parametrize(
    ("code", "edit"),
    [
        ("aggir.incomplete", lambda entries: resource(entries, "QuestionnaireResponse")["item"].pop(0)),
        ("aggir.letter", answer(valueCoding={"system": "http://hl7.org/fhir/sid/icf", "code": "qf9"})),
        ("aggir.result", lambda e: resource(e, "QuestionnaireResponse")["item"][-1]["answer"][0].update(
            valueCoding={"code": "MED-999"})),
        ("aggir.twice", lambda e: resource(e, "QuestionnaireResponse")["item"].append(
            resource(e, "QuestionnaireResponse")["item"][0])),
        ("aggir.adverbs", answer(item=[{"linkId": f"fonction-pensee-{adverb}", "answer": [{"valueBoolean": False}]}
                                       for adverb in ("spont", "tot", "correct", "habit")])),
    ],
)  # fmt: skip
def test_a_grid_that_contradicts_itself_is_refused(code: str, edit: Edit) -> None:
    assert code in errors(judged(edit))


BUNDLE = json.dumps(encode_transfer(record())).encode()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "vide"),
        (b"<Bundle/>", "XML"),
        (b"{", "JSON"),
        (b"[]", "pas un transfert"),
        (b'"Bundle"', "pas un transfert"),
        (b'{"resourceType": 3}', "pas un transfert"),
        (b'{"resourceType":"Bundle","x":NaN}', "NaN"),
        (b'{"resourceType":"Bundle","x":-Infinity}', "infini"),
        (b'{"resourceType":"Bundle","x":1e999}', "infini"),
        (BUNDLE.decode().encode("utf-16"), "UTF-8"),
        (BUNDLE.decode().encode("utf-16-le"), "UTF-8"),
        ('{"resourceType":"Bundle","é":1}'.encode("latin-1"), "UTF-8"),
        (b"[" * 100_000 + b"]" * 100_000, "niveaux"),
        (b'{"a":' * 100 + b"1" + b"}" * 100, "niveaux"),
        (b"[" + b"1," * 2_000_001 + b"1]", "trop d'éléments"),
        (b'{"x":' + b"9" * 5000 + b"}", "JSON"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableTransfer) as refusal:
        check_transfer(data, today=TODAY)
    assert why in refusal.value.why


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"resourceType":"Patient"}', "bundle.type"),
        (b'{"resourceType":"Bundle","type":"searchset"}', "bundle.type"),
        (b'{"resourceType":"Bundle","type":"transaction"}', "bundle.empty"),
        (b'{"resourceType":"Bundle","type":"transaction","entry":{}}', "bundle.empty"),
        (b'{"resourceType":"Bundle","type":"transaction","type":"transaction"}', "json.duplicate-key"),
    ],
)
def test_what_is_read_but_is_no_transfer_is_refused(data: bytes, code: str) -> None:
    assert code in errors(check_transfer(data, today=TODAY))


def test_a_byte_order_mark_is_forgiven() -> None:
    report = check_transfer(b"\xef\xbb\xbf" + BUNDLE, today=TODAY)
    assert report.verdict == "sound"
    assert "json.bom" in warnings(report)


def test_a_flood_of_faults_is_counted_not_listed() -> None:
    def flood(entries: Entries) -> None:
        entries.extend({"resource": {}} for _ in range(5000))

    report = judged(flood)
    assert len(report.faults) < 200
    assert any("4950 autres" in fault.sentence for fault in report.faults)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)


WHOLE = json.dumps(encode_transfer(whole_record()))


def mutated(data: st.DataObject) -> bytes:
    """A sound transfer with any value in any one place."""
    bundle = json.loads(WHOLE)
    place: Any = bundle
    while True:
        key = data.draw(st.sampled_from(list(place) if isinstance(place, dict) else list(range(len(place)))))
        inner = place[key]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.integers(0, 5)) == 0:
            break
        place = inner
    place[key] = data.draw(json_values)
    return json.dumps(bundle).encode()


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_nothing_received_makes_the_check_fall(data: st.DataObject) -> None:
    with contextlib.suppress(UnreadableTransfer):
        assert check_transfer(mutated(data), today=TODAY).verdict in ("sound", "refused")


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_nothing_received_makes_the_preview_fall(data: st.DataObject) -> None:
    """It is read or unreadable, sent again or refused: never an exception of another kind."""
    with contextlib.suppress(UnreadableTransfer, RefusedTransfer):
        assert encode_transfer(decode_transfer(mutated(data)))["type"] == "transaction"


def run(capfdbinary: pytest.CaptureFixture[bytes], *argv: str) -> tuple[int, dict[str, Any]]:
    code = main(["tddui", "check", *argv])
    content: dict[str, Any] = json.loads(capfdbinary.readouterr().out.decode("utf-8"))
    return code, content


def test_the_command_tells_a_verdict_in_one_object(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "dossier.json"
    path.write_bytes(BUNDLE)
    code, told = run(capfdbinary, str(path))
    assert (code, told["verdict"], told["usagers"], told["errors"]) == (0, "sound", 1, 0)
    assert all(fault["severity"] == "warning" for fault in told["faults"])

    path.write_bytes(BUNDLE.replace(b'"POST"', b'"PUT"'))
    code, told = run(capfdbinary, str(path))
    assert (code, told["verdict"]) == (1, "refused")
    assert {"code", "location", "sentence", "source", "severity"} == set(told["faults"][0])

    path.write_bytes(b"bonjour")
    code, told = run(capfdbinary, str(path))
    assert (code, told) == (2, {"error": "Ce fichier n'est pas du JSON.", "verdict": "unreadable"})

    assert run(capfdbinary, str(tmp_path / "absent"))[0] == 2
    assert run(capfdbinary, str(tmp_path))[0] == 2
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BUNDLE)))
    assert run(capfdbinary, "-")[0] == 0
