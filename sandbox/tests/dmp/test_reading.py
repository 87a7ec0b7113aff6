"""TD3.1 and TD3.2: who sees what of Irène's DMP."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sandbox.faults import Fault

from .wire import (
    AICHA,
    APPROVED,
    DEPRECATED,
    FEED_MARTIN,
    KARIM,
    MARCEL,
    NS,
    READ,
    READ_MARTIN,
    READ_PETIT,
    ROLES,
    Dmp,
    Paper,
    attachment,
    fault,
    problems,
    status_of,
    xml,
)

READ_KARIM = replace(
    READ,
    name_id=KARIM,
    subject="HADDAD Karim",
    structure="1350009973",
    roles=(("99", "1.2.250.1.213.1.6.1.200"), ("350", ROLES)),
    sector="SA18^1.2.250.1.71.4.2.4",
)


def _titles(entries) -> list[str]:
    return [entry.find("rim:Name/rim:LocalizedString", NS).get("value") for entry in entries]


def test_the_pharmacist_finds_and_reads_the_prescription(dmp: Dmp) -> None:
    paper = Paper()
    dmp.feed(paper)
    criteria = {"XDSDocumentEntryTypeCode": "('57833-6^^2.16.840.1.113883.6.1')"}
    assert _titles(dmp.find(READ_PETIT, **criteria)) == ["Ordonnance"]
    assert attachment(dmp.retrieve(READ_PETIT, paper.unique_id)) == paper.cda


def test_criteria_narrow_the_search(dmp: Dmp) -> None:
    dmp.feed(Paper(title="Ancien", at="20240101120000"))
    dmp.feed(Paper(title="Récent", at="20261101120000"))
    since = {"XDSDocumentEntryServiceStartTimeFrom": "20250101"}
    assert _titles(dmp.find(READ, **since)) == ["Récent"]
    assert _titles(dmp.find(READ, XDSDocumentEntryServiceStartTimeFrom="'20261101120000'")) == ["Récent"]
    assert dmp.find(READ, XDSDocumentEntryCreationTimeTo="20240101120000") == []
    author = {"XDSDocumentEntryAuthorPerson": "('%^MARTIN^%')"}
    assert len(dmp.find(READ, **author)) == 2
    assert dmp.find(READ, XDSDocumentEntryClassCode="('10^^1.2.250.1.213.1.1.4.1')") == []


def test_a_structure_does_not_read(dmp: Dmp) -> None:
    dmp.feed(Paper())
    criteria = {"XDSDocumentEntryPatientId": f"'{FEED_MARTIN.patient}'", "XDSDocumentEntryStatus": f"('{APPROVED}')"}
    assert fault(xml(dmp.query("FindDocuments", FEED_MARTIN, **criteria))) == "DMPAccessDeniedByRightsService"
    assert dmp.rule() == "dmp.indirect-reads"
    answer = dmp.retrieve(FEED_MARTIN, "1.2.3")
    assert fault(xml(answer)) == "DMPAccessDeniedByRightsService"
    assert answer.headers["Content-Type"].startswith("multipart/related")


def test_a_structure_finds_its_own_document_again_by_its_identifier(dmp: Dmp) -> None:
    paper = Paper()
    dmp.feed(paper)
    assert dmp.entry_of(paper, FEED_MARTIN).get("status") == APPROVED


def test_a_home_help_sees_social_documents_only_once_authorised(dmp: Dmp) -> None:
    dmp.feed(Paper())
    social = Paper(title="Document social", type_code="28653-4", class_code="10")
    dmp.feed(social)
    criteria = {"XDSDocumentEntryPatientId": f"'{READ.patient}'", "XDSDocumentEntryStatus": f"('{APPROVED}')"}
    assert fault(xml(dmp.query("FindDocuments", READ_KARIM, **criteria))) == "DMPAccessDeniedByRightsService"
    assert dmp.rule() == "dmp.authorised"
    _authorise(dmp, READ_KARIM)
    assert _titles(dmp.find(READ_KARIM)) == ["Document social"]


def _authorise(dmp: Dmp, token) -> None:
    body = '<setAuthorization xmlns="urn:si-dmp-habilitations"><action>AJOUT</action></setAuthorization>'
    action = "urn:si-dmp-habilitations:HabilitationsEndPoint:setAuthorization"
    answer = dmp.post("habilitations", action, body, dmp.signed(token), structure=token.structure)
    assert "DMPOk" in answer.text


def test_an_aide_soignante_reads_as_a_member_of_the_care_team(dmp: Dmp) -> None:
    dmp.feed(Paper())
    token = replace(
        READ, name_id=AICHA, subject="BENALI Aïcha", roles=(("99", "1.2.250.1.213.1.6.1.200"), ("313", ROLES))
    )
    assert len(dmp.find(token)) == 1


def test_what_a_trade_may_not_read_does_not_exist_for_it(dmp: Dmp) -> None:
    paper = Paper()
    dmp.feed(paper)
    _authorise(dmp, READ_KARIM)
    assert fault(xml(dmp.retrieve(READ_KARIM, paper.unique_id))) == "DMPAccessDeniedByRightsService"
    assert dmp.rule() == "dmp.matrix"


def test_a_masked_document_is_for_its_author_and_the_treating_physician(dmp: Dmp) -> None:
    paper = Paper(marks=("MASQUE_PS",))
    dmp.feed(paper)
    assert dmp.find(READ) == []
    assert len(dmp.find(READ_MARTIN)) == 1
    assert fault(xml(dmp.retrieve(READ, paper.unique_id))) == "DMPAccessDeniedByRightsService"
    assert dmp.rule() == "dmp.own"


def test_a_document_not_yet_visible_to_the_person_is_read_by_professionals(dmp: Dmp) -> None:
    paper = Paper(marks=("INVISIBLE_PATIENT",))
    dmp.feed(paper)
    assert len(dmp.find(READ)) == 1
    service = dmp.sandbox.board.get("dmp")
    assert service.citizen_documents("238033523800188") == []


def test_the_person_blocks_a_professional_and_opposes_bris_de_glace(dmp: Dmp) -> None:
    import httpx

    dmp.feed(Paper())
    citizen = dmp.sandbox.settings.url("front", "/api/dmp/238033523800188")
    glass = replace(READ, purpose="bris_de_glace", reason="Urgence vitale")
    assert len(dmp.find(glass)) == 1
    httpx.post(citizen, json={"block": READ.name_id, "oppose_glass": True})
    criteria = {"XDSDocumentEntryPatientId": f"'{READ.patient}'", "XDSDocumentEntryStatus": f"('{APPROVED}')"}
    assert fault(xml(dmp.query("FindDocuments", READ, **criteria))) == "DMPAccessDeniedByRightsService"
    assert dmp.rule() == "dmp.authorised"
    assert fault(xml(dmp.query("FindDocuments", glass, **criteria))) == "DMPAccessDeniedByRightsService"
    assert dmp.rule() == "dmp.opposed"
    listed = httpx.get(f"{citizen}/documents").json()["documents"]
    assert [document["title"] for document in listed] == ["Ordonnance"]


def test_the_follow_up_of_a_record_goes_by_lots_and_links(dmp: Dmp) -> None:
    dmp.feed(Paper(title="Un"))
    dmp.feed(Paper(title="Deux"))
    criteria = {"XDSSubmissionSetPatientId": f"'{READ.patient}'", "XDSSubmissionSetStatus": f"('{APPROVED}')"}
    lots = xml(dmp.query("FindSubmissionSets", READ, "ObjectRef", **criteria)).findall(".//rim:ObjectRef", NS)
    uuids = "(" + ",".join(f"'{one.get('id')}'" for one in lots) + ")"
    links = xml(dmp.query("GetAssociations", READ, uuid=uuids)).findall(".//rim:Association", NS)
    assert len(links) == 2
    targets = "(" + ",".join(f"'{link.get('targetObject')}'" for link in links) + ")"
    answer = xml(dmp.query("GetDocumentsAndAssociations", READ, XDSDocumentEntryEntryUUID=targets))
    assert sorted(_titles(answer.findall(".//rim:ExtrinsicObject", NS))) == ["Deux", "Un"]


def test_asking_for_someone_else_is_refused(dmp: Dmp) -> None:
    criteria = {"XDSDocumentEntryPatientId": f"'{MARCEL}'", "XDSDocumentEntryStatus": f"('{APPROVED}')"}
    assert problems(xml(dmp.query("FindDocuments", READ, **criteria))) == ["XDSPatientIdDoesNotMatch"]


def test_the_documents_of_someone_else_do_not_exist(dmp: Dmp) -> None:
    paper = Paper(patient=MARCEL)
    dmp.feed(paper, replace(FEED_MARTIN, patient=MARCEL))
    answer = xml(dmp.query("GetDocuments", READ, XDSDocumentEntryUniqueId=f"('{paper.unique_id}')"))
    assert answer.findall(".//rim:ExtrinsicObject", NS) == []
    assert problems(xml(dmp.retrieve(READ, paper.unique_id))) == ["XDSDocumentUniqueIdError"]


@pytest.mark.parametrize(
    ("name", "slots", "code"),
    [
        ("Unknown", {}, "XDSUnknownStoredQuery"),
        ("FindDocuments", {"XDSDocumentEntryPatientId": f"'{READ.patient}'"}, "XDSStoredQueryMissingParam"),
        ("GetDocuments", {}, "XDSStoredQueryMissingParam"),
        (
            "GetDocuments",
            {"XDSDocumentEntryUniqueId": "('1.2')", "XDSDocumentEntryEntryUUID": "('urn:uuid:1')"},
            "XDSStoredQueryParamNumber",
        ),
        ("GetDocuments", {"XDSDocumentEntryUniqueId": "sans apostrophes"}, "XDSRegistryError"),
    ],
)
def test_a_badly_asked_question_is_refused(dmp: Dmp, name: str, slots: dict[str, str], code: str) -> None:
    assert problems(xml(dmp.query(name, READ, **slots))) == [code]


def test_some_found_and_some_not_is_a_partial_success(dmp: Dmp) -> None:
    paper = Paper()
    dmp.feed(paper)
    answer = dmp.retrieve(READ, paper.unique_id, "1.2.3.4")
    assert (status_of(xml(answer)), problems(xml(answer))) == ("PartialSuccess", ["XDSDocumentUniqueIdError"])
    assert attachment(answer) == paper.cda
    assert problems(xml(dmp.retrieve(READ, paper.unique_id, repository="1.2.3"))) == ["XDSUnknownRepositoryId"]


def test_a_replaced_document_is_found_when_asked_for_and_still_read(dmp: Dmp) -> None:
    from .wire import RPLC, association

    old = Paper(title="Version 1")
    dmp.feed(old)
    new = Paper(title="Version 2", replaces=old.unique_id)
    dmp.feed(new, FEED_MARTIN, association(RPLC, "Document01", dmp.entry_of(old).get("id", "")))
    assert _titles(dmp.find(READ)) == ["Version 2"]
    assert _titles(dmp.find(READ, DEPRECATED)) == ["Version 1"]
    assert attachment(dmp.retrieve(READ, old.unique_id)) == old.cda


def test_a_scripted_distortion_changes_one_byte_of_what_is_read(dmp: Dmp) -> None:
    paper = Paper()
    dmp.feed(paper)
    dmp.sandbox.context.faults.add(Fault(service="dmp", operation="TD3.2", kind="distort", code="octet", remaining=1))
    read = attachment(dmp.retrieve(READ, paper.unique_id))
    assert (len(read), read == paper.cda) == (len(paper.cda), False)
