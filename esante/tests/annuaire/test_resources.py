"""Records and resources say the same thing, both ways, and an independent reader agrees."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from esante.annuaire import (
    Mailbox,
    assemble,
    decode_organization,
    decode_practitioner,
    decode_role,
    encode_organization,
    encode_practitioner,
    encode_role,
    mailboxes_of,
)
from esante.fhirkit import read_searchset
from fhir.resources.R4B import get_fhir_model_class

from . import directory as cast

WHEN = datetime(2026, 11, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize("record", [cast.INES, cast.AICHA, cast.MARTIN, replace(cast.INES, updated=WHEN, active=False)])
def test_a_practitioner_survives_the_wire(record: object) -> None:
    assert decode_practitioner(encode_practitioner(record)) == record


@pytest.mark.parametrize("record", [cast.INES_AT_SSIAD, cast.AICHA_AT_SSIAD, cast.MARTIN_AT_EHPAD])
def test_a_role_survives_the_wire(record: object) -> None:
    assert decode_role(encode_role(record)) == record


@pytest.mark.parametrize("record", [cast.SSIAD, cast.CABINET, cast.EHPAD])
def test_a_structure_survives_the_wire(record: object) -> None:
    assert decode_organization(encode_organization(record)) == record


@pytest.mark.parametrize("resource", cast.RESOURCES)
def test_an_independent_reader_finds_our_resources_valid(resource: dict[str, object]) -> None:
    get_fhir_model_class(str(resource["resourceType"])).model_validate(resource)


def test_an_ordinary_email_is_never_a_mailbox() -> None:
    contact = {"system": "email", "value": "direction@ehpad-iris.test"}
    assert mailboxes_of({"telecom": [contact, {"system": "phone", "value": "0299000000"}]}) == ()


@pytest.mark.parametrize("broken", [{}, {"name": 3, "telecom": "x", "identifier": [None], "qualification": {}}])
def test_a_broken_resource_is_read_as_empty_not_as_an_error(broken: dict[str, object]) -> None:
    assert decode_practitioner(broken).rpps == ""
    assert decode_role(broken).practitioner == ""
    assert decode_organization(broken).idnst == ""


def test_a_person_is_listed_with_trade_place_and_mailbox() -> None:
    ines, aicha, *_ = (one for one in assemble(cast.RESOURCES) if one.kind == "person")
    assert (ines.name, ines.town, ines.finess) == ("Inès MOREAU", "Rennes", "350009999")
    assert ines.trade is not None
    assert ines.trade.code == "G15_60"
    assert [(box.address, box.place) for box in ines.mailboxes] == [
        ("ines.moreau@ssiad-ajoncs.mssante.test", "1350009999")
    ]
    # Her trade is known by her activity only: it is not one of the regulated professions.
    assert aicha.trade is not None
    assert aicha.trade.code == "313"


def test_a_closed_activity_is_not_a_place() -> None:
    martin = next(one for one in assemble(cast.RESOURCES) if one.rpps == "10100000032")
    assert [place.name for place in martin.places] == ["Cabinet médical du Mail"]
    assert martin.trade is not None
    assert martin.trade.code == "G15_10/SM26"
    assert martin.mailbox("Paul.Martin@medecin.mssante.test") is not None


def test_the_same_address_is_offered_once() -> None:
    everywhere = replace(cast.INES, mailboxes=(Mailbox(address="INES.MOREAU@ssiad-ajoncs.mssante.test", kind="PER"),))
    resources = [encode_practitioner(everywhere), encode_role(cast.INES_AT_SSIAD), encode_organization(cast.SSIAD)]
    ines, ssiad = assemble(resources)
    assert [box.place for box in ines.mailboxes] == ["1350009999"]
    assert [box.kind for box in ssiad.mailboxes] == ["ORG", "APP"]


@pytest.mark.kits
def test_the_kits_directory_is_read_whole(kits: Path) -> None:
    bundle = read_searchset((kits / "mss/annuaire/annuaire-fictif-bundle.json").read_bytes())
    listings = {one.name: one for one in assemble(bundle.matches)}
    saucier = listings["Arthur SAUCIER"]
    assert saucier.rpps == "10003461033"
    assert [box.address for box in saucier.mailboxes] == [
        "arthur.saucier@medecin.mssante.test",
        "arthur.saucier@ch-fictif.mssante.test",
    ]
    assert saucier.mailboxes[1].service == "Cardiologie"
    assert listings["Nadia SANSBAL"].mailboxes == ()
    tilleuls = listings["EHPAD LES TILLEULS"]
    assert [(box.kind, box.service) for box in tilleuls.mailboxes] == [("ORG", "Infirmerie"), ("APP", "")]


@pytest.mark.kits
def test_the_kits_searchset_joins_its_included_resources(kits: Path) -> None:
    page = read_searchset((kits / "mss/annuaire/searchset-practitionerrole-include.json").read_bytes())
    listings = assemble((*page.matches, *page.included))
    person = next(one for one in listings if one.kind == "person")
    assert person.idnst == "1750000029"


@pytest.mark.kits
@pytest.mark.parametrize("name", ["Organization-481677DP", "Practitioner-3719500DP", "PractitionerRole-5015602"])
def test_the_guides_examples_are_read(kits: Path, name: str) -> None:
    resource = json.loads((kits / f"fhir/ig/annuaire/examples/{name}.json").read_bytes())
    read = {
        "Organization-481677DP": lambda: decode_organization(resource).finess == "580008803",
        "Practitioner-3719500DP": lambda: decode_practitioner(resource).rpps == "10102727017",
        "PractitionerRole-5015602": lambda: decode_role(resource).mode == "L",
    }
    assert read[name]()
