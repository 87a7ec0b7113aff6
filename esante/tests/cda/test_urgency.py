"""The two urgency documents of an EHPAD: the official rules find nothing in them, and an empty record never claims «none»."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from esante.cda import StructuredBody, decode
from esante.cda.structured.dlu import STATES, Dlu, Enclosed, Enclosure, encode_dlu, missing_of_dlu
from esante.cda.structured.entries_model import (
    Allergy,
    Belonging,
    Contact,
    Device,
    Directive,
    Finding,
    Problem,
    Surgery,
    Treatment,
    Vaccination,
    Vital,
    VitalSign,
)
from esante.cda.structured.fludt import Fludt, encode_fludt
from esante.cda.structured.missing import MissingContent
from esante.cda.validation import Validator
from esante.cisis import Code
from lxml import etree

from .conftest import PDF, WHEN, header_of_irene

SNOMED, CIM10 = "2.16.840.1.113883.6.96", "2.16.840.1.113883.6.3"
HEADER = header_of_irene()
ORAL = Code("20053000", "0.4.0.127.0.16.1.1.2.1", "Voie orale")
PLAN = (Enclosure(Enclosed.MEDICINES, PDF),)
MEDICINES = (
    Treatment(medicine="Paracétamol 1 g", dose="1 comprimé", moments=("matin", "coucher"), last_taken=WHEN),
    Treatment(
        medicine="Apixaban 5 mg", dose="1 comprimé", route=ORAL, since=date(2025, 1, 2), until=date(2026, 12, 31)
    ),
    Treatment(medicine="Macrogol", as_needed=True, why="constipation"),
)
RICH = Dlu(
    alerts=("Anticoagulant",),
    allergies=(
        Allergy(text="Pénicilline", reaction="œdème", severe=True, since=date(2001, 1, 1)),
        Allergy(text="Latex", active=False),
    ),
    problems=(
        Problem(
            text="Fibrillation auriculaire",
            code=Code("I48.9", CIM10, "Fibrillation auriculaire"),
            since=date(2019, 3, 1),
        ),
        Problem(text="Maladie d'Alzheimer"),
    ),
    history=(Problem(text="Fracture du col", since=date(2015, 1, 1), until=date(2015, 3, 1), active=False),),
    surgeries=(Surgery(text="Prothèse de hanche", on=date(2015, 1, 2)), Surgery(text="Appendicectomie")),
    treatments=MEDICINES,
    mind=(Finding(text="Désorientée le soir", code=Code("62476001", SNOMED, "")),),
    handicaps=(),
    mobility=(Finding(text="Marche avec un déambulateur"),),
    risks=(Finding(text="Deux chutes ce mois-ci", code=Code("161898004", SNOMED, ""), at=WHEN),),
    habits=(Finding(text="Dort avec la lumière"),),
    gir=3,
    devices=(Device(kind=Belonging.GLASSES), Device(text="Pacemaker")),
    resistant=True,
    resistant_text="Entérobactérie BLSE",
    directive=Directive(exists=True, on=date(2020, 1, 1), text="Au coffre de l'infirmerie"),
    palliative=False,
    hospital="CH de la Côte",
    vaccinations=(Vaccination(text="Grippe", on=date(2025, 10, 1)), Vaccination(text="Tétanos")),
    contacts=(Contact(name="Claire DUPONT", link="fille", telephone="06 99 00 00 00", trusted=True),),
    comment="Calme avec de la musique.",
    enclosures=(*PLAN, Enclosure(Enclosed.AGGIR, PDF)),
)
UNKNOWN = Dlu(enclosures=PLAN)
NOTHING = Dlu(
    allergies=(), problems=(), history=(), surgeries=(), treatments=(), mind=(), handicaps=(), mobility=(), risks=(),
    habits=(), devices=(), vaccinations=(), contacts=(), resistant=False, palliative=False,
    directive=Directive(exists=False), enclosures=PLAN,
)  # fmt: skip
FALL = Fludt(
    reason="Chute de sa hauteur,\ndouleur de hanche",
    leaves_at=WHEN,
    destination="CH de la Côte, urgences",
    vital_signs=tuple(VitalSign(kind=kind, value=Decimal("37.50"), at=WHEN - timedelta(hours=1)) for kind in Vital),
    awake=False,
    consciousness="Somnolente, répond à la voix",
    pains=("hanche droite", "poignet"),
    treatments=MEDICINES[:1],
    last_medicine=WHEN,
    last_meal=WHEN,
    devices=tuple(Device(kind=kind, text="Canne" if kind is Belonging.OTHER else "") for kind in Belonging),
    comment="Sa fille est prévenue.",
)
FAINT = Fludt(reason="Malaise", leaves_at=WHEN)
BARE = Fludt(reason="Malaise", leaves_at=WHEN, treatments=(), devices=(), pains=(), vital_signs=())


def said(document: bytes) -> str:
    """Every word a reader sees."""
    narratives = etree.fromstring(document).iter("{urn:hl7-org:v3}text")
    return " ".join(" ".join(text.itertext()) for text in narratives)


@pytest.mark.kits
@pytest.mark.parametrize("content", [RICH, UNKNOWN, NOTHING], ids=["rich", "unknown", "nothing"])
def test_the_official_rules_find_nothing_in_a_dlu(content: Dlu, kit_validator: Validator) -> None:
    assert kit_validator.validate(encode_dlu(header=HEADER, content=content)) == ()


@pytest.mark.kits
@pytest.mark.parametrize("content", [FALL, FAINT, BARE], ids=["fall", "unknown", "nothing"])
def test_the_official_rules_find_nothing_in_a_transfer_sheet(content: Fludt, kit_validator: Validator) -> None:
    assert kit_validator.validate(encode_fludt(header=HEADER, content=content)) == ()


def test_a_dlu_says_in_words_all_that_it_holds() -> None:
    words = said(encode_dlu(header=HEADER, content=RICH))
    for told in (
        "À SAVOIR : Anticoagulant", "Pénicilline", "œdème", "forme grave, depuis le 01/01/2001", "Latex", "Fibrillation auriculaire",
        "Maladie d'Alzheimer", "Fracture du col", "Prothèse de hanche (02/01/2015) ; Appendicectomie", "Paracétamol 1 g",
        "1 comprimé, matin, coucher", "si besoin : constipation", "du 02/01/2025 au 31/12/2026", "Désorientée le soir",
        "Rien à signaler", "Deux chutes ce mois-ci", "GIR 3", "Lunettes", "Pacemaker", "Entérobactérie BLSE",
        "Rédigées le 01/01/2020", "Au coffre de l'infirmerie", "CH de la Côte", "Grippe", "Tétanos",
        "Claire DUPONT (fille, personne de confiance) 06 99 00 00 00", "Calme avec de la musique.", "Grille AGGIR",
    ):  # fmt: skip
        assert told in words, told


def test_what_is_not_known_is_never_said_to_be_none() -> None:
    unknown, nothing = encode_dlu(header=HEADER, content=UNKNOWN), encode_dlu(header=HEADER, content=NOTHING)
    assert b"no-allergy-info" in unknown
    assert b"no-known-allergies" not in unknown
    assert "Aucun" not in said(unknown)
    assert b"no-known-allergies" in nothing
    assert b"no-known-medications" in nothing
    assert "Non renseigné" not in said(nothing).replace("Hôpital de préférence Non renseigné", "")


def test_a_transfer_sheet_says_in_words_all_that_it_holds() -> None:
    words = said(encode_fludt(header=HEADER, content=FALL))
    for told in (
        "Chute de sa hauteur,", "douleur de hanche", "CH de la Côte, urgences", "37,5 °C",
        "N'est pas conscient et éveillé", "Somnolente, répond à la voix",
        "hanche droite", "poignet", "Traitement habituel", "dernière prise le",
        "Dernier repas", "Lunettes", "Canne", "Sa fille est prévenue.",
    ):  # fmt: skip
        assert told in words, told


def test_only_states_of_the_national_list_become_coded_entries() -> None:
    document = etree.fromstring(encode_dlu(header=HEADER, content=RICH))
    body = decode(etree.tostring(document)).body
    assert isinstance(body, StructuredBody)
    coded = {code.get("code") for code in document.iter("{urn:hl7-org:v3}code") if code.get("codeSystem") == SNOMED}
    assert coded & set(STATES) == {"62476001", "161898004"}


def test_a_dlu_that_is_not_whole_says_what_it_lacks() -> None:
    header = replace(HEADER, participants=())
    assert missing_of_dlu(HEADER, RICH) == ()
    with pytest.raises(MissingContent) as refused:
        encode_dlu(header=header, content=Dlu())
    assert refused.value.lacks == (
        "Le médecin traitant n'est pas indiqué.",
        "Aucune pièce ne l'accompagne : le tableau des médicaments ou la grille AGGIR suffit.",
    )


def test_a_transfer_without_its_reason_is_refused() -> None:
    with pytest.raises(MissingContent, match="motif du départ"):
        encode_fludt(header=HEADER, content=Fludt(reason=" ", leaves_at=WHEN))


def test_the_same_document_written_twice_is_the_same_bytes() -> None:
    assert encode_dlu(header=HEADER, content=RICH) == encode_dlu(header=HEADER, content=RICH)
