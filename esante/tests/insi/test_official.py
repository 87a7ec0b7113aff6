"""Independent judges: the schemas of the CNDA, and zeep reading the official WSDL (acceptance vector 5)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests
from esante.insi import (
    NotFound,
    Several,
    card_search,
    decode_contexts,
    encode_contexts,
    encode_result,
    trait_search,
)
from esante.soap import answer, decode_message, encode_message
from lxml import etree
from zeep import Client
from zeep.transports import Transport

from .conftest import IRENE, IRENE_FOUND, LPS, NOW, SSIAD

pytestmark = pytest.mark.kits


def _schema(kits: Path, name: str) -> Any:
    return etree.XMLSchema(etree.parse(str(kits / "ihe/insi/wsdl/xsd" / name)))


def _request() -> trait_search.Request:
    return trait_search.Request(
        birth_name="DUPONT", given_names=("IRENE",), sex="F", birth_date="1938-03-12", birth_place="35238"
    )


def test_bodies_are_valid(kits: Path) -> None:
    folder = "ServiceIdentiteCertifiee/"
    asked = trait_search.encode_request(_request()).element
    _schema(kits, folder + "INSi_RECSANS_INS.xsd").assertValid(asked)
    card = card_search.encode_request(card_search.Request(individual="238033523800188", birth_name="DUPONT"))
    _schema(kits, folder + "INSi_RECVITALE_INS.xsd").assertValid(card.element)
    answers = _schema(kits, folder + "INSi_RESULTAT_INS.xsd")
    for result in (IRENE_FOUND, NotFound(), Several()):
        answers.assertValid(encode_result(result).element)


def test_contexts_are_valid(kits: Path) -> None:
    bam, lps = encode_contexts(SSIAD, LPS, NOW, lambda: "id")
    _schema(kits, "CTX/ROOT_ctxbam_CTXBAM_V01_02.xsd").assertValid(bam)
    _schema(kits, "CTX/ROOT_ctxlps_CTXLPS_V01_00.xsd").assertValid(lps)


def test_the_official_request_is_read(kits: Path) -> None:
    data = (kits / "ihe/dmp-exemples/WS_INS2_rechercherInsAvecTraitsIdentite_requete.xml").read_bytes()
    message = decode_message("application/soap+xml", data)
    assert message.addressing.action == trait_search.ACTION
    request = trait_search.decode_request(message.payload)
    assert (request.birth_name, request.given_names, request.sex) == ("PATB-QUATRE", ("LAURENCE",), "F")
    assert decode_contexts(message).lps.idam == "NumAutorisation"
    assert decode_contexts(message).emitter == "899900063480"


def test_zeep_and_we_understand_each_other(kits: Path) -> None:
    """A foreign client, made from the WSDL alone, asks; we answer; it reads."""
    received: list[trait_search.Request] = []

    class Wire(Transport):
        def post(self, address: str, message: bytes, headers: dict[str, str]) -> Any:
            asked = decode_message(headers["Content-Type"], message)
            received.append(trait_search.decode_request(asked.payload))
            package = encode_message(
                answer(asked, trait_search.RESPONSE_ACTION, encode_result(IRENE_FOUND), new_id="9")
            )
            response = requests.Response()
            response.status_code = 200
            response._content = package.to_bytes()
            response.headers["Content-Type"] = package.content_type
            return response

    client = Client(str(kits / "ihe/insi/wsdl/DESIR_ICIR_EXP_1.5.0.wsdl"), transport=Wire())
    answered = client.service.rechercherInsAvecTraitsIdentite(
        NomNaissance="DUPONT",
        Prenom=["IRENE"],
        Sexe="F",
        DateNaissance="1938-03-12",
        _soapheaders=[etree.Element("{urn:siram:bam:ctxbam}ContexteBAM", Version="01_02")],
    )
    assert received == [
        trait_search.Request(birth_name="DUPONT", given_names=("IRENE",), sex="F", birth_date="1938-03-12")
    ]
    body = getattr(answered, "body", answered)
    assert body.CR.CodeCR == "00"
    assert body.INDIVIDU.INSACTIF.IdIndividu.NumIdentifiant == "2380335238001"
    assert body.INDIVIDU.TIQ.ListePrenom == IRENE.given_names
