"""What we write: complete, valid against the official schema and rules, or refused."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from esante.cda import Author, Device, Guardian, Header, Patient, RefusedDocument, decode, encode_level1, faults
from esante.cda.validation import Validator
from esante.cisis import Traits, confidentiality, profession, safe_xml
from lxml import etree

from .conftest import INES, IRENE, PDF, SSIAD, WHEN

JPEG = b"\xff\xd8\xff\xe0 wound"
DEVICE = Device(
    id="3350009999/DUI-1", software="Alentour", model="Alentour", profession=profession("LOGICIEL_DUI"), structure=SSIAD
)

Change = Callable[[Header], Header]


def but(**changes: object) -> Change:
    return lambda header: dataclasses.replace(header, **changes)  # type: ignore[arg-type]


def patient_but(**changes: object) -> Change:
    return but(patient=dataclasses.replace(IRENE, **changes))  # type: ignore[arg-type]


def traits_but(**changes: str) -> Change:
    return patient_but(traits=dataclasses.replace(IRENE.traits, **changes))


def test_what_is_written_is_read_back_whole(header: Header) -> None:
    document = decode(encode_level1(header, PDF, "application/pdf"))
    assert document.header == header
    assert faults(document) == ()


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (PDF, "application/pdf"),
        (JPEG, "image/jpeg"),
        ("Plaie du talon, 3 cm, propre. Prévenir Mme Moreau.".encode(), "text/plain"),
        (b"{\\rtf1 bonjour}", "text/rtf"),
        (b"II*\0 scan", "image/tiff"),
    ],
)
def test_each_admitted_kind_of_file_comes_back_byte_for_byte(header: Header, body: bytes, media_type: str) -> None:
    document = decode(encode_level1(header, body, media_type))
    assert (document.body.media_type, document.body.data) == (media_type, body)  # type: ignore[union-attr]


def test_a_file_of_fifteen_megabytes_goes_through(header: Header) -> None:
    body = PDF + b"\0" * 15_000_000
    assert decode(encode_level1(header, body, "application/pdf")).body.data == body  # type: ignore[union-attr]


def test_the_same_header_always_gives_the_same_bytes(header: Header, note: bytes) -> None:
    assert encode_level1(header, PDF, "application/pdf") == note


def test_words_of_the_record_are_data_never_markup(header: Header) -> None:
    hostile = dataclasses.replace(header, title='</title><script>alert("1")</script> & Cie')
    assert decode(encode_level1(hostile, PDF, "application/pdf")).header.title == hostile.title


def test_the_software_may_be_the_author(header: Header) -> None:
    exported = dataclasses.replace(header, authors=(Author(DEVICE, WHEN),))
    document = decode(encode_level1(exported, PDF, "application/pdf"))
    assert document.header.authors[0].professional == DEVICE
    assert faults(document) == ()


def test_a_person_without_qualified_ins_is_known_by_the_local_identifier(header: Header) -> None:
    unqualified = dataclasses.replace(header, patient=dataclasses.replace(IRENE, ins=None))
    document = decode(encode_level1(unqualified, PDF, "application/pdf"))
    assert document.header.patient.ins is None
    assert document.header.patient.ipp == ("1.2.250.1.999.1", "IPP-1")


def test_a_representative_is_written(header: Header) -> None:
    tutor = Guardian(structure_id="1350009973", structure_name="Association tutélaire du Mail")
    represented = dataclasses.replace(header, patient=dataclasses.replace(IRENE, guardian=tutor))
    document = decode(encode_level1(represented, PDF, "application/pdf"))
    assert document.header.patient.guardian == tutor


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (but(document_id=""), "header.missing"),
        (but(document_id="my-document"), "header.id"),
        (but(set_id="1.2.250.1.999.2.1.2"), "header.setId"),
        (but(version=0), "header.versionNumber"),
        (but(title=""), "header.missing"),
        (but(effective_time=None), "header.missing"),
        (but(confidentiality=confidentiality("MASQUE_PS")), "header.confidentialityCode"),
        (but(replaces="1.2.250.1.999.2.1.2"), "header.relatedDocument"),
        (but(authors=()), "header.missing"),
        (but(authors=(Author(INES, None),)), "author.time"),
        (but(authors=(Author(dataclasses.replace(INES, profession=None), WHEN),)), "author.code"),
        (but(authors=(Author(dataclasses.replace(INES, id="INES"), WHEN),)), "author.id"),
        (but(legal_authenticator=None), "header.missing"),
        (but(legal_authenticator=Author(dataclasses.replace(INES, family=""), WHEN)), "legal.person"),
        (but(custodian=None), "header.missing"),
        (but(services=()), "header.missing"),
        (but(encounter=None), "header.missing"),
        (patient_but(ins=None, ipp=None), "patient.id"),
        (traits_but(birth_name=""), "traits.missing"),
        (traits_but(given_names=""), "traits.missing"),
        (traits_but(first_given_name=""), "traits.missing"),
        (traits_but(birth_date=""), "traits.birth"),
        (traits_but(birth_place=""), "traits.place"),
        (traits_but(birth_place="352"), "traits.place"),
        (traits_but(sex=""), "traits.sex"),
    ],
)
def test_a_document_the_ci_sis_forbids_is_refused_before_it_exists(header: Header, change: Change, code: str) -> None:
    with pytest.raises(RefusedDocument) as refusal:
        encode_level1(change(header), PDF, "application/pdf")
    assert code in {fault.code for fault in refusal.value.faults}
    assert IRENE.traits.birth_name not in str(refusal.value)


@pytest.mark.parametrize(
    ("body", "media_type", "code"),
    [
        (b"", "application/pdf", "body.base64"),
        (JPEG, "application/pdf", "body.content"),
        (b"\x89PNG", "image/png", "body.mediaType"),
        (b"<html>", "text/html", "body.mediaType"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(header: Header, body: bytes, media_type: str, code: str) -> None:
    with pytest.raises(RefusedDocument) as refusal:
        encode_level1(header, body, media_type)
    assert [fault.code for fault in refusal.value.faults] == [code]


def test_an_act_that_ends_before_it_starts_is_refused(header: Header) -> None:
    service = dataclasses.replace(header.services[0], stop=WHEN - timedelta(days=2))
    with pytest.raises(RefusedDocument, match=r"act\.order"):
        encode_level1(dataclasses.replace(header, services=(service,)), PDF, "application/pdf")


def test_a_lunar_birth_date_is_written_as_it_is_known(header: Header) -> None:
    lunar = traits_but(birth_date="1938-00-00")(header)
    assert decode(encode_level1(lunar, PDF, "application/pdf")).header.patient.traits.birth_date == "1938-00-00"


def variants(header: Header) -> list[Header]:
    """Documents of every shape the product writes."""
    anonymous = Patient(
        ins=None, traits=Traits(birth_name="DUPONT", first_given_name="IRENE", birth_date="1938", sex="F")
    )
    return [
        header,
        dataclasses.replace(header, authors=(Author(DEVICE, WHEN), Author(INES, WHEN))),
        dataclasses.replace(header, patient=dataclasses.replace(anonymous, ipp=("1.2.250.1.999.1", "IPP-1"))),
        dataclasses.replace(header, replaces=None, informants=(), participants=(), recipients=(), orders=()),
        patient_but(guardian=Guardian(family="DUPONT", given="Claire"))(header),
    ]


@pytest.mark.kits
def test_every_variant_is_valid_against_the_official_schema(header: Header, kits: Path) -> None:
    schema = etree.XMLSchema(etree.parse(str(kits / "ci-sis" / "infrastructure" / "cda" / "CDA_extended.xsd")))
    for variant in variants(header):
        schema.assertValid(safe_xml.parse(encode_level1(variant, PDF, "application/pdf")))


@pytest.mark.kits
def test_every_variant_satisfies_the_official_header_rules(header: Header, kit_validator: Validator) -> None:
    for variant in variants(header):
        assert kit_validator.validate(encode_level1(variant, PDF, "application/pdf")) == ()
