"""What we read: everything official, and much that is ill-made, without losing a word."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from esante.cda import NonXmlBody, NotADocument, StructuredBody, decode, format_of
from esante.cda.paths import descendants, one
from esante.cisis import FORMAT_OTHER, MalformedXml, UnsafeXml

from .editing import broken, put, say, without
from .samples import official_documents

V3 = 'xmlns="urn:hl7-org:v3"'


@pytest.mark.kits
def test_every_official_document_is_read_with_its_essentials(kits: Path) -> None:
    read = {name: decode(data) for name, data in official_documents(kits)}
    assert len(read) >= 37
    for name, document in read.items():
        header = document.header
        assert header.document_id, name
        assert header.type_code.code, name
        assert header.effective_time is not None, name
        assert header.patient.ins is not None, name
        assert header.patient.traits.missing == (), name
        assert header.authors, name
        assert None not in (header.legal_authenticator, header.custodian, header.sector, header.practice_setting), name


@pytest.mark.kits
def test_no_word_of_a_narrative_is_lost(kits: Path) -> None:
    for name, data in official_documents(kits):
        document = decode(data)
        texts = [one(section, "text") for section in descendants(document.element, "section")]
        written = [" ".join("".join(text.itertext()).split()) for text in texts if text is not None]
        assert sorted(words_of(document.body)) == sorted("".join(text.split()) for text in written if text), name


def words_of(body: NonXmlBody | StructuredBody) -> list[str]:
    """Each section's letters, its spaces aside: markup may have cut words."""
    sections = list(body.sections) if isinstance(body, StructuredBody) else []
    found = []
    for section in sections:
        sections.extend(section.subsections)
        found.append("".join(section.text.split()))
    return [text for text in found if text]


@pytest.mark.kits
def test_a_document_wrapped_in_its_style_sheet_is_read(kits: Path) -> None:
    wrapped = next(data for name, data in official_documents(kits) if "Auto-Presentable" in name)
    document = decode(wrapped)
    assert document.self_presenting
    assert document.header.type_code.code == "11502-2"
    assert document.is_structured


@pytest.mark.kits
def test_the_file_of_an_unstructured_document_is_a_pdf(kits: Path) -> None:
    document = decode((kits / "ci-sis" / "ExemplesCDA" / "DOC_NON_STRUCTURE_CDA-R2-N1.xml").read_bytes())
    assert isinstance(document.body, NonXmlBody)
    assert document.body.data.startswith(b"%PDF-")
    assert format_of(document).code == "urn:ihe:iti:xds-sd:pdf:2008"


@pytest.mark.kits
def test_a_discharge_letter_tells_who_surrounds_the_person(kits: Path) -> None:
    header = decode((kits / "ci-sis" / "ExemplesCDA" / "LDL-SES_2022.01.xml").read_bytes()).header
    assert [informant.kind for informant in header.informants] == ["ECON", "NOK"]
    assert [participant.function.code for participant in header.participants if participant.function] == ["PCP"]
    assert header.patient.guardian is not None
    assert len(header.recipients) == 2


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"<a/>", NotADocument),
        (b"<ClinicalDocument/>", NotADocument),
        (b"%PDF-1.4", MalformedXml),
        (b"", MalformedXml),
        (f"<!DOCTYPE x><ClinicalDocument {V3}/>".encode(), UnsafeXml),
        (f"<bundle><ClinicalDocument {V3}/></bundle>".encode(), NotADocument),
        (f"<stylesheet><ClinicalDocument {V3}/><ClinicalDocument {V3}/></stylesheet>".encode(), NotADocument),
    ],
)
def test_what_is_no_document_is_said_so(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        decode(data)


def test_an_empty_document_is_read_as_empty() -> None:
    document = decode(f"<ClinicalDocument {V3}/>".encode())
    assert document.header.document_id == ""
    assert document.header.patient.traits.missing
    assert document.header.authors == ()
    assert document.body == StructuredBody(())
    assert format_of(document) == FORMAT_OTHER


def test_iso_dates_are_understood(note: bytes) -> None:
    data = broken(
        note, put("effectiveTime", value="2026-07-14T09:30:05Z"), put("//birthTime", value="1938-03-12T00:00:00Z")
    )
    header = decode(data).header
    assert header.effective_time == datetime(2026, 7, 14, 9, 30, 5, tzinfo=UTC)
    assert header.patient.traits.birth_date == "1938-03-12"


@pytest.mark.parametrize(
    ("text", "date"), [("1938", "1938"), ("193800", "1938-00"), ("19380000", "1938-00-00"), ("?", "")]
)
def test_a_birth_date_is_kept_as_far_as_it_is_known(note: bytes, text: str, date: str) -> None:
    assert decode(broken(note, put("//birthTime", value=text))).header.patient.traits.birth_date == date


def test_names_without_qualifier_are_still_a_name(note: bytes) -> None:
    name = "recordTarget/patientRole/patient/name"
    data = broken(note, without(f"{name}/family[1]", "qualifier"), without(f"{name}/given[2]", "qualifier"))
    traits = decode(data).header.patient.traits
    assert traits.birth_name == "DUPONT"
    assert traits.given_names == "IRENE MARIE IRENE"


def test_an_ins_ill_written_is_no_ins_but_stays_an_identifier(note: bytes) -> None:
    data = broken(note, put("recordTarget/patientRole/id[1]", extension="2380335238001"))
    patient = decode(data).header.patient
    assert patient.ins is None
    assert ("1.2.250.1.213.1.4.10", "2380335238001") in patient.other_ids


def test_an_unreadable_date_is_no_date(note: bytes) -> None:
    assert decode(broken(note, put("effectiveTime", value="hier"))).header.effective_time is None


def test_a_broken_file_is_empty_and_the_rest_is_read(note: bytes) -> None:
    document = decode(broken(note, say("component/nonXMLBody/text", "*")))
    assert document.body == NonXmlBody("application/pdf", b"")
    assert document.header.title


def test_the_bytes_received_are_kept_as_they_came(note: bytes) -> None:
    assert decode(note).raw == note
