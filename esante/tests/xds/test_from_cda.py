"""CDA header = XDS metadata, field by field (acceptance vector 11)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from esante.cisis import Code, confidentiality
from esante.xds import DocumentEntry, differences, entry_from_cda

from esante import cda


def test_each_field_says_what_the_header_says(entry: DocumentEntry) -> None:
    assert entry == DocumentEntry(
        id="Document01",
        unique_id="1.2.250.1.999.1.2.1001",
        patient_id="238033523800188^^^&1.2.250.1.213.1.4.10&ISO^NH",
        title="Projet personnalisé d'accompagnement",
        class_code=entry.class_code,
        type_code=entry.type_code,
        format_code=entry.format_code,
        facility_type=entry.facility_type,
        practice_setting=entry.practice_setting,
        confidentiality=entry.confidentiality,
        authors=entry.authors,
        legal_authenticator="810100000024^MOREAU^Inès^^^^^^&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS",
        creation_time="20260302093000",
        service_start="20260302083000",
        service_stop="20260302093000",
        source_patient_id="U-0042^^^&1.2.250.1.999.1.1&ISO^PI",
        source_patient_info=(
            "PID-5|DUPONT^IRENE^IRENE MARIE^^^^L",
            "PID-7|19380312",
            "PID-8|F",
            "PID-11|^^^^^^BDL^^35238",
        ),
    )
    codes = (entry.class_code, entry.type_code, entry.format_code, entry.facility_type, entry.practice_setting)
    assert [(code.code, code.system) for code in codes if code] == [
        ("44", "1.2.250.1.213.1.1.4.1"),
        ("80788-3", "2.16.840.1.113883.6.1"),
        ("urn:ihe:iti:xds-sd:text:2008", "1.3.6.1.4.1.19376.1.2.3"),
        ("SA41", "1.2.250.1.71.4.2.4"),
        ("ESSMS", "1.2.250.1.213.1.1.4.9"),
    ]
    assert [code.code for code in entry.confidentiality] == ["N"]
    (author,) = entry.authors
    assert author.person == entry.legal_authenticator
    assert author.institutions == ("SSIAD Les Ajoncs^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^1350009999",)
    assert author.specialties[0].startswith("G15_60^")
    assert author.specialties[0].endswith("^1.2.250.1.213.1.1.4.5")


def test_they_agree(entry: DocumentEntry, document: bytes) -> None:
    assert differences(entry, cda.decode(document)) == ()


def test_a_mask_contradicts_nothing(entry: DocumentEntry, document: bytes) -> None:
    masked = replace(entry, confidentiality=(*entry.confidentiality, confidentiality("MASQUE_PS")))
    assert differences(masked, cda.decode(document)) == ()


def test_an_attribution_date_or_another_label_contradicts_nothing(entry: DocumentEntry, document: bytes) -> None:
    assert entry.type_code is not None
    other = replace(
        entry,
        patient_id=entry.patient_id + "^^20100907",
        type_code=replace(entry.type_code, label="PPA"),
        creation_time="20260302093000+0000",
    )
    assert differences(other, cda.decode(document)) == ()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"unique_id": "1.2.3"}, "uniqueId"),
        ({"patient_id": "141093523801474^^^&1.2.250.1.213.1.4.10&ISO^NH"}, "patientId"),
        ({"patient_id": "238033523800188^^^&1.2.250.1.213.1.4.8&ISO^NH"}, "patientId"),
        ({"title": "Autre"}, "title"),
        ({"type_code": Code("80788-3", "1.2.3", "x")}, "typeCode"),
        ({"class_code": None}, "classCode"),
        ({"format_code": Code("x", "y", "z")}, "formatCode"),
        ({"facility_type": None}, "healthcareFacilityTypeCode"),
        ({"practice_setting": None}, "practiceSettingCode"),
        ({"confidentiality": ()}, "confidentialityCode"),
        ({"authors": ()}, "author"),
        (
            {"legal_authenticator": "810100000032^MARTIN^Paul^^^^^^&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS"},
            "legalAuthenticator",
        ),
        ({"creation_time": "20260302103000"}, "creationTime"),
        ({"service_start": ""}, "serviceStartTime"),
        ({"service_stop": "hier"}, "serviceStopTime"),
        ({"language": "en"}, "languageCode"),
    ],
)
def test_each_contradiction_is_named(
    entry: DocumentEntry, document: bytes, change: dict[str, object], name: str
) -> None:
    assert differences(replace(entry, **change), cda.decode(document)) == (name,)  # type: ignore[arg-type]


@pytest.mark.kits
@pytest.mark.parametrize(
    "name", ["LDL-SES_2022.01.xml", "DLU-EHPAD-FLUDT_2022.01.xml", "DOC_NON_STRUCTURE_CDA-R2-N1.xml"]
)
def test_official_documents_give_their_metadata(kits: Path, name: str) -> None:
    document = cda.decode((kits / "ihe/cda" / name).read_bytes())
    entry = entry_from_cda(document)
    assert entry.unique_id
    assert entry.patient_id
    assert entry.type_code
    assert entry.class_code
    assert entry.format_code
    assert entry.facility_type
    assert entry.practice_setting
    assert entry.authors
    assert differences(entry, document) == ()
