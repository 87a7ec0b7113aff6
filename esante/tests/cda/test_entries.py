"""What a structured document says, offered for reprise: ours come back whole, the official ones are read, «none» is never a thing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from esante.cda.structured.dlu import encode_dlu
from esante.cda.structured.entries_model import Reading, Vital
from esante.cda.structured.entries_reading import decode_entries
from esante.cda.structured.fludt import encode_fludt

from .samples import official_documents
from .test_urgency import FALL, HEADER, NOTHING, RICH, UNKNOWN


def test_what_we_wrote_comes_back() -> None:
    read = decode_entries(encode_dlu(header=HEADER, content=RICH))
    penicillin, latex = read.allergies
    assert (penicillin.text, penicillin.severe, penicillin.since) == ("Pénicilline", True, date(2001, 1, 1))
    assert penicillin.reaction == "œdème"
    assert (latex.text, latex.severe, latex.active) == ("Latex", False, False)
    assert [(one.text, one.active) for one in read.problems] == [
        ("Fibrillation auriculaire", True),
        ("Maladie d'Alzheimer", True),
        ("Fracture du col", False),
    ]
    assert read.problems[0].code == (RICH.problems or ())[0].code
    assert [one.medicine for one in read.treatments] == ["Paracétamol 1 g", "Apixaban 5 mg", "Macrogol"]
    assert read.treatments[1].until == date(2026, 12, 31)
    assert read.treatments[1].dose == "1 comprimé"
    assert [(one.text, one.on) for one in read.vaccinations] == [("Grippe", date(2025, 10, 1)), ("Tétanos", None)]


def test_measures_come_back_with_their_moment() -> None:
    read = decode_entries(encode_fludt(header=HEADER, content=FALL)).vital_signs
    assert {one.kind for one in read} == set(Vital)
    assert read == FALL.vital_signs
    assert read[0].value == Decimal("37.5")


@pytest.mark.parametrize("content", [NOTHING, UNKNOWN], ids=["nothing", "unknown"])
def test_what_says_none_or_not_known_offers_nothing(content: object) -> None:
    assert decode_entries(encode_dlu(header=HEADER, content=content)) == Reading()  # type: ignore[arg-type]


@pytest.mark.kits
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("IPS-FR_2024.01.xml", (1, 7, 2, 1, 0, 2)),
        ("VSM_1.4_2022.01.xml", (1, 4, 2, 0, 0, 0)),
        ("DLU-EHPAD-FLUDT_2022.01.xml", (0, 0, 0, 5, 0, 0)),
        ("BIO-CR-BIO_2024.01_TSH_1.xml", (0, 0, 0, 0, 2, 0)),
    ],
)
def test_the_official_documents_are_read(kits: Path, name: str, counts: tuple[int, ...]) -> None:
    read = decode_entries((kits / "ci-sis" / "ExemplesCDA" / name).read_bytes())
    found = (read.allergies, read.problems, read.treatments, read.vital_signs, read.results, read.vaccinations)
    assert tuple(len(one) for one in found) == counts


@pytest.mark.kits
def test_a_synthesis_of_another_software_says_its_allergy(kits: Path) -> None:
    (allergy,) = decode_entries((kits / "ci-sis" / "ExemplesCDA" / "IPS-FR_2024.01.xml").read_bytes()).allergies
    assert allergy.text == "Paracétamol"
    assert allergy.reaction.startswith("Bronchospasme d'origine médicamenteuse")


@pytest.mark.kits
def test_a_result_has_its_value_and_unit(kits: Path) -> None:
    results = decode_entries((kits / "ci-sis" / "ExemplesCDA" / "BIO-CR-BIO_2024.01_TSH_1.xml").read_bytes()).results
    assert all(one.value for one in results)


@pytest.mark.kits
def test_every_official_document_is_read_without_complaint(kits: Path) -> None:
    for name, data in official_documents(kits):
        assert isinstance(decode_entries(data), Reading), name
