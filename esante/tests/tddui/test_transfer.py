"""A record leaves whole, comes back whole, and what a stranger sends is shown before anything is believed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from esante.cisis import Traits
from esante.tddui import (
    Bilan,
    Coded,
    Decision,
    DemandeOrientation,
    Evaluation,
    Evenement,
    LocalId,
    PresenceAbsence,
    RefusedTransfer,
    Sejour,
    UnreadableTransfer,
    decode_transfer,
    encode_transfer,
)
from fhir.resources.R4B.bundle import Bundle

from . import records
from .records import IRENE, record, usager


def round_trip(transfer: Any) -> Any:
    return decode_transfer(json.dumps(encode_transfer(transfer)))


def test_a_record_comes_back_without_loss() -> None:
    assert round_trip(record()) == record()


def test_the_same_record_gives_the_same_bundle() -> None:
    assert encode_transfer(record()) == encode_transfer(record())


def test_an_independent_reader_finds_it_valid() -> None:
    Bundle.model_validate(encode_transfer(record()))


def test_everything_is_a_creation_and_every_reference_is_inside() -> None:
    bundle = encode_transfer(record())
    urls = {entry["fullUrl"] for entry in bundle["entry"]}
    assert {entry["request"]["method"] for entry in bundle["entry"]} == {"POST"}
    assert all(entry["request"]["url"] == entry["resource"]["resourceType"] for entry in bundle["entry"])
    wire = json.dumps(bundle)
    pointed = {part.split('"')[0] for part in wire.split('"reference": "')[1:]}
    assert pointed <= urls


def test_each_resource_names_its_profile() -> None:
    bundle = encode_transfer(record())
    names = {entry["resource"]["meta"]["profile"][0].rpartition("/")[2] for entry in bundle["entry"]}
    assert {"tddui-patient-ins", "tddui-encounter-sejour", "tddui-careplan-projet-personnalise"} <= names
    without_ins = encode_transfer(record(usager=usager(ins=None)))
    assert "tddui-patient" in json.dumps(without_ins["entry"][0])
    assert "INS-NIR" not in json.dumps(without_ins)


def test_a_lunar_birth_date_keeps_what_a_calendar_knows() -> None:
    def read(date: str) -> str:
        traits = replace(records.usager().traits, birth_date=date)
        held = usager(traits=traits, ins=None)
        born: str = round_trip(record(usager=held)).usager.traits.birth_date
        return born

    assert read("1938-00-00") == "1938"
    assert read("1938-03-00") == "1938-03"
    assert read("1938-20-10") == "1938"
    assert read("") == ""


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"usager": usager(id="U0042")}, "identifiant local"),
        ({"usager": usager(traits=Traits(birth_name="DUPONT"))}, "tous les traits"),
        (
            {"presences": (PresenceAbsence(id=IRENE.of("presenceabsence", 1), start="2026", end="2026", kind="2"),)},
            "motif",
        ),
        ({"decisions": (Decision(id="1", kind=Coded("5", "x")),)}, "prend effet"),
        ({"decisions": (Decision(id="1", kind=Coded("5", "x"), closing="2026-01-01"),)}, "dit laquelle"),
        ({"decisions": (Decision(id="1", kind=Coded("1", "x"), local_motives=("x",)),)}, "motivation"),
        ({"demandes": (DemandeOrientation(id="12345"),)}, "numéro/MDPH"),
        ({"bilans": (Bilan(id=IRENE.of("bilan", 2), projet=records.PROJET, date=""),)}, "obligatoire"),
        ({"evenements": (Evenement(id=IRENE.of("evenement", 1), start="2026", end="2026", status="FINI"),)}, "statut"),
        ({"extras": {"x": [{"y": float("nan")}]}}, "ne peut pas être écrite"),
        ({"sejours": (Sejour(id=IRENE.of("besoin", 1), structure="1350009999"),)}, "autre nature"),
        ({"sejours": (Sejour(id=IRENE.of("sejour", 1), structure="1350009965"),)}, "qui n'y est pas"),
        ({"projets": (replace(record().projets[0], accords_structure=()),)}, "accord de la structure"),
        ({"documents": record().documents * 2}, "même identifiant"),
        ({"evaluations": (replace(record().evaluations[0], gir=2),)}, "n'est pas celui"),
        (
            {"evaluations": (Evaluation(id=IRENE.of("evaluation", 1), date="2026", letters={"se-laver": "D"}),)},
            "ni A, ni B, ni C",
        ),
    ],
)
def test_a_record_that_breaks_the_guide_is_not_sent(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RefusedTransfer) as refusal:
        encode_transfer(record(**changes))
    assert sentence in refusal.value.sentence


@pytest.mark.kits
def test_the_kits_bundle_is_read_whole(kits: Path) -> None:
    read = decode_transfer((kits / "fhir/tddui/Bundle-fictif-valide.json").read_bytes())
    assert (read.usager.traits.birth_name, read.usager.birth_order) == ("TESTUD", 17)
    assert read.sejours[0].structure == read.etablissements[0].id == "1359990011"
    assert read.contacts[0].role == "ECON"
    assert read.projets[0].accords_structure[0].author == "899700000011"
    assert read.objectifs[0].expected == "Un trajet par jour avec déambulateur"
    assert read.actions[0].title == "Accompagnement à la marche"
    assert read.actions[0].objectifs == (read.objectifs[0].id,)
    assert read.evaluations[0].gir == 4
    assert [document.title for document in read.documents] == ["Bilan (fictif)"]
    assert read.others == ()
    assert read.faults == ()


def test_what_has_no_place_here_is_kept() -> None:
    bundle = encode_transfer(record())
    observation = {"resourceType": "Observation", "id": "1", "status": "final"}
    coverage = {"resourceType": "Coverage", "status": "active", "beneficiary": {"reference": "Patient/12"}}
    for resource in (observation, coverage):
        bundle["entry"].append({"resource": resource, "request": {"method": "POST", "url": "X"}})
    assert decode_transfer(json.dumps(bundle)).others == (observation, coverage)


def changed(edit: Any) -> tuple[str, ...]:
    bundle = encode_transfer(record())
    edit(bundle["entry"])
    return tuple(fault.code for fault in decode_transfer(json.dumps(bundle)).faults)


def test_a_profile_name_in_place_of_the_type_is_forgiven() -> None:
    def as_in_the_official_examples(entries: list[Any]) -> None:
        entries[0]["request"]["url"] = "TDDUIPatient"

    assert changed(as_in_the_official_examples) == ()


def test_what_is_no_creation_is_shown_and_left_out() -> None:
    def delete(entries: list[Any]) -> None:
        entries[-1]["request"]["method"] = "DELETE"

    assert changed(delete) == ("method",)


def test_a_reference_to_nothing_is_shown() -> None:
    def cut(entries: list[Any]) -> None:
        entries[:] = [one for one in entries if one["resource"]["resourceType"] != "Organization"]

    assert changed(cut) == ("reference",)


def test_a_gir_its_letters_do_not_make_is_shown() -> None:
    def cheat(entries: list[Any]) -> None:
        (response,) = (one["resource"] for one in entries if one["resource"]["resourceType"] == "QuestionnaireResponse")
        response["item"][-1]["answer"][0]["valueCoding"]["code"] = "MED-340"

    assert changed(cheat) == ("gir-differs",)


def test_a_document_without_file_is_shown() -> None:
    def empty(entries: list[Any]) -> None:
        entries[-1]["resource"]["content"][0]["attachment"]["data"] = "pas du base64"

    assert changed(empty) == ("missing",)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("<html/>", "FHIR"),
        ('{"resourceType": "Bundle", "type": "searchset"}', "transaction"),
        ('{"resourceType": "Bundle", "type": "transaction"}', "une personne"),
        ('{"resourceType": "Bundle", "type": "transaction", "entry": [{}, {"resource": 3}]}', "une personne"),
    ],
)
def test_what_is_no_transfer_is_unreadable(data: str, why: str) -> None:
    with pytest.raises(UnreadableTransfer) as refusal:
        decode_transfer(data)
    assert why in refusal.value.why


def test_two_people_never_share_a_transfer() -> None:
    bundle = encode_transfer(record())
    bundle["entry"].append(bundle["entry"][0] | {"fullUrl": "urn:uuid:other"})
    with pytest.raises(UnreadableTransfer, match="une seule"):
        decode_transfer(json.dumps(bundle))


def test_a_bare_patient_is_a_transfer() -> None:
    patient = {"resource": {"resourceType": "Patient", "name": "x", "birthDate": "hier"}, "request": {"method": "POST"}}
    read = decode_transfer(json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": [patient]}))
    assert read.usager.traits == Traits(birth_name="")
    assert (read.documents, read.others, read.faults) == ((), (), ())


def test_identifiers_follow_one_grammar() -> None:
    assert IRENE.of("sejour", 21564655) == "3350009999/U0042-SEJOUR-21564655"
    assert LocalId.parse("3480787529/147720425367411-SEJOUR-21564655") == LocalId(
        "480787529", "147720425367411", "SEJOUR", "21564655"
    )
    assert LocalId.parse("32A0000012/U1").finess == "2A0000012"
    for wrong in ("350009999/U1", "3350009999", "3350009999/U 1", "3350009999/U1-SEJOUR"):
        with pytest.raises(RefusedTransfer):
            LocalId.parse(wrong)
