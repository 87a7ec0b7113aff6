"""A prescription: what is written is what is read again, and the official rules find nothing in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from esante.cda import Header, RefusedDocument, StructuredBody, decode, faults, format_of
from esante.cda.structured.missing import MissingContent
from esante.cda.structured.prescription import (
    Amount,
    Appliance,
    Circumstance,
    Cover,
    Dosage,
    Dose,
    Medicine,
    Prescription,
    Step,
    decode_prescription,
    encode_prescription,
    missing_of_prescription,
)
from esante.cda.validation import Validator
from esante.cisis import Code

from .conftest import MARTIN, PDF, WHEN, header_of_irene

CIS, EDQM, UNTIL = "1.2.250.1.213.2.3.1", "0.4.0.127.0.16.1.1.2.1", WHEN + timedelta(days=90)
ONE = Amount(Decimal(1), "{tablet}")
SIMPLE = Medicine(name="Macrogol 4000, 10 g", posology="Un sachet le matin", duration="Trois mois")
DOLIPRANE = Medicine(
    name="Paracétamol 500 mg, comprimé",
    posology="Un comprimé trois fois par jour\npuis deux fois par jour",
    code=Code("60234100", CIS, "Paracétamol 500 mg, comprimé"),
    other_codes=(Code("3400935955838", "1.2.250.1.213.2.3.2", "Paracétamol, boîte de 16"),),
    form=Code("10219000", EDQM, "Comprimé"),
    generic=Code("N02BE01", "2.16.840.1.113883.6.73", "paracetamol"),
    start=date(2026, 7, 14),
    end=date(2026, 7, 20),
    dosage=Dosage(
        route=Code("20053000", EDQM, "Voie orale"),
        max_per_day=Amount(Decimal(4)),
        steps=(
            Step(
                text="Un comprimé toutes les huit heures",
                start=date(2026, 7, 14),
                days=2,
                every=Amount(Decimal(8), "h"),
                dose=Dose(ONE, ONE),
            ),
            Step(text="Puis toutes les douze heures", every=Amount(Decimal(12), "h"), dose=Dose(ONE, ONE)),
        ),
    ),
    renewals=3,
    quantity=Amount(Decimal(2), "30009000"),
    keep_brand="marge thérapeutique étroite",
    cover=Cover(ald=True, prevention=True),
    off_label=True,
    precondition="Seulement si la douleur dépasse 4 sur 10",
    to_patient="À prendre au cours d'un repas",
    to_pharmacist="Préparer un pilulier & l'étiqueter <lisiblement>",
)
CREAM = Medicine(
    name="Préparation :\n30 g de crème\n70 g de cérat",
    posology="Deux applications par jour",
    dosage=Dosage(every=Amount(Decimal("0.5"), "d"), dose=Dose(Amount(Decimal(1)), Amount(Decimal(2)))),
)
BED = Appliance(
    name="Lit médicalisé",
    code=Code("V0806", "1.2.250.1.213.2.68", "LITS MÉDICAUX"),
    other_codes=(Code("1215702", "1.2.250.1.215.200.2.1", "Lit médical"),),
    start=date(2026, 7, 14),
    end=date(2026, 9, 12),
    rental_days=60,
    quantity=1,
    renewals=2,
    cover=Cover(ald=True, work_accident=True, not_refunded=True),
)
MINIMAL = Prescription(valid_from=WHEN, valid_until=UNTIL, pdf=PDF, medicines=(SIMPLE,))
RICH = replace(
    MINIMAL,
    medicines=(DOLIPRANE, CREAM, SIMPLE),
    appliances=(BED, Appliance(name="Compresses stériles")),
    comment="À revoir dans un mois.\nAppeler le service en cas de chute.",
    circumstances=(Circumstance.AT_HOME, Circumstance.URGENT),
    number="1.2.250.1.215.500.1.1^01S2AAAA",
)
DEVICES = replace(MINIMAL, medicines=(), appliances=(BED,))
ENDLESS = replace(MINIMAL, valid_until=None)
LIMIT = replace(MINIMAL, medicines=(replace(SIMPLE, posology="œ“é\u2009" * 2000),) * 30)


def header_of_martin() -> Header:
    header = header_of_irene()
    author = replace(header.authors[0], professional=MARTIN)
    acts = (replace(header.services[0], performer=MARTIN),)
    return replace(header, title="Ordonnance", authors=(author,), legal_authenticator=author, services=acts)


def written(content: Prescription) -> bytes:
    return encode_prescription(header=header_of_martin(), content=content)


@pytest.mark.parametrize("content", [RICH, MINIMAL, DEVICES, ENDLESS], ids=["rich", "minimal", "devices", "endless"])
def test_what_is_written_is_read_again(content: Prescription) -> None:
    assert decode_prescription(written(content)) == content


@pytest.mark.parametrize("content", [RICH, MINIMAL, DEVICES, ENDLESS], ids=["rich", "minimal", "devices", "endless"])
def test_our_own_rules_find_nothing(content: Prescription) -> None:
    document = decode(written(content))
    assert faults(document) == ()
    assert document.is_structured


def test_its_type_is_that_of_a_prescription_and_its_format_that_of_the_pharmacists() -> None:
    document = decode(written(MINIMAL))
    assert document.header.type_code.code == "57833-6"
    assert (document.header.service_start, document.header.service_stop) == (WHEN, UNTIL)
    assert format_of(document).code == "urn:ihe:pharm:pre:2010"


def test_the_same_prescription_gives_the_same_bytes() -> None:
    assert written(RICH) == written(RICH)


def test_every_word_prescribed_is_in_the_narrative() -> None:
    document = decode(written(RICH))
    assert isinstance(document.body, StructuredBody)
    told = " ".join(section.text for section in document.body.sections)
    for words in ("Un sachet le matin", "<lisiblement>", "marge thérapeutique étroite", "du 14/07/2026 au 20/07/2026"):
        assert words in told


def test_a_prescription_that_is_not_whole_says_what_it_lacks() -> None:
    nothing = Prescription(valid_from=None, valid_until=None, pdf=b"")
    assert len(missing_of_prescription(nothing)) == 3
    halves = replace(
        MINIMAL,
        valid_until=WHEN - timedelta(days=1),
        medicines=(Medicine(name=" ", posology="", renewals=-1, start=date(2026, 7, 2), end=date(2026, 7, 1)),),
        appliances=(Appliance(name="", quantity=0),),
    )
    assert missing_of_prescription(halves) == (
        "L'ordonnance finit avant de commencer : corrigez ses dates de validité.",
        "Médicament 1 : son nom manque.",
        "Médicament 1 : sa posologie manque.",
        "Médicament 1 : le nombre de renouvellements ne peut être négatif.",
        "Médicament 1 : la fin est avant le début.",
        "Dispositif 1 : son nom manque.",
        "Dispositif 1 : sa quantité doit être d'au moins un.",
    )
    with pytest.raises(MissingContent, match="sa posologie manque"):
        written(halves)


def test_a_faulty_header_is_refused() -> None:
    with pytest.raises(RefusedDocument):
        encode_prescription(header=replace(header_of_martin(), language="français"), content=MINIMAL)


@pytest.mark.kits
@pytest.mark.parametrize(
    "content", [RICH, MINIMAL, DEVICES, ENDLESS, LIMIT], ids=["rich", "minimal", "devices", "endless", "limit"]
)
def test_the_official_rules_find_nothing(content: Prescription, kit_validator: Validator) -> None:
    assert kit_validator.validate(written(content)) == ()


@pytest.mark.kits
def test_the_official_prescriptions_are_read(kits: Path) -> None:
    folder = kits / "ci-sis" / "ExemplesCDA"
    told = decode_prescription((folder / "eP-MED-DM_2024.01_PosoNonStruct.xml").read_bytes())
    assert [bool(medicine.name and medicine.posology and medicine.keep_brand) for medicine in told.medicines] == [
        True
    ] * 2
    assert told.medicines[0].quantity == Amount(Decimal(2), "30009000")
    assert (told.medicines[0].renewals, told.appliances[0].rental_days) == (3, 60)
    assert told.pdf.startswith(b"%PDF-")
    assert len(told.circumstances) == 3
    steps = decode_prescription((folder / "eP-MED-DM_2023.01_PosoStruct.xml").read_bytes()).medicines[0].dosage
    assert steps is not None
    assert [(step.days, step.every) for step in steps.steps] == [
        (2, Amount(Decimal(8), "h")),
        (4, Amount(Decimal(12), "h")),
    ]
