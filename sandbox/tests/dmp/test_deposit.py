"""TD2.1: Dr Martin's practice feeds Irène's DMP; the DMP keeps every byte, fills what is its own, refuses the rest."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha1
from typing import Any

import pytest
from sandbox.faults import Fault

from .wire import (
    APPROVED,
    CABINET,
    DEPRECATED,
    FEED_MARTIN,
    JEAN,
    NS,
    READ,
    READ_MARTIN,
    RPLC,
    YVONNE,
    Dmp,
    Paper,
    association,
    attachment,
    fault,
    lot,
    member,
    new_oid,
    problems,
    status_of,
    xml,
)


def _slot(entry, name: str) -> str:
    return entry.findtext(f"rim:Slot[@name='{name}']/rim:ValueList/rim:Value", namespaces=NS) or ""


def test_a_document_is_kept_byte_for_byte_and_described_by_the_server(dmp: Dmp) -> None:
    paper = Paper(text="é" * 3000 + "--C\r\n--C--\r\n")
    answer = dmp.feed(paper)
    assert status_of(xml(answer)) == "Success"
    assert answer.headers["Content-Type"].startswith("multipart/related")
    entry = dmp.entry_of(paper)
    assert _slot(entry, "hash") == sha1(paper.cda).hexdigest()
    assert _slot(entry, "size") == str(len(paper.cda))
    assert _slot(entry, "repositoryUniqueId") == "1.2.250.1.213.4.1.1.1.2"
    assert entry.get("id") == entry.get("lid")
    assert entry.get("id", "").startswith("urn:uuid:")
    assert (entry.get("status"), entry.find("rim:VersionInfo", NS).get("versionName")) == (APPROVED, "1")
    assert attachment(dmp.retrieve(READ_MARTIN, paper.unique_id)) == paper.cda


def test_two_documents_of_one_lot_are_kept_together_or_not_at_all(dmp: Dmp) -> None:
    first, second = Paper(), Paper(title="Compte rendu", type_code="11506-3", class_code="10")
    documents = {"Document01": first.cda, "Document02": second.cda}
    objects = (first.entry(), second.entry("Document02"), member(), member("Document02"))
    assert status_of(xml(dmp.submit(lot(*objects), FEED_MARTIN, documents))) == "Success"
    assert len(dmp.find(READ_MARTIN)) == 2
    third, wrong = Paper(), Paper(title="x" * 129)
    documents = {"Document01": third.cda, "Document02": wrong.cda}
    objects = (third.entry(), wrong.entry("Document02"), member(), member("Document02"))
    assert status_of(xml(dmp.submit(lot(*objects), FEED_MARTIN, documents))) == "Failure"
    assert len(dmp.find(READ_MARTIN)) == 2


def test_the_same_lot_sent_again_is_accepted_and_kept_once(dmp: Dmp) -> None:
    paper, identifier = Paper(), new_oid()
    for _ in range(2):
        assert status_of(xml(dmp.feed(paper, unique_id=identifier))) == "Success"
    assert status_of(xml(dmp.feed(paper))) == "Success"
    assert len(dmp.find(READ_MARTIN)) == 1


def test_another_content_under_the_same_identifier_is_refused(dmp: Dmp) -> None:
    paper = Paper()
    dmp.feed(paper)
    answer = xml(dmp.feed(replace(paper, text="autre chose")))
    assert problems(answer) == ["XDSNonIdenticalHash"]


def test_a_new_version_deprecates_the_one_it_replaces(dmp: Dmp) -> None:
    old = Paper()
    dmp.feed(old)
    target = dmp.entry_of(old).get("id", "")
    new = Paper(replaces=old.unique_id)
    assert status_of(xml(dmp.feed(new, FEED_MARTIN, association(RPLC, "Document01", target)))) == "Success"
    assert [entry.get("status") for entry in (dmp.entry_of(old), dmp.entry_of(new))] == [DEPRECATED, APPROVED]
    again = Paper(replaces=old.unique_id)
    answer = xml(dmp.feed(again, FEED_MARTIN, association(RPLC, "Document01", target)))
    assert problems(answer) == ["XDSRegistryDeprecatedDocumentError"]


def test_a_replacement_that_the_cda_does_not_tell_is_refused(dmp: Dmp) -> None:
    old = Paper()
    dmp.feed(old)
    target = dmp.entry_of(old).get("id", "")
    answer = xml(dmp.feed(Paper(), FEED_MARTIN, association(RPLC, "Document01", target)))
    assert problems(answer) == ["XDSRepositoryMetadataError"]
    assert dmp.rule() == "dmp.same"


def test_replacing_a_document_that_does_not_exist_is_refused(dmp: Dmp) -> None:
    link = association(RPLC, "Document01", "urn:uuid:00000000-0000-0000-0000-000000000000")
    assert problems(xml(dmp.feed(Paper(), FEED_MARTIN, link))) == ["UnresolvedReferenceException"]


def test_reading_mode_does_not_feed(dmp: Dmp) -> None:
    answer = dmp.feed(Paper(), READ_MARTIN)
    assert (answer.status_code, fault(xml(answer))) == (500, "DMPAccessDeniedByRightsService")
    assert answer.headers["Content-Type"].startswith("multipart/related")
    assert dmp.rule() == "dmp.air-feeds"


@pytest.mark.parametrize(("patient", "rule"), [(JEAN, "dmp.exists"), (YVONNE, "dmp.active")])
def test_no_dmp_or_a_closed_one_takes_nothing(dmp: Dmp, patient: str, rule: str) -> None:
    token = replace(FEED_MARTIN, patient=patient)
    assert problems(xml(dmp.feed(Paper(patient=patient), token))) == ["XDSUnknownPatientId"]
    assert dmp.rule() == rule


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"title": "x" * 129}, "xds.title"),
        ({"type_code": "INCONNU"}, "dmp.coded"),
        ({"class_code": "10"}, "dmp.class"),
        ({"type_code": "EXPORT_DUI", "class_code": "10"}, "dmp.coded"),
        ({"author": "MARTIN"}, "dmp.author"),
        ({"place": "Cabinet"}, "dmp.author"),
        ({"specialty": "G15_999^Inconnu^1.2.250.1.213.1.1.4.5"}, "dmp.coded"),
        ({"at": "20261323143000"}, "xds.time"),
        ({"at": "20261123"}, "dmp.utc"),
        ({"marks": ("CACHE",)}, "dmp.coded"),
        ({"unique_id": "pas-un-oid"}, "xds.unique-form"),
    ],
)
def test_metadata_that_break_a_rule_are_refused_with_it(dmp: Dmp, changes: dict[str, Any], rule: str) -> None:
    answer = xml(dmp.feed(Paper(**changes)))
    assert status_of(answer) == "Failure"
    rules = {exchange.rule.code for exchange in dmp.sandbox.context.journal.list(limit=1) if exchange.rule}
    assert rules == {rule}, problems(answer)


@pytest.mark.parametrize("name", ["title", "type_code", "patient", "unique_id", "at"])
def test_metadata_that_contradict_the_cda_are_refused(dmp: Dmp, name: str) -> None:
    other = {"title": "Autre", "type_code": "18776-5", "patient": JEAN, "unique_id": new_oid(), "at": "20261101080000"}
    paper = Paper()
    lying = replace(paper, **{name: other[name]})
    answer = xml(dmp.submit(lot(paper.entry(), member()), FEED_MARTIN, {"Document01": lying.cda}))
    assert problems(answer) == ["XDSRepositoryMetadataError"]
    assert dmp.rule() == "dmp.same"


def test_something_else_than_a_cda_is_refused(dmp: Dmp) -> None:
    for data in (b"%PDF-1.7", b"<lettre/>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'):
        answer = xml(dmp.submit(lot(Paper().entry(), member()), FEED_MARTIN, {"Document01": data}))
        assert problems(answer) == ["InvalidDocumentContent"]


def test_a_lot_imputed_to_another_structure_is_refused(dmp: Dmp) -> None:
    paper = Paper()
    request = lot(paper.entry(), member(), structure="1350009965")
    assert problems(xml(dmp.submit(request, FEED_MARTIN, {"Document01": paper.cda}))) == ["XDSRepositoryMetadataError"]
    assert dmp.rule() == "dmp.depositor"


def test_documents_and_descriptions_go_together(dmp: Dmp) -> None:
    paper = Paper()
    request = lot(paper.entry(), member(), structure=CABINET)
    assert problems(xml(dmp.submit(request, FEED_MARTIN, {}))) == ["XDSMissingDocument"]
    both = {"Document01": paper.cda, "document02": paper.cda}
    assert problems(xml(dmp.submit(request, FEED_MARTIN, both))) == ["XDSMissingDocumentMetadata"]


def test_what_the_client_announces_of_the_content_must_be_true(dmp: Dmp) -> None:
    paper = Paper()
    for name, value in (("hash", "a" * 40), ("size", "1")):
        slot = f'<rim:Slot name="{name}"><rim:ValueList><rim:Value>{value}</rim:Value></rim:ValueList></rim:Slot>'
        request = lot(paper.entry(slots=slot), member())
        answer = xml(dmp.submit(request, FEED_MARTIN, {"Document01": paper.cda}))
        assert problems(answer) == ["XDSRepositoryMetadataError"]


def test_a_document_that_the_lot_does_not_hold_is_refused(dmp: Dmp) -> None:
    paper = Paper()
    answer = xml(dmp.submit(lot(paper.entry()), FEED_MARTIN, {"Document01": paper.cda}))
    assert problems(answer) == ["XDSRegistryMetadataError"]
    assert dmp.rule() == "xds.member"


def test_everything_survives_a_restart_of_the_service(dmp: Dmp) -> None:
    paper = Paper()
    dmp.feed(paper)
    dmp.sandbox.board.stop("dmp")
    dmp.sandbox.board.start("dmp")
    assert attachment(dmp.retrieve(READ, paper.unique_id)) == paper.cda


def test_scripted_faults_speak_the_language_of_their_code(dmp: Dmp) -> None:
    faults = dmp.sandbox.context.faults
    faults.add(Fault(service="dmp", operation="TD2.1", kind="refuse", code="XDSRepositoryBusy", remaining=1))
    assert problems(xml(dmp.feed(Paper()))) == ["XDSRepositoryBusy"]
    faults.add(Fault(service="dmp", kind="refuse", code="DMPInvalidCertificate", remaining=1))
    assert fault(xml(dmp.feed(Paper()))) == "DMPInvalidCertificate"
    faults.add(Fault(service="dmp", kind="outage", subject="238033523800188", remaining=1))
    assert dmp.feed(Paper()).status_code == 503
    assert status_of(xml(dmp.feed(Paper()))) == "Success"
