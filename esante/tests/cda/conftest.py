"""Irène's document, written by Inès: what most tests start from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from esante.cda import Author, Encounter, Header, Informant, Participant, Patient, Service, encode_level1
from esante.cda.validation import Validator
from esante.cisis import (
    Address,
    Ins,
    Professional,
    PsId,
    StructId,
    Structure,
    Telecom,
    Traits,
    encounter_type,
    oids,
    practice_setting,
    profession,
    relation,
    sector,
    type_code,
)
from esante.cisis.codes import Code

WHEN = datetime(2026, 7, 14, 9, 30, 5, tzinfo=timezone(timedelta(hours=2)))
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

SSIAD = Structure(
    id=StructId.finess("350009999"),
    name="SSIAD Les Ajoncs",
    practice_setting=practice_setting("ESSMS"),
    telecom="tel:0299000000",
    address=Address(lines=("3 rue des Ajoncs", "Bâtiment B"), postal_code="35000", city="Rennes"),
)
CABINET = Structure(
    id=StructId.siret("81234567800013"),
    name="Cabinet médical du Mail",
    practice_setting=practice_setting("AMBULATOIRE"),
)
PRACTICE = Structure(id=CABINET.id, name=CABINET.name)
INES = Professional(
    id=PsId.rpps("10100000024"),
    family="MOREAU",
    given="Inès",
    civility="MME",
    profession=profession("G15_60"),
    structure=SSIAD,
    telecoms=(Telecom("mailto:ines.moreau@ssiad-ajoncs.mssante.test", "WP"),),
)
MARTIN = Professional(
    id=PsId.rpps("10100000032"),
    family="MARTIN",
    given="Paul",
    civility="M",
    title="DR",
    profession=profession("G15_10/SM26"),
    structure=CABINET,
)
IRENE = Patient(
    ins=Ins(matricule="238033523800188", oid=oids.INS_NIR_TEST),
    traits=Traits(
        birth_name="DUPONT",
        given_names="IRENE MARIE",
        first_given_name="IRENE",
        birth_date="1938-03-12",
        sex="F",
        birth_place="35238",
        used_name="MARTIN",
        used_given_name="REINE",
    ),
    ipp=("1.2.250.1.999.1", "IPP-1"),
    address=Address(lines=("8 allée des Genêts",), postal_code="35000", city="Rennes"),
    telecoms=(Telecom("tel:0299111111", "H"),),
)
ATTENDING = Code("PCP", oids.PARTICIPATION_FUNCTION, "Médecin Traitant")


def header_of_irene() -> Header:
    return Header(
        document_id="1.2.250.1.999.2.1.2",
        set_id="1.2.250.1.999.2.1",
        version=2,
        type_code=type_code("28653-4"),
        title="Transmission au médecin traitant : plaie du talon",
        effective_time=WHEN,
        patient=IRENE,
        authors=(Author(INES, WHEN),),
        legal_authenticator=Author(INES, WHEN),
        custodian=Structure(id=SSIAD.id, name=SSIAD.name, telecom=SSIAD.telecom, address=SSIAD.address),
        services=(Service(start=WHEN - timedelta(hours=1), stop=WHEN, performer=INES),),
        encounter=Encounter(sector=sector("SA41"), start=WHEN - timedelta(days=30), type=encounter_type("HH")),
        replaces="1.2.250.1.999.2.1.1",
        informants=(
            Informant(
                kind="NOK",
                relation=relation("DAUC"),
                family="DUPONT",
                given="Claire",
                telecoms=(Telecom("tel:0699000000", "MC"),),
            ),
        ),
        participants=(Participant(type="INF", function=ATTENDING, professional=MARTIN),),
        recipients=(Professional(id=MARTIN.id, family="MARTIN", given="Paul", title="DR", structure=PRACTICE),),
        orders=("1.2.250.1.999.3^DEMANDE-7",),
    )


@pytest.fixture
def header() -> Header:
    return header_of_irene()


@pytest.fixture
def note(header: Header) -> bytes:
    """Irène's document as bytes."""
    return encode_level1(header, PDF, "application/pdf")


@pytest.fixture(scope="session")
def kit_validator(kits: Path, request: pytest.FixtureRequest) -> Iterator[Validator]:
    """One worker for the whole session: its first document costs about ten seconds."""
    assert request.config.cache is not None
    with Validator(kits / "ci-sis", cache=Path(request.config.cache.mkdir("schematrons"))) as validator:
        yield validator
