"""A lot of the SSIAD Les Ajoncs for Irène: her personal plan, written by Inès."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from esante.cisis import (
    Code,
    Ins,
    Professional,
    PsId,
    StructId,
    Structure,
    Traits,
    practice_setting,
    profession,
    sector,
)
from esante.cisis import type_code as j07
from esante.xds import DocumentEntry, SubmissionSet, entry_from_cda
from lxml import etree

from esante import cda

IRENE = Ins(matricule="238033523800188", oid="1.2.250.1.213.1.4.10")
PARIS = timezone(timedelta(hours=1))
WRITTEN = datetime(2026, 3, 2, 10, 30, tzinfo=PARIS)
HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def header() -> cda.Header:
    ssiad = Structure(
        id=StructId.parse("1350009999"),
        name="SSIAD Les Ajoncs",
        sector=sector("SA41"),
        practice_setting=practice_setting("ESSMS"),
    )
    ines = Professional(
        id=PsId.parse("810100000024"),
        family="MOREAU",
        given="Inès",
        civility="MME",
        profession=profession("G15_60"),
        structure=ssiad,
    )
    return cda.Header(
        document_id="1.2.250.1.999.1.2.1001",
        set_id="1.2.250.1.999.1.2.1",
        version=1,
        type_code=j07("80788-3"),
        title="Projet personnalisé d'accompagnement",
        effective_time=WRITTEN,
        patient=cda.Patient(
            ins=IRENE,
            traits=Traits(
                birth_name="DUPONT",
                given_names="IRENE MARIE",
                first_given_name="IRENE",
                birth_date="1938-03-12",
                sex="F",
                birth_place="35238",
            ),
            ipp=("1.2.250.1.999.1.1", "U-0042"),
        ),
        authors=(cda.Author(ines, WRITTEN),),
        legal_authenticator=cda.Author(ines, WRITTEN),
        custodian=ssiad,
        services=(cda.Service(start=WRITTEN - timedelta(hours=1), stop=WRITTEN, performer=ines),),
        encounter=cda.Encounter(sector=sector("SA41"), start=WRITTEN - timedelta(hours=1)),
    )


@pytest.fixture(scope="session")
def document(header: cda.Header) -> bytes:
    """The CDA of the plan, its body a small text."""
    return cda.encode_level1(header, b"Objectif : rester chez elle.", "text/plain")


@pytest.fixture(scope="session")
def entry(document: bytes) -> DocumentEntry:
    return entry_from_cda(cda.decode(document))


@pytest.fixture(scope="session")
def submission_set(entry: DocumentEntry) -> SubmissionSet:
    return SubmissionSet(
        unique_id="1.2.250.1.999.1.3.1",
        source_id="1.2.250.1.999.1",
        patient_id=IRENE.cx,
        submission_time=datetime(2026, 3, 2, 9, 31, tzinfo=UTC).strftime("%Y%m%d%H%M%S"),
        title="Projet personnalisé",
        content_type=Code("16", "1.2.250.1.213.2.2", "Prestation sur le lieu de vie"),
        authors=entry.authors,
    )


@pytest.fixture(scope="session")
def repository_schema(kits: Path) -> Any:
    return etree.XMLSchema(etree.parse(str(kits / "ihe/dmp-wsdl/schema/IHE/XDS.b_DocumentRepository.xsd")))


@pytest.fixture(scope="session")
def query_schema(kits: Path) -> Any:
    return etree.XMLSchema(etree.parse(str(kits / "ihe/dmp-wsdl/schema/ebRS/query.xsd")))


@pytest.fixture(scope="session")
def submit_schema(kits: Path) -> Any:
    return etree.XMLSchema(etree.parse(str(kits / "ihe/dmp-wsdl/schema/ebRS/lcm.xsd")))


def is_golden(element: Any, name: str) -> bool:
    """Whether an element, indented, is the golden file; ``GOLDEN=write`` writes the file instead, to be reviewed."""
    path = HERE / "golden" / name
    shown: str = etree.tostring(element, pretty_print=True, encoding="unicode")
    if os.environ.get("GOLDEN") == "write":
        path.write_text(shown)
    return path.read_text() == shown
