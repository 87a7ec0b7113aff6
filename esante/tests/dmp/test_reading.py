"""TD3.1, TD3.2 and TD3.3: a professional searches, reads, masks, archives and deletes."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from esante.cisis import confidentiality, type_code
from esante.dmp import (
    REPOSITORY_ID,
    DmpClient,
    ForbiddenMode,
    NotQualified,
    Refused,
    UnreadableAnswer,
    authorization,
    follow,
)
from esante.soap import BadMime, Message, Payload, SoapFault, decode_message
from esante.vihf import Mode
from esante.xds import (
    DocumentEntry,
    RegistryError,
    RegistryResponse,
    ResponseStatus,
    Status,
    Submission,
    SubmissionSet,
    entry_from_cda,
    iti18,
    iti43,
    iti57,
)

from esante import cda

from .conftest import INES, IRENE, NOW, OID, STRUCTURE, Dmp, document

SUCCESS = RegistryResponse(status=ResponseStatus.SUCCESS)


@pytest.fixture(scope="module")
def data() -> bytes:
    return document()


@pytest.fixture(scope="module")
def registered(data: bytes) -> DocumentEntry:
    """The plan as the registry holds it."""
    return replace(
        entry_from_cda(cda.decode(data)),
        id="urn:uuid:e1",
        logical_id="urn:uuid:e1",
        version="1",
        status=Status.APPROVED.value,
        repository_id=REPOSITORY_ID,
        hash=hashlib.sha1(data).hexdigest().upper(),
        size=len(data),
    )


@pytest.fixture
def lot(registered: DocumentEntry) -> SubmissionSet:
    return SubmissionSet(
        unique_id="1.2.250.1.999.1.3.2",
        source_id=OID,
        patient_id=IRENE.ins.cx,
        submission_time="20260302093000",
        title="Mise à jour",
        authors=registered.authors,
    )


# --- TD3.1


def test_a_search(dmp: Dmp, client: DmpClient, registered: DocumentEntry) -> None:
    found = Submission(entries=(registered,))
    dmp.answering = lambda message: iti18.encode_answer(iti18.Response(outcome=SUCCESS, found=found))
    query = follow.recent_documents(IRENE.ins, date(2026, 3, 2))
    assert client.search(INES, IRENE, query) == found
    assert iti18.decode_request(dmp.messages[0].payload) == query
    assert dmp.vihfs[0].mode is Mode.AIR
    assert dmp.vihfs[0].name_id == "810100000024"
    assert dmp.paths == ["/si-dmp-server/v2/services/registry"]
    assert not dmp.messages[0].mtom


def test_nothing_found_is_no_refusal(dmp: Dmp, client: DmpClient) -> None:
    dmp.answering = lambda message: iti18.encode_answer(iti18.Response(outcome=SUCCESS))
    assert client.search(INES, IRENE, follow.vaccinations(IRENE.ins)) == Submission()


def test_a_search_refused(dmp: Dmp, client: DmpClient) -> None:
    outcome = RegistryResponse.of((RegistryError(code="XDSTooManyResults", context="1200"),))
    dmp.answering = lambda message: iti18.encode_answer(iti18.Response(outcome=outcome))
    with pytest.raises(Refused, match="précisez-la"):
        client.search(INES, IRENE, follow.documents(IRENE.ins))


def test_the_structure_searches_nothing_but_a_document_it_knows(
    dmp: Dmp, client: DmpClient, registered: DocumentEntry
) -> None:
    with pytest.raises(ForbiddenMode, match="Pro Santé Connect"):
        client.search(STRUCTURE, IRENE, follow.recent_documents(IRENE.ins, date(2026, 3, 2)))
    assert dmp.messages == []
    found = Submission(entries=(registered,))
    dmp.answering = lambda message: iti18.encode_answer(iti18.Response(outcome=SUCCESS, found=found))
    assert client.search(STRUCTURE, IRENE, follow.by_unique_id(registered.unique_id)) == found


def test_the_follow_up_asks_by_twenty() -> None:
    queries = list(follow.with_links(f"urn:uuid:{n}" for n in range(45)))
    assert [len(query.any_of("$XDSDocumentEntryEntryUUID")) for query in queries] == [20, 20, 5]


def test_the_first_search_covers_two_years_and_only_what_is_in_force() -> None:
    query = follow.recent_documents(IRENE.ins, date(2026, 3, 2), types=[type_code("80788-3")])
    assert query.one("$XDSDocumentEntryServiceStartTimeFrom") == "20240302"
    assert query.any_of("$XDSDocumentEntryStatus") == (Status.APPROVED.value,)
    assert query.any_of("$XDSDocumentEntryTypeCode") == ("80788-3^^2.16.840.1.113883.6.1",)


def test_the_next_ones_ask_for_what_was_submitted_since() -> None:
    query = follow.lots_since(IRENE.ins, datetime(2026, 3, 1, 8, tzinfo=UTC))
    assert query.one("$XDSSubmissionSetSubmissionTimeFrom") == "20260301080000"
    assert follow.links(["urn:uuid:1"]).any_of("$uuid") == ("urn:uuid:1",)


# --- TD3.2


def _give(dmp: Dmp, data: bytes, *errors: RegistryError) -> None:
    def answering(message: Message) -> Payload:
        refs = iti43.decode_request(message.payload).documents
        documents = (iti43.Retrieved(ref=refs[0], mime_type="text/xml", data=data),) if data else ()
        status = ResponseStatus.PARTIAL if errors and data else RegistryResponse.of(errors).status
        outcome = RegistryResponse(status=status, errors=errors)
        return iti43.encode_answer(iti43.Response(outcome=outcome, documents=documents))

    dmp.answering = answering


def test_a_document_is_read_untouched(dmp: Dmp, client: DmpClient, registered: DocumentEntry, data: bytes) -> None:
    _give(dmp, data)
    reading = client.retrieve(INES, IRENE, [registered])
    assert [bytes(found.data) for found in reading.documents] == [data]
    assert dmp.messages[0].mtom


def test_a_document_altered_on_the_way_is_refused(
    dmp: Dmp, client: DmpClient, registered: DocumentEntry, data: bytes
) -> None:
    _give(dmp, data + b" ")
    with pytest.raises(UnreadableAnswer, match="annoncé"):
        client.retrieve(INES, IRENE, [registered])


def test_some_are_given_and_some_not(dmp: Dmp, client: DmpClient, registered: DocumentEntry, data: bytes) -> None:
    _give(dmp, data, RegistryError(code="XDSDocumentUniqueIdError", context="1.2.3"))
    other = replace(registered, unique_id="1.2.3")
    reading = client.retrieve(INES, IRENE, [registered, other])
    assert len(reading.documents) == 1
    assert [error.code for error in reading.errors] == ["XDSDocumentUniqueIdError"]


def test_a_document_that_is_not_there(dmp: Dmp, client: DmpClient, registered: DocumentEntry) -> None:
    _give(dmp, b"", RegistryError(code="XDSDocumentUniqueIdError", context="1.2.3"))
    with pytest.raises(Refused, match="Aucun document"):
        client.retrieve(INES, IRENE, [registered])


def test_a_fault_comes_inside_a_multipart(dmp: Dmp, client: DmpClient, registered: DocumentEntry) -> None:
    def refuse(message: Message) -> Payload:
        raise SoapFault("Sender", "DMPAccessDeniedByRightsService", "Droit refusé")

    dmp.answering = refuse
    with pytest.raises(Refused) as refused:
        client.retrieve(INES, IRENE, [registered])
    assert refused.value.code == "DMPAccessDeniedByRightsService"


def test_the_structure_reads_nothing(dmp: Dmp, client: DmpClient, registered: DocumentEntry) -> None:
    with pytest.raises(ForbiddenMode):
        client.retrieve(STRUCTURE, IRENE, [registered])
    with pytest.raises(NotQualified):
        client.retrieve(INES, replace(IRENE, qualified=False), [registered])
    assert dmp.messages == []


@pytest.mark.kits
def test_the_official_reading_messages_are_read(kits: Path) -> None:
    samples = kits / "ihe/dmp-exemples"
    asked = decode_message("text/xml", (samples / "TD3.2-Consultation_d-un_document_requete.xml").read_bytes())
    assert iti43.decode_request(asked.payload).documents == (
        iti43.DocumentRef(repository_id=REPOSITORY_ID, unique_id="1.2.250.1.999.1.1.7898.1.995657292"),
    )
    said = decode_message("text/xml", (samples / "TD3.2-Consultation_d-un_document_reponse.xml").read_bytes())
    with pytest.raises(BadMime, match="cid:"):
        iti43.decode_answer(said.payload)


# --- TD3.3


def _accept(dmp: Dmp, *errors: RegistryError) -> None:
    dmp.answering = lambda message: iti57.encode_answer(RegistryResponse.of(errors))


def test_masking_and_unmasking(dmp: Dmp, client: DmpClient, registered: DocumentEntry, lot: SubmissionSet) -> None:
    _accept(dmp)
    client.change_visibility(INES, IRENE, lot, registered, [confidentiality("MASQUE_PS")])
    masked = replace(registered, confidentiality=(*registered.confidentiality, confidentiality("MASQUE_PS")))
    client.change_visibility(INES, IRENE, lot, masked, [])
    sent = [iti57.decode_request(message.payload).submission for message in dmp.messages]
    assert [[code.code for code in each.entries[0].confidentiality] for each in sent] == [["N", "MASQUE_PS"], ["N"]]
    assert sent[0].entries[0].hash == registered.hash
    assert sent[0].associations[0].previous_version == "1"


@pytest.mark.parametrize("new", [Status.ARCHIVED, Status.DELETED])
def test_archiving_and_deleting(
    dmp: Dmp, client: DmpClient, registered: DocumentEntry, lot: SubmissionSet, new: Status
) -> None:
    _accept(dmp)
    client.change_status(INES, IRENE, lot, registered, new)
    (link,) = iti57.decode_request(dmp.messages[0].payload).submission.associations
    assert (link.target, link.original_status, link.new_status) == ("urn:uuid:e1", Status.APPROVED, new)


def test_the_structure_deletes_its_own_but_archives_nothing(
    dmp: Dmp, client: DmpClient, registered: DocumentEntry, lot: SubmissionSet
) -> None:
    _accept(dmp)
    client.change_status(STRUCTURE, IRENE, lot, registered, Status.DELETED)
    with pytest.raises(ForbiddenMode):
        client.change_status(STRUCTURE, IRENE, lot, registered, Status.ARCHIVED)
    with pytest.raises(ForbiddenMode):
        client.change_visibility(STRUCTURE, IRENE, lot, registered, [])


def test_a_stale_entry_is_refused(dmp: Dmp, client: DmpClient, registered: DocumentEntry, lot: SubmissionSet) -> None:
    _accept(dmp, RegistryError(code="XDSMetadataVersionError", context="version 2"))
    with pytest.raises(Refused, match="relisez-le"):
        client.change_visibility(INES, IRENE, lot, registered, [])


# --- TD0.3


def test_declaring_oneself_authorised(dmp: Dmp, client: DmpClient) -> None:
    said = authorization.Response(status="DMPOk", context="Autorisation ajoutée")
    dmp.answering = lambda message: authorization.encode_answer(said)
    assert client.set_authorization(INES, IRENE, add=True) == "Autorisation ajoutée"
    assert authorization.decode_request(dmp.messages[0].payload) == authorization.Request(add=True)
    assert dmp.paths == ["/si-dmp-server/v2/services/habilitations"]


def test_an_authorisation_refused(dmp: Dmp, client: DmpClient) -> None:
    said = authorization.Response(status="DMPForbidden", context="Professionnel bloqué")
    dmp.answering = lambda message: authorization.encode_answer(said)
    with pytest.raises(Refused, match="Professionnel bloqué"):
        client.set_authorization(INES, IRENE, add=False)
    with pytest.raises(ForbiddenMode):
        client.set_authorization(STRUCTURE, IRENE, add=True)


@pytest.mark.kits
def test_the_official_authorisation_messages_are_read(kits: Path) -> None:
    samples = kits / "ihe/dmp-exemples"
    asked = decode_message("text/xml", (samples / "TD0.3-Mise_a_jour_de_l-autorisation_requete.xml").read_bytes())
    assert authorization.decode_request(asked.payload) == authorization.Request(add=True)
    said = decode_message("text/xml", (samples / "TD0.3-Mise_a_jour_de_l-autorisation_reponse.xml").read_bytes())
    assert authorization.decode_answer(said.payload).status == "DMPOk"


def test_an_authorisation_goes_both_ways() -> None:
    for request in (authorization.Request(add=False), authorization.Request(add=True, as_treating_physician=True)):
        assert authorization.decode_request(authorization.encode_request(request)) == request


def test_the_moment_is_the_caller_s(dmp: Dmp, client: DmpClient) -> None:
    _accept(dmp)
    said = authorization.Response(status="DMPOk", context="ok")
    dmp.answering = lambda message: authorization.encode_answer(said)
    client.set_authorization(INES, IRENE, add=True)
    assert dmp.vihfs[0].issued_at == NOW


@pytest.mark.parametrize("read", [authorization.decode_request, authorization.decode_answer])
def test_another_message_is_refused(read: Any) -> None:
    from lxml import etree

    with pytest.raises(UnreadableAnswer):
        read(Payload(element=etree.fromstring("<x/>")))
