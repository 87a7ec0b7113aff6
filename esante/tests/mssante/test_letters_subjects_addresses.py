"""The small grammars: subjects, addresses, labels."""

from __future__ import annotations

import pytest
from esante.cisis import Ins
from esante.mssante import (
    Address,
    CannotCompose,
    Subject,
    citizen_address,
    citizen_matricule,
    document_subject,
    domain_of,
    mailbox_key,
    person_label,
    read_subject,
)
from esante.mssante.subjects import ko_subject

from .cast import lots


def subject(label: str, **changes: object) -> str:
    facts: dict[str, object] = {
        "label": label,
        "count": 1,
        "birth_name": "Le Goff",
        "given_name": "Jean-René",
        "birth_date": "1933-07-14",
    }
    return document_subject(**(facts | changes))  # type: ignore[arg-type]


def test_a_label_is_cut_at_forty_characters_and_loses_its_accents() -> None:
    label = "Lettre de liaison à la sortie d'un établissement de soins"
    wanted = "XDM/1.0/DDM+Lettre de liaison a la sortie d'un etabl LE GOFF Jean-Rene 14/07/1933"
    assert subject(label) == wanted
    assert subject("CR d’examens – biologie").startswith("XDM/1.0/DDM+CR d'examens - biologie LE GOFF")


def test_several_documents_are_counted_and_a_lunar_date_is_written_as_it_is() -> None:
    assert subject("x", count=3) == "XDM/1.0/DDM+3 documents LE GOFF Jean-Rene 14/07/1933"
    assert subject("x", birth_date="1933-00-00").endswith(" 00/00/1933")
    assert subject("x", birth_date="1933").endswith("Jean-Rene")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("XDM/1.0/DDM+Ordonnance DUPONT Irene", Subject(title="Ordonnance DUPONT Irene", announces=True)),
        ("[Annule et remplace] XDM/1.0/DDM+CR", Subject(title="CR", announces=True, replaces=True)),
        ("XDM/1.0/DDM+[Annule et remplace] CR", Subject(title="CR", announces=True, replaces=True)),
        ("TR: XDM/1.0/DDM+CR", Subject(title="TR: CR", announces=True)),
        ("[KO Intégration système !][902] XDM/1.0/DDM+CR", Subject(title="CR", announces=True, ko="902")),
        ("[KO Intégration système ! ] XDM/1.0/DDM+CR", Subject(title="CR", announces=True, ko="906")),
        ("[ko integration systeme][904]CR", Subject(title="CR", ko="904")),
        ("Chute de Mme Dupont", Subject(title="Chute de Mme Dupont")),
        ("", Subject(title="")),
    ],
)
def test_a_subject_is_taken_apart(text: str, expected: Subject) -> None:
    assert read_subject(text) == expected


def test_a_refusal_of_a_refusal_is_marked_once() -> None:
    once = ko_subject("902", "XDM/1.0/DDM+CR")
    assert ko_subject("904", once) == "[KO Intégration système !][904] XDM/1.0/DDM+CR"


def test_a_label_names_who_writes() -> None:
    assert person_label(title="Dr", given="Paul", family="Martin", entity="Cabinet du Mail") == (
        "Dr_Paul_MARTIN_Cabinet du Mail"
    )
    assert person_label(given="Inès", family="Moreau") == "Inès_MOREAU"
    with pytest.raises(CannotCompose):
        person_label(given="", family="Moreau")


def test_domains_compare_in_any_case_and_writing() -> None:
    assert domain_of("Accueil@Cabinet-Été.MSSante.test") == "xn--cabinet-t-i4ab.mssante.test"
    assert domain_of("a@xn--cabinet-t-i4ab.mssante.test.") == domain_of("cabinet-été.mssante.test")
    assert mailbox_key("Ines.Moreau@SSIAD.test") == "ines.moreau@ssiad.test"


@pytest.mark.parametrize("text", ["", "ines", "@ssiad.test", "ines@", "a b@c.test", "<a@b.test>", "a@b.test\r\nX: y"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(CannotCompose):
        Address(text)


def test_a_name_cannot_smuggle_a_header_in() -> None:
    with pytest.raises(CannotCompose):
        Address("a@b.test", "Inès\r\nBcc: karim@saad.test")


def test_a_citizens_address_is_built_from_a_qualified_ins_only() -> None:
    real = Ins(matricule=lots.IRENE.matricule, oid=lots.NIR_OID)
    assert citizen_address(real, qualified=True) == "238033523800188@patient.mssante.fr"
    sandbox = citizen_address(lots.IRENE, qualified=True, domain="patient.mssante.test", accept_test=True)
    assert sandbox == "238033523800188@patient.mssante.test"


@pytest.mark.parametrize(
    ("ins", "qualified"),
    [
        (Ins(matricule=lots.IRENE.matricule, oid=lots.NIR_OID), False),
        (lots.IRENE, True),
        (Ins(matricule=lots.IRENE.matricule, oid="1.2.250.1.213.1.4.9"), True),
        (Ins(matricule="238033523800189", oid=lots.NIR_OID), True),
    ],
)
def test_no_address_for_an_identity_that_proves_nothing(ins: Ins, qualified: bool) -> None:
    with pytest.raises(CannotCompose):
        citizen_address(ins, qualified=qualified)


def test_a_citizens_address_tells_the_matricule() -> None:
    assert citizen_matricule("279035121518989@Patient.mssante.fr") == "279035121518989"
    assert citizen_matricule("241022a00412375@patient.mssante.fr") == "241022A00412375"
    assert citizen_matricule("279035121518989@patient.mssante.test") == ""
    assert citizen_matricule("accueil@patient.mssante.fr") == ""
