"""Each transaction: what is asked and answered byte for byte, read back, valid against its schema, and refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from esante.cisis import confidentiality
from esante.soap import BadMime, Payload, inlined
from esante.xds import (
    AssociationType,
    DocumentEntry,
    MetadataError,
    RegistryError,
    RegistryResponse,
    ResponseStatus,
    Severity,
    Status,
    Submission,
    SubmissionSet,
    UnreadableMetadata,
    iti18,
    iti41,
    iti43,
    iti57,
    lot,
)
from lxml import etree

from .conftest import IRENE, is_golden

SUCCESS = RegistryResponse(status=ResponseStatus.SUCCESS)
REPOSITORY = "1.2.250.1.213.4.1.1.1.2"


@pytest.fixture
def deposit(submission_set: SubmissionSet, entry: DocumentEntry, document: bytes) -> iti41.Request:
    return iti41.Request(submission=lot(submission_set, [entry]), documents={entry.id: document})


# --- ITI-41


def test_a_deposit(deposit: iti41.Request, document: bytes) -> None:
    payload = iti41.encode_request(deposit)
    assert is_golden(payload.element, "iti41_request.xml")
    assert [(part.content_id, part.content_type, part.data) for part in payload.parts] == [
        ("Document01@alentour", "text/xml", document)
    ]


def test_a_deposit_is_read_back(deposit: iti41.Request) -> None:
    assert iti41.decode_request(iti41.encode_request(deposit)) == deposit


@pytest.mark.kits
def test_a_deposit_is_valid(deposit: iti41.Request, repository_schema: Any) -> None:
    payload = iti41.encode_request(deposit)
    repository_schema.assertValid(inlined(payload.element, payload.parts))


def test_a_deposit_inline_in_base64_is_read(deposit: iti41.Request) -> None:
    payload = iti41.encode_request(deposit)
    assert iti41.decode_request(Payload(element=inlined(payload.element, payload.parts))) == deposit


def test_a_replacement_names_the_entry_it_replaces(submission_set: SubmissionSet, entry: DocumentEntry) -> None:
    submission = lot(submission_set, [entry], replaces={entry.id: "urn:uuid:0000"})
    assert [(link.type, link.source, link.target) for link in submission.associations] == [
        (AssociationType.HAS_MEMBER, "SubmissionSet01", "Document01"),
        (AssociationType.REPLACES, "Document01", "urn:uuid:0000"),
    ]


def test_the_case_of_document_identifiers_matters(deposit: iti41.Request, document: bytes) -> None:
    with pytest.raises(MetadataError):
        iti41.encode_request(replace(deposit, documents={"document01": document}))


def test_a_document_whose_part_is_lost_is_refused(deposit: iti41.Request) -> None:
    payload = iti41.encode_request(deposit)
    with pytest.raises(BadMime):
        iti41.decode_request(Payload(element=payload.element))


def test_success() -> None:
    payload = iti41.encode_answer(SUCCESS)
    assert is_golden(payload.element, "iti41_answer.xml")
    assert iti41.decode_answer(payload).succeeded


def test_refusal() -> None:
    error = RegistryError(code="XDSUnknownPatientId", context="Dossier inconnu", location="Document01")
    payload = iti41.encode_answer(RegistryResponse.of((error,)))
    assert is_golden(payload.element, "iti41_refused.xml")
    read = iti41.decode_answer(payload)
    assert not read.succeeded
    assert read.errors == (error,)
    assert read.errors[0].meaning == "Le service ne connaît pas de dossier pour cette personne."
    assert not read.errors[0].may_pass_later


def test_a_warning_is_no_failure() -> None:
    warning = RegistryError(code="XDSExtraMetadataNotSaved", context="x", severity=Severity.WARNING.value)
    assert RegistryResponse.of((warning,)).succeeded


def test_an_unknown_code_is_shown_as_it_came() -> None:
    assert RegistryError(code="DMPWhatever", context="Message du DMP").meaning == "DMPWhatever : Message du DMP"


def test_a_busy_registry_may_answer_later() -> None:
    assert RegistryError(code="XDSRegistryBusy").may_pass_later


# --- ITI-18


@pytest.fixture
def find() -> iti18.Request:
    return iti18.request(
        "FindDocuments",
        XDSDocumentEntryPatientId=IRENE.cx,
        XDSDocumentEntryStatus=[Status.APPROVED],
        XDSDocumentEntryTypeCode=["80788-3^^2.16.840.1.113883.6.1", "11506-3^^2.16.840.1.113883.6.1"],
        XDSDocumentEntryServiceStartTimeFrom="20240302",
        XDSDocumentEntryAuthorPerson=["%MOREAU^D'Inès%"],
    )


def test_a_search(find: iti18.Request) -> None:
    payload = iti18.encode_request(find)
    assert is_golden(payload.element, "iti18_request.xml")
    assert iti18.decode_request(payload) == find


@pytest.mark.kits
def test_a_search_is_valid(find: iti18.Request, query_schema: Any) -> None:
    query_schema.assertValid(iti18.encode_request(find).element)


def test_what_is_found(entry: DocumentEntry, submission_set: SubmissionSet) -> None:
    registered = replace(
        entry,
        id="urn:uuid:1",
        logical_id="urn:uuid:1",
        version="1",
        status=Status.APPROVED.value,
        repository_id=REPOSITORY,
        hash="0" * 40,
        size=1234,
    )
    response = iti18.Response(outcome=SUCCESS, found=Submission(entries=(registered,)), total=1)
    payload = iti18.encode_answer(response)
    assert is_golden(payload.element, "iti18_answer.xml")
    assert iti18.decode_answer(payload) == response


def test_references_only() -> None:
    request = iti18.request("GetAssociations", uuid=["urn:uuid:1"], references_only=True)
    assert iti18.decode_request(iti18.encode_request(request)).references_only
    response = iti18.Response(outcome=SUCCESS, references=("urn:uuid:1", "urn:uuid:2"))
    assert iti18.decode_answer(iti18.encode_answer(response)) == response


@pytest.mark.kits
def test_answers_are_valid(query_schema: Any, repository_schema: Any, entry: DocumentEntry) -> None:
    found = Submission(entries=(replace(entry, id="urn:uuid:1"),))
    query_schema.assertValid(iti18.encode_answer(iti18.Response(outcome=SUCCESS, found=found)).element)
    error = RegistryError(code="XDSUnknownStoredQuery", context="x")
    query_schema.assertValid(iti18.encode_answer(iti18.Response(outcome=RegistryResponse.of((error,)))).element)


def test_a_refused_search() -> None:
    error = RegistryError(code="XDSPatientIdDoesNotMatch", context="INS du jeton différente")
    payload = iti18.encode_answer(iti18.Response(outcome=RegistryResponse.of((error,))))
    read = iti18.decode_answer(payload)
    assert read.outcome.errors == (error,)
    assert read.found == Submission()


# --- ITI-43


def _ref(unique_id: str = "1.2.250.1.999.1.2.1001") -> iti43.DocumentRef:
    return iti43.DocumentRef(repository_id=REPOSITORY, unique_id=unique_id)


def test_a_reading() -> None:
    payload = iti43.encode_request(iti43.Request(documents=(_ref(),)))
    assert is_golden(payload.element, "iti43_request.xml")
    assert iti43.decode_request(payload) == iti43.Request(documents=(_ref(),))


def test_a_document_is_given_back_untouched(document: bytes) -> None:
    found = iti43.Retrieved(ref=_ref(), mime_type="text/xml", data=document)
    response = iti43.Response(outcome=SUCCESS, documents=(found,))
    payload = iti43.encode_answer(response)
    assert is_golden(payload.element, "iti43_answer.xml")
    assert iti43.decode_answer(payload) == response


def test_some_found_and_some_not(document: bytes) -> None:
    missing = RegistryError(code="XDSDocumentUniqueIdError", context="1.2.3")
    outcome = RegistryResponse(status=ResponseStatus.PARTIAL, errors=(missing,))
    found = iti43.Retrieved(ref=_ref(), mime_type="text/xml", data=document)
    read = iti43.decode_answer(iti43.encode_answer(iti43.Response(outcome=outcome, documents=(found,))))
    assert read.outcome.status is ResponseStatus.PARTIAL
    assert [error.meaning for error in read.outcome.errors] == ["Aucun document ne porte cet identifiant."]
    assert len(read.documents) == 1


@pytest.mark.kits
def test_readings_are_valid(repository_schema: Any, document: bytes) -> None:
    repository_schema.assertValid(iti43.encode_request(iti43.Request(documents=(_ref(), _ref("1.2.3")))).element)
    found = iti43.Retrieved(ref=_ref(), mime_type="text/xml", data=document)
    payload = iti43.encode_answer(iti43.Response(outcome=SUCCESS, documents=(found, found)))
    repository_schema.assertValid(inlined(payload.element, payload.parts))


# --- ITI-57


def test_a_masking(submission_set: SubmissionSet, entry: DocumentEntry) -> None:
    current = replace(entry, id="urn:uuid:9", logical_id="urn:uuid:1", version="2", status=Status.APPROVED.value)
    masked = replace(current, confidentiality=(*current.confidentiality, confidentiality("MASQUE_PS")))
    request = iti57.new_metadata(submission_set, current, masked)
    payload = iti57.encode_request(request)
    assert is_golden(payload.element, "iti57_mask.xml")
    assert iti57.decode_request(payload) == request
    (link,) = request.submission.associations
    assert link.previous_version == "2"
    assert request.submission.entries[0].logical_id == "urn:uuid:1"


def test_a_deletion(submission_set: SubmissionSet) -> None:
    request = iti57.new_status(submission_set, "urn:uuid:1", Status.APPROVED, Status.DELETED)
    payload = iti57.encode_request(request)
    assert is_golden(payload.element, "iti57_delete.xml")
    assert iti57.decode_request(payload) == request


@pytest.mark.kits
def test_updates_are_valid(submit_schema: Any, submission_set: SubmissionSet, entry: DocumentEntry) -> None:
    current = replace(entry, id="urn:uuid:9", logical_id="urn:uuid:1", version="2")
    for request in (
        iti57.new_metadata(submission_set, current, current),
        iti57.new_status(submission_set, "urn:uuid:1", Status.APPROVED, Status.ARCHIVED),
    ):
        submit_schema.assertValid(iti57.encode_request(request).element)


def test_without_the_registry_s_identifiers_nothing_is_changed(
    submission_set: SubmissionSet, entry: DocumentEntry
) -> None:
    with pytest.raises(MetadataError, match="relisez"):
        iti57.new_metadata(submission_set, entry, entry)


def test_an_update_answer() -> None:
    error = RegistryError(code="XDSMetadataVersionError", context="version 3")
    read = iti57.decode_answer(iti57.encode_answer(RegistryResponse.of((error,))))
    assert read.errors[0].meaning == "Le document a été modifié entre-temps : relisez-le avant de recommencer."


@pytest.mark.parametrize(
    "read",
    [
        iti18.decode_request,
        iti18.decode_answer,
        iti41.decode_request,
        iti41.decode_answer,
        iti43.decode_request,
        iti43.decode_answer,
        iti57.decode_request,
        iti57.decode_answer,
    ],
)
def test_another_message_is_refused(read: Any) -> None:
    with pytest.raises(UnreadableMetadata):
        read(Payload(element=etree.fromstring("<x/>")))
