"""TD2.1: a structure feeds a DMP; everything the DMP would reject is refused before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest
from esante.cisis import Ins, confidentiality, type_code
from esante.dmp import (
    Deposit,
    DmpClient,
    Document,
    ForbiddenMode,
    NotQualified,
    Refused,
    UnfitDocument,
    UnreadableAnswer,
)
from esante.soap import Message, Payload, SoapFault, Unreachable
from esante.vihf import Mode
from esante.xds import AssociationType, RegistryError, RegistryResponse, Severity, differences, iti41
from lxml import etree

from esante import cda

from .conftest import INES, IRENE, LOT_ID, STRUCTURE, Dmp, deposit, document, header, is_golden


def _say(dmp: Dmp, *errors: RegistryError) -> None:
    dmp.answering = lambda message: iti41.encode_answer(RegistryResponse.of(errors))


def test_a_deposit(dmp: Dmp, client: DmpClient) -> None:
    _say(dmp)
    data = document()
    receipt = client.publish(STRUCTURE, IRENE, deposit(Document(data=data)))
    assert receipt.unique_id == LOT_ID
    assert receipt.document_ids == ("1.2.250.1.999.1.2.1001",)
    (message,) = dmp.messages
    assert message.mtom
    assert message.addressing.message_id == receipt.message_id
    assert dmp.paths == ["/si-dmp-server/v2/services/repository"]
    assert dmp.vihfs[0].mode is Mode.INDIRECTE
    assert dmp.vihfs[0].ins == IRENE.ins
    assert is_golden(message.payload.element, "td21_request.xml")
    request = iti41.decode_request(message.payload)
    assert bytes(request.documents["Document01"]) == data
    assert differences(request.submission.entries[0], cda.decode(data)) == ()


def test_the_server_s_own_metadata_are_never_invented(dmp: Dmp, client: DmpClient) -> None:
    _say(dmp)
    client.publish(STRUCTURE, IRENE, deposit())
    slots = {slot.get("name") for slot in dmp.messages[0].payload.element.iter("{*}Slot")}
    assert slots.isdisjoint({"hash", "size", "repositoryUniqueId", "URI"})


def test_a_retry_sends_the_same_identifiers(dmp: Dmp, client: DmpClient) -> None:
    _say(dmp)
    lot = deposit()
    first, second = client.publish(STRUCTURE, IRENE, lot), client.publish(STRUCTURE, IRENE, lot)
    assert first.message_id != second.message_id
    sent = [etree.tostring(message.payload.element) for message in dmp.messages]
    assert sent[0] == sent[1]


def test_a_masked_document(dmp: Dmp, client: DmpClient) -> None:
    _say(dmp)
    masked = Document(data=document(), visibility=(confidentiality("MASQUE_PS"), confidentiality("INVISIBLE_PATIENT")))
    client.publish(STRUCTURE, IRENE, deposit(masked))
    (entry,) = iti41.decode_request(dmp.messages[0].payload).submission.entries
    assert [code.code for code in entry.confidentiality] == ["N", "MASQUE_PS", "INVISIBLE_PATIENT"]


def test_a_replacement_names_the_version_it_replaces_everywhere(dmp: Dmp, client: DmpClient) -> None:
    _say(dmp)
    data = document(document_id="1.2.250.1.999.1.2.1002", version=2, replaces="1.2.250.1.999.1.2.1001")
    client.publish(STRUCTURE, IRENE, deposit(Document(data=data, replaces="urn:uuid:old")))
    links = iti41.decode_request(dmp.messages[0].payload).submission.associations
    assert (AssociationType.REPLACES, "Document01", "urn:uuid:old") in [(a.type, a.source, a.target) for a in links]


def test_warnings_do_not_hide_a_success(dmp: Dmp, client: DmpClient) -> None:
    _say(dmp, RegistryError(code="XDSExtraMetadataNotSaved", severity=Severity.WARNING.value))
    assert client.publish(STRUCTURE, IRENE, deposit()).warnings == (
        "Des informations supplémentaires n'ont pas été conservées par le service.",
    )


# --- refused by the DMP


@pytest.mark.parametrize(
    ("code", "retry"),
    [
        ("XDSPatientIdDoesNotMatch", False),
        ("XDSUnknownPatientId", False),
        ("XDSRegistryDeprecatedDocumentError", False),
        ("XDSNonIdenticalHash", False),
        ("XDSDuplicateUniqueIdInRegistry", False),
        ("XDSRepositoryBusy", True),
        ("DMPCodeInconnu", False),
    ],
)
def test_a_refusal(dmp: Dmp, client: DmpClient, code: str, retry: bool) -> None:
    _say(dmp, RegistryError(code=code, context="détail", location="Document01"))
    with pytest.raises(Refused) as refused:
        client.publish(STRUCTURE, IRENE, deposit())
    assert (refused.value.code, refused.value.retry, refused.value.raw) == (code, retry, "détail Document01")
    assert refused.value.why


def test_a_right_refused(dmp: Dmp, client: DmpClient) -> None:
    def refuse(message: Message) -> Payload:
        raise SoapFault("Sender", "DMPAccessDeniedByRightsService", "Droit refusé")

    dmp.answering = refuse
    with pytest.raises(Refused, match="n'accorde pas ce droit"):
        client.publish(STRUCTURE, IRENE, deposit())


def test_an_outage_is_to_be_retried(dmp: Dmp, client: DmpClient) -> None:
    dmp.answering = lambda message: httpx.Response(503)
    with pytest.raises(Unreachable):
        client.publish(STRUCTURE, IRENE, deposit())


def test_another_answer_is_refused(dmp: Dmp, client: DmpClient) -> None:
    dmp.answering = lambda message: Payload(element=etree.fromstring("<x/>"))
    with pytest.raises(UnreadableAnswer):
        client.publish(STRUCTURE, IRENE, deposit())


# --- refused here


def test_a_professional_connected_by_air_does_not_feed(dmp: Dmp, client: DmpClient) -> None:
    with pytest.raises(ForbiddenMode, match="au nom de la structure"):
        client.publish(INES, IRENE, deposit())
    assert dmp.messages == []


def test_an_identity_not_qualified_is_not_fed(dmp: Dmp, client: DmpClient) -> None:
    with pytest.raises(NotQualified):
        client.publish(STRUCTURE, replace(IRENE, qualified=False), deposit())
    assert dmp.messages == []


MARCEL = Ins(matricule="141093523801474", oid="1.2.250.1.213.1.4.10")


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: deposit(Document(data=b"%PDF-1.7")), "CDA lisible"),
        (lambda: deposit(Document(data=document(patient=replace(header().patient, ins=MARCEL)))), "INS diffère"),
        (lambda: deposit(Document(data=document(type_code=type_code("EXPORT_DUI")))), "messagerie"),
        (lambda: deposit(Document(data=document(), replaces="urn:uuid:old")), "remplacé"),
        (lambda: deposit(Document(data=document(version=2, replaces="1.2.3"))), "remplacé"),
        (lambda: replace(deposit(), documents=()), "aucun document"),
        (lambda: deposit(Document(data=document()), Document(data=document())), "figure 2 fois"),
        (lambda: replace(deposit(), unique_id="1.2.250.1.999.1.2.1001"), "figure 2 fois"),
        (lambda: replace(deposit(), source_id="alentour"), "OID"),
    ],
)
def test_what_the_dmp_would_reject_never_leaves(
    dmp: Dmp, client: DmpClient, make: Callable[[], Deposit], why: str
) -> None:
    with pytest.raises(UnfitDocument, match=why):
        client.publish(STRUCTURE, IRENE, make())
    assert dmp.messages == []
