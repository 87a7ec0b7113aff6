"""TD0.2: what is asked, what a DMP says of itself, and what is never read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from esante.cisis import Ins
from esante.dmp import (
    Authorization,
    DmpClient,
    DmpStatus,
    NotQualified,
    Refused,
    UnreadableAnswer,
    Wrapper,
    WrongEnvironment,
    existence,
)
from esante.soap import Message, Payload, SoapFault, Unreachable, decode_message
from lxml import etree

from .conftest import INES, IRENE, NOW, OID, STRUCTURE, Dmp, is_golden

SERVER = Wrapper(id_root="1.2.3", created_at=NOW, sender_oid="1.2.250.1.213.4.1.1.1", sender_name="DMP")
ACTIVE = existence.Response(
    status=DmpStatus.ACTIVE,
    authorization=Authorization.VALID,
    authorization_code="VALIDE",
    attached_to_ens=True,
    ins=(IRENE.ins,),
)


def _say(dmp: Dmp, response: existence.Response) -> None:
    def answering(message: Message) -> Payload:
        return existence.encode_answer(response, existence.decode_request(message.payload), SERVER)

    dmp.answering = answering


def test_a_question_and_its_answer(dmp: Dmp, client: DmpClient) -> None:
    _say(dmp, ACTIVE)
    response = client.test_existence(INES, IRENE)
    assert response == ACTIVE
    assert response.may_be_consulted
    assert is_golden(dmp.messages[0].payload.element, "td02_request.xml")
    assert dmp.messages[0].addressing.action == "urn:hl7-org:v3:PRPA_IN201307UV02"
    assert dmp.paths == ["/si-dmp-server/v2/services/patients"]
    assert dmp.vihfs[0].ins == IRENE.ins


def _request() -> existence.Request:
    wrapper = Wrapper(
        id_root=f"{OID}.1", id_extension="m1", created_at=NOW, sender_oid=OID, sender_name="Alentour", processing="D"
    )
    return existence.Request(wrapper=wrapper, ins=IRENE.ins, query_id=(f"{OID}.2", "q1"))


def test_the_question_is_read_back() -> None:
    assert existence.decode_request(existence.encode_request(_request())) == _request()


@pytest.mark.parametrize(
    ("name", "response", "consulted"),
    [
        ("td02_active.xml", ACTIVE, True),
        ("td02_closed.xml", replace(ACTIVE, status=DmpStatus.CLOSED), False),
        ("td02_absent.xml", existence.Response(status=DmpStatus.ABSENT), False),
        (
            "td02_expired.xml",
            replace(ACTIVE, authorization=Authorization.EXPIRED, authorization_code="EXPIREE"),
            False,
        ),
    ],
)
def test_each_state_of_a_dmp(name: str, response: existence.Response, consulted: bool) -> None:
    payload = existence.encode_answer(response, _request(), SERVER)
    assert is_golden(payload.element, name)
    read = existence.decode_answer(payload)
    assert read == response
    assert read.may_be_consulted is consulted


@pytest.mark.kits
@pytest.mark.parametrize("message", ["PRPA_IN201307UV02", "PRPA_IN201308UV02"])
def test_messages_are_valid(kits: Path, message: str) -> None:
    folder = kits / "ihe/dmp-wsdl/schema/HL7V3/NE2009/multicacheschemas"
    schema = etree.XMLSchema(etree.parse(str(folder / f"{message}.xsd")))
    if message == "PRPA_IN201307UV02":
        schema.assertValid(existence.encode_request(_request()).element)
        return
    for status in DmpStatus:
        payload = existence.encode_answer(replace(ACTIVE, status=status), _request(), SERVER)
        schema.assertValid(etree.fromstring(etree.tostring(payload.element)))
    refused = existence.Response(status=DmpStatus.ABSENT, error="DMPClosed")
    schema.assertValid(existence.encode_answer(refused, _request(), SERVER).element)


def test_an_unknown_authorization_is_kept_raw() -> None:
    said = replace(ACTIVE, authorization=Authorization.UNKNOWN, authorization_code="NOUVEAU_CODE")
    read = existence.decode_answer(existence.encode_answer(said, _request(), SERVER))
    assert (read.authorization, read.authorization_code) == (Authorization.UNKNOWN, "NOUVEAU_CODE")
    assert not read.may_be_consulted


@pytest.mark.kits
def test_the_official_messages_are_read(kits: Path) -> None:
    samples = kits / "ihe/dmp-exemples"
    asked = decode_message("text/xml", (samples / "TD0.2-Test_d-existence_requete.xml").read_bytes())
    patb = Ins(matricule="207058575627097", oid="1.2.250.1.213.1.4.10")
    assert existence.decode_request(asked.payload).ins == patb
    said = decode_message("text/xml", (samples / "TD0.2-Test_d-existence_reponse.xml").read_bytes())
    assert existence.decode_answer(said.payload) == existence.Response(
        status=DmpStatus.ACTIVE,
        authorization=Authorization.VALID,
        authorization_code="VALIDE",
        treating_physician=True,
        attached_to_ens=False,
        internet_account=True,
        ins=(patb,),
    )


def test_a_closed_dmp_may_be_told_by_an_error() -> None:
    said = existence.Response(status=DmpStatus.CLOSED, error="DMPClosed")
    payload = existence.encode_answer(
        existence.Response(status=DmpStatus.ABSENT, error="DMPClosed"), _request(), SERVER
    )
    assert existence.decode_answer(payload) == said


def test_an_error_of_the_dmp_is_a_refusal(dmp: Dmp, client: DmpClient) -> None:
    _say(dmp, existence.Response(status=DmpStatus.ABSENT, error="DMPInternal"))
    with pytest.raises(Refused) as refused:
        client.test_existence(INES, IRENE)
    assert refused.value.code == "DMPInternal"


def test_the_structure_may_ask_too(dmp: Dmp, client: DmpClient) -> None:
    _say(dmp, ACTIVE)
    assert client.test_existence(STRUCTURE, IRENE).status is DmpStatus.ACTIVE


def test_an_ins_that_is_not_qualified_never_leaves(dmp: Dmp, client: DmpClient) -> None:
    with pytest.raises(NotQualified):
        client.test_existence(INES, replace(IRENE, qualified=False))
    assert dmp.messages == []


def test_a_demonstration_ins_never_reaches_the_dmp(dmp: Dmp, client: DmpClient) -> None:
    demo = replace(IRENE, ins=replace(IRENE.ins, oid="1.2.250.1.213.1.4.11"))
    with pytest.raises(WrongEnvironment):
        client.test_existence(INES, demo)
    assert dmp.messages == []


def test_a_refused_signature(dmp: Dmp, client: DmpClient) -> None:
    def refuse(message: Message) -> Payload:
        raise SoapFault("Sender", "DMPInvalidCertificate", "Le certificat est invalide")

    dmp.answering = refuse
    with pytest.raises(Refused) as refused:
        client.test_existence(INES, IRENE)
    assert refused.value.code == "DMPInvalidCertificate"
    assert refused.value.why == "Le DMP n'accepte pas le certificat de signature de la structure."
    assert refused.value.raw == "Le certificat est invalide"
    assert not refused.value.retry
    assert refused.value.message_id.startswith("urn:uuid:")


def test_silence(dmp: Dmp, client: DmpClient) -> None:
    def silent(message: Message) -> Payload:
        raise httpx.ReadTimeout("")

    dmp.answering = silent
    with pytest.raises(Unreachable):
        client.test_existence(INES, IRENE)


@pytest.mark.parametrize("read", [existence.decode_request, existence.decode_answer])
def test_another_message_is_refused(read: Any) -> None:
    with pytest.raises(UnreadableAnswer):
        read(Payload(element=etree.fromstring("<x/>")))


def test_a_malformed_ins_is_refused() -> None:
    payload = existence.encode_request(_request())
    next(payload.element.iter("{*}patientIdentifier"))[0].set("extension", "123")
    with pytest.raises(UnreadableAnswer):
        existence.decode_request(payload)
