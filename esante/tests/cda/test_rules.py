"""Rules that the injected faults do not reach, on a document of our own."""

from __future__ import annotations

import dataclasses

import pytest
from esante.cda import Guardian, Header, decode, encode_level1, faults

from .conftest import PDF
from .editing import Edit, broken, insert_after, put, say, twice, without
from .structured import with_narrative

CASES: tuple[tuple[Edit, str], ...] = (
    (put("id", root="not-an-oid"), "header.id"),
    (put("confidentialityCode", codeSystem="1.2.3"), "header.confidentialityCode"),
    (put("effectiveTime", value="hier"), "header.effectiveTime"),
    (without("relatedDocument/parentDocument/id"), "header.relatedDocument"),
    (without("recordTarget/patientRole/patient"), "traits.missing"),
    (without("recordTarget/patientRole/patient/name"), "traits.missing"),
    (without("recordTarget/patientRole/id[1]", "extension"), "patient.id"),
    (put("//administrativeGenderCode", codeSystem="1.2.3"), "traits.sex"),
    (without("author/assignedAuthor"), "author.missing"),
    (without("author/assignedAuthor/id"), "author.id"),
    (without("author/assignedAuthor/assignedPerson"), "author.name"),
    (without("author/assignedAuthor/code", "codeSystem"), "author.code"),
    (twice("legalAuthenticator"), "legal.single"),
    (put("legalAuthenticator/time", value=""), "legal.time"),
    (without("participant/time"), "participant.time"),
    (put("participant/associatedEntity", classCode="PAT"), "participant.role"),
    (put("informationRecipient/intendedRecipient/id", root="1.2.3"), "recipient.id.root"),
    (put("documentationOf/serviceEvent/performer", typeCode="ASS"), "act.performer"),
    (without("documentationOf/serviceEvent/performer/assignedEntity/id"), "act.performer.id"),
    (without("componentOf/encompassingEncounter/effectiveTime"), "encounter.time"),
    (without("componentOf/encompassingEncounter/location/healthCareFacility/code"), "encounter.sector"),
    (put("componentOf/encompassingEncounter/code", code="XX"), "encounter.type"),
    (put("recordTarget/patientRole/telecom", nullFlavor="UNK"), "telecom.value"),
    (put("recordTarget/patientRole/telecom", use="XX"), "telecom.use"),
    (insert_after("recordTarget/patientRole/addr/city", "<streetAddressLine>1</streetAddressLine>"), "address.form"),
    (without("component/nonXMLBody"), "body.missing"),
    (without("component/nonXMLBody/text"), "body.file"),
    (say("component/nonXMLBody/text", ""), "body.base64"),
)


@pytest.mark.parametrize(("edit", "code"), CASES, ids=[f"{code}-{rank}" for rank, (_, code) in enumerate(CASES)])
def test_the_rule_is_told_once_at_its_place(note: bytes, edit: Edit, code: str) -> None:
    found = [fault for fault in faults(decode(broken(note, edit))) if fault.code == code]
    assert len(found) == 1
    assert found[0].sentence.endswith(".")
    assert found[0].source


def test_no_fault_repeats_an_identity(note: bytes) -> None:
    edits = (
        put("recordTarget/patientRole/id[1]", extension="238033523800100"),
        put("author/assignedAuthor/id", extension="810100000025"),
    )
    told = " ".join(fault.sentence for fault in faults(decode(broken(note, *edits))))
    assert told
    assert not any(secret in told for secret in ("2380335238001", "10100000025", "DUPONT", "MOREAU"))


@pytest.mark.parametrize(
    ("guardian", "code"),
    [
        (Guardian(given="Claire"), "guardian.name"),
        (Guardian(structure_name="Association", structure_id=""), None),
    ],
)
def test_a_representative_is_named(header: Header, guardian: Guardian, code: str | None) -> None:
    represented = dataclasses.replace(
        header, patient=dataclasses.replace(header.patient, guardian=Guardian(family="X"))
    )
    good = decode(encode_level1(represented, PDF, "application/pdf"))
    assert faults(good) == ()
    changed = dataclasses.replace(header, patient=dataclasses.replace(header.patient, guardian=guardian))
    if code is None:
        assert faults(decode(encode_level1(changed, PDF, "application/pdf"))) == ()
        return
    with pytest.raises(ValueError, match=code):
        encode_level1(changed, PDF, "application/pdf")


def test_a_section_that_only_holds_sections_needs_no_text() -> None:
    nested = '<component xmlns="urn:hl7-org:v3"><section><title>Interne</title><text>mot</text></section></component>'
    sound = decode(
        broken(with_narrative("x", entries=nested), without("component/structuredBody/component/section/text"))
    )
    assert [fault.code for fault in faults(sound)] == []


def test_warnings_are_kept_apart_from_errors(note: bytes) -> None:
    document = decode(broken(note, put("author/assignedAuthor/id", extension="810100000025")))
    assert [(fault.code, fault.severity) for fault in faults(document)] == [("author.id.key", "warning")]
