"""TD3.3: masking, unmasking, making visible, archiving, deleting, with the identifiers and statuses of each step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from .wire import (
    APPROVED,
    ARCHIVED,
    DELETED,
    DEPRECATED,
    FEED,
    FEED_MARTIN,
    NS,
    READ,
    READ_MARTIN,
    Dmp,
    Paper,
    fault,
    member,
    problems,
    status_of,
    xml,
)


def _marks(entry) -> set[str]:
    scheme = "urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f"
    found = entry.findall(f"rim:Classification[@classificationScheme='{scheme}']", NS)
    return {one.get("nodeRepresentation") for one in found}


def _versions(dmp: Dmp, paper: Paper) -> list:
    answer = xml(dmp.query("GetDocuments", FEED_MARTIN, XDSDocumentEntryUniqueId=f"('{paper.unique_id}')"))
    return answer.findall(".//rim:ExtrinsicObject", NS)


def test_masking_makes_a_new_version_of_the_metadata(dmp: Dmp) -> None:
    paper = Paper()
    dmp.feed(paper)
    answer = dmp.set_marks(READ_MARTIN, paper, "MASQUE_PS")
    assert status_of(xml(answer)) == "Success"
    assert xml(answer).findtext(".//wsa:Action", namespaces=NS) == "urn:ihe:iti:2010:UpdateDocumentSet-Response"
    first, second = _versions(dmp, paper)
    assert first.get("lid") == second.get("lid") == first.get("id") != second.get("id")
    assert [first.get("status"), second.get("status")] == [DEPRECATED, APPROVED]
    assert second.find("rim:VersionInfo", NS).get("versionName") == "2"
    assert _marks(second) == {"N", "MASQUE_PS"}
    assert dmp.find(READ) == []


def test_unmasking_belongs_to_the_author_or_the_treating_physician(dmp: Dmp) -> None:
    paper = Paper(marks=("MASQUE_PS",))
    dmp.feed(paper)
    assert fault(xml(dmp.set_marks(READ, paper))) == "DMPAccessDeniedByRightsService"
    assert dmp.rule() == "dmp.own"
    assert status_of(xml(dmp.set_marks(READ_MARTIN, paper))) == "Success"
    assert len(dmp.find(READ)) == 1


def test_an_announced_document_becomes_visible_to_the_person(dmp: Dmp) -> None:
    paper = Paper(marks=("INVISIBLE_PATIENT",))
    dmp.feed(paper)
    service = dmp.sandbox.board.get("dmp")
    assert service.citizen_documents("238033523800188") == []
    assert status_of(xml(dmp.set_marks(READ_MARTIN, paper))) == "Success"
    assert service.citizen_documents("238033523800188") == [paper.cda]


def test_a_visible_document_is_not_taken_back_from_the_person(dmp: Dmp) -> None:
    paper = Paper()
    dmp.feed(paper)
    assert problems(xml(dmp.set_marks(READ_MARTIN, paper, "INVISIBLE_PATIENT"))) == ["XDSMetadataUpdateError"]
    assert dmp.rule() == "dmp.visibility"


def test_only_visibility_may_change(dmp: Dmp) -> None:
    paper = Paper()
    dmp.feed(paper)
    lid = dmp.entry_of(paper).get("lid")
    entry = replace(paper, title="Autre titre", marks=("MASQUE_PS",)).entry("Nouveau01", f'lid="{lid}"')
    answer = xml(dmp.update(READ_MARTIN, entry, member("Nouveau01", PreviousVersion="1")))
    assert problems(answer) == ["UnmodifiableMetadataError"]


def test_a_change_made_on_an_old_version_is_refused(dmp: Dmp) -> None:
    paper = Paper()
    dmp.feed(paper)
    dmp.set_marks(READ_MARTIN, paper, "MASQUE_PS")
    assert problems(xml(dmp.set_marks(READ_MARTIN, paper))) == ["XDSMetadataVersionError"]
    assert status_of(xml(dmp.set_marks(READ_MARTIN, paper, previous="2"))) == "Success"
    assert len(_versions(dmp, paper)) == 3


@pytest.mark.parametrize(
    ("attributes", "slots", "code"),
    [
        ("", {"PreviousVersion": "1"}, "XDSMetadataIdentifierError"),
        ('lid="urn:uuid:00000000-0000-0000-0000-000000000000"', {"PreviousVersion": "1"}, "XDSMetadataUpdateError"),
        ('lid="{lid}"', {}, "XDSMetadataUpdateError"),
    ],
)
def test_a_change_must_name_what_it_changes(dmp: Dmp, attributes: str, slots: dict[str, str], code: str) -> None:
    paper = Paper()
    dmp.feed(paper)
    lid = dmp.entry_of(paper).get("lid")
    entry = replace(paper, marks=("MASQUE_PS",)).entry("Nouveau01", attributes.format(lid=lid))
    assert problems(xml(dmp.update(READ_MARTIN, entry, member("Nouveau01", **slots)))) == [code]


def test_archiving_and_unarchiving_keep_the_same_entry(dmp: Dmp) -> None:
    paper = Paper()
    dmp.feed(paper)
    identifier = dmp.entry_of(paper).get("id", "")
    assert status_of(xml(dmp.set_status(READ_MARTIN, identifier, APPROVED, ARCHIVED))) == "Success"
    assert dmp.entry_of(paper).get("status") == ARCHIVED
    assert dmp.find(READ) == []
    assert len(dmp.find(READ, ARCHIVED)) == 1
    assert status_of(xml(dmp.set_status(READ_MARTIN, identifier, ARCHIVED, APPROVED))) == "Success"
    assert [dmp.entry_of(paper).get("id"), dmp.entry_of(paper).get("status")] == [identifier, APPROVED]


def test_the_status_said_must_be_the_status_in_force(dmp: Dmp) -> None:
    paper = Paper()
    dmp.feed(paper)
    identifier = dmp.entry_of(paper).get("id", "")
    assert problems(xml(dmp.set_status(READ_MARTIN, identifier, ARCHIVED, DELETED))) == ["XDSMetadataUpdateError"]
    assert dmp.rule() == "xds.status"
    assert problems(xml(dmp.set_status(READ_MARTIN, identifier, APPROVED, DEPRECATED))) == ["XDSMetadataUpdateError"]
    assert dmp.rule() == "dmp.transition"


def test_a_stale_entry_uuid_is_refused(dmp: Dmp) -> None:
    paper = Paper()
    dmp.feed(paper)
    stale = dmp.entry_of(paper).get("id", "")
    dmp.set_marks(READ_MARTIN, paper, "MASQUE_PS")
    assert problems(xml(dmp.set_status(READ_MARTIN, stale, DEPRECATED, DELETED))) == ["XDSMetadataUpdateError"]


def test_a_structure_deletes_its_own_documents_and_no_others(dmp: Dmp) -> None:
    paper = Paper()
    dmp.feed(paper)
    identifier = dmp.entry_of(paper).get("id", "")
    assert fault(xml(dmp.set_status(FEED, identifier, APPROVED, DELETED))) == "DMPAccessDeniedByRightsService"
    assert dmp.rule() == "dmp.own"
    assert status_of(xml(dmp.set_status(FEED_MARTIN, identifier, APPROVED, DELETED))) == "Success"
    assert dmp.find(READ) == []
    assert dmp.entry_of(paper, FEED_MARTIN).get("status") == DELETED
    assert fault(xml(dmp.retrieve(READ, paper.unique_id))) == "DMPAccessDeniedByRightsService"


def test_a_nurse_archives_only_what_she_wrote(dmp: Dmp) -> None:
    theirs = Paper()
    own = Paper(
        author="810100000024^MOREAU^Inès^^^^^^&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS",
        place="SSIAD Les Ajoncs^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^1350009999",
        specialty="G15_60^Infirmier^1.2.250.1.213.1.1.4.5",
        type_code="11506-3",
        class_code="10",
    )
    dmp.feed(theirs)
    assert status_of(xml(dmp.feed(own, FEED))) == "Success"
    refused = dmp.set_status(READ, dmp.entry_of(theirs).get("id", ""), APPROVED, ARCHIVED)
    assert fault(xml(refused)) == "DMPAccessDeniedByRightsService"
    assert status_of(xml(dmp.set_status(READ, dmp.entry_of(own).get("id", ""), APPROVED, ARCHIVED))) == "Success"


def test_a_change_about_someone_else_is_refused(dmp: Dmp) -> None:
    paper = Paper()
    dmp.feed(paper)
    other = replace(READ_MARTIN, patient="141093523801474^^^&1.2.250.1.213.1.4.10&ISO^NH")
    answer = dmp.set_status(other, dmp.entry_of(paper).get("id", ""), APPROVED, ARCHIVED)
    assert problems(xml(answer)) == ["XDSPatientIdDoesNotMatch"]
