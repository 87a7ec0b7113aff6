"""One search on the teleservice, from the bytes sent to the identity read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from esante.cisis import Ins, Traits, Unwritable
from esante.insi import (
    Call,
    Found,
    IncompleteSearch,
    InsiClient,
    NotFound,
    Outcome,
    Period,
    Several,
    UnreadableAnswer,
    decode_contexts,
    decode_result,
    encode_result,
    explain,
    trait_search,
)
from esante.soap import FaultDetail, Payload, SoapFault, Unreachable, decode_message, encode_message
from lxml import etree

from .conftest import IRENE, IRENE_FOUND, LPS, SSIAD, Teleservice, is_golden

Ask = Callable[[Any], InsiClient]


def test_a_search_is_sent_byte_for_byte(ask: Ask) -> None:
    service = Teleservice(lambda _: IRENE_FOUND)
    assert ask(service).search_by_traits(IRENE) == IRENE_FOUND
    (message,) = service.messages
    assert is_golden(encode_message(message).to_bytes(), "ws_ins2_request.xml")
    contexts = decode_contexts(message)
    assert (contexts.emitter, contexts.lps_emitter, contexts.lps) == (SSIAD, SSIAD, LPS)


def test_the_answer_is_written_byte_for_byte() -> None:
    with_history = replace(
        IRENE_FOUND,
        history=(
            Period(ins=Ins(matricule="238033523800188", oid="1.2.250.1.213.1.4.10"), start="2019-03-01"),
            Period(ins=Ins(matricule="238033523800285", oid="1.2.250.1.213.1.4.10"), end="2019-02-28"),
        ),
    )
    payload = encode_result(with_history)
    assert is_golden(etree.tostring(payload.element), "resultat_00.xml")
    assert decode_result(payload) == with_history


def test_the_content_type_names_the_operation(ask: Ask) -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["Content-Type"])
        return Teleservice(lambda _: NotFound())(request)

    ask(handler).ask(_irene())
    assert seen == [
        'application/soap+xml; charset=UTF-8; action="urn:ServiceIdentiteCertifiee:1.0.0:rechercherInsAvecTraitsIdentite"'
    ]


def _irene(**changes: Any) -> trait_search.Request:
    request = trait_search.Request(
        birth_name="Dupont", given_names=("Irène",), sex="F", birth_date="1938-03-12", birth_place=""
    )
    return replace(request, **changes)


def test_names_are_written_in_the_alphabet_of_insi() -> None:
    payload = trait_search.encode_request(_irene(birth_name="d’Œuvre–Leçon", given_names=("Zoé",)))
    request = trait_search.decode_request(payload)
    assert (request.birth_name, request.given_names) == ("D'OEUVRE-LECON", ("ZOE",))


def test_a_character_without_equivalent_is_refused_and_never_dropped() -> None:
    with pytest.raises(Unwritable) as refused:
        trait_search.encode_request(_irene(birth_name="DUP0NT"))
    assert refused.value.character == "0"


@pytest.mark.parametrize("change", [{"birth_name": ""}, {"given_names": ()}, {"sex": "I"}, {"birth_date": ""}])
def test_a_mandatory_criterion_is_missing(change: dict[str, Any]) -> None:
    with pytest.raises(IncompleteSearch):
        trait_search.encode_request(_irene(**change))


@pytest.mark.parametrize(("result", "outcome"), [(NotFound(), Outcome.NONE), (Several(), Outcome.SEVERAL)])
def test_none_and_several_give_nobody(ask: Ask, result: NotFound | Several, outcome: Outcome) -> None:
    calls: list[Call] = []
    assert ask(Teleservice(lambda _: result)).ask(_irene(), calls.append) == result
    assert [(call.outcome, call.message_id) for call in calls] == [
        (outcome, "uuid:00000000-0000-4000-8000-000000000001")
    ]


@pytest.mark.parametrize(
    ("fault", "code", "retry"),
    [
        (SoapFault("Receiver", "siram_40", "Service indisponible"), "siram_40", True),
        (SoapFault("Receiver", "siram_100", "x", FaultDetail(code="insi_102", severity="fatal")), "insi_102", True),
        (SoapFault("Sender", "siram_100", "x", FaultDetail(code="desir_550")), "desir_550", False),
        (SoapFault("Sender", "siram_100", "x", FaultDetail(code="desir_560")), "desir_560", False),
        (SoapFault("Sender", "", "Autre", FaultDetail(code="insi_999", text="Inconnu")), "insi_999", False),
    ],
)
def test_a_refusal_is_explained(ask: Ask, fault: SoapFault, code: str, retry: bool) -> None:
    with pytest.raises(SoapFault) as refused:
        ask(Teleservice(lambda _: fault)).search_by_traits(IRENE)
    refusal = explain(refused.value)
    assert (refusal.code, refusal.retry) == (code, retry)
    assert refusal.sentence.endswith(".")
    assert refused.value.message_id.startswith("uuid:")


def test_an_unknown_refusal_keeps_its_raw_text() -> None:
    refusal = explain(SoapFault("Sender", "", "Autre", FaultDetail(code="insi_999", text="Inconnu")))
    assert "insi_999 : Inconnu" in refusal.sentence


def test_silence(ask: Ask) -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("", request=request)

    with pytest.raises(Unreachable):
        ask(silent).search_by_traits(IRENE)


# --- leniency


@pytest.mark.kits
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("REP_CR01.xml", NotFound()),
        (
            "TEST_2.05.xml",
            Found(
                ins=Ins(matricule="109076322088835", oid="1.2.250.1.213.1.4.9"),
                traits=Traits(
                    birth_name="PROVISOIRE",
                    given_names="MATRICULE",
                    first_given_name="MATRICULE",
                    birth_date="2009-07-01",
                    sex="M",
                    birth_place="63220",
                ),
            ),
        ),
        (
            "TEST_2.04_cas2.xml",
            Found(
                ins=Ins(matricule="109076322083489", oid="1.2.250.1.213.1.4.8"),
                history=(
                    Period(
                        ins=Ins(matricule="209076322083439", oid="1.2.250.1.213.1.4.8"),
                        start="2019-03-01",
                        end="2019-02-28",
                    ),
                    Period(ins=Ins(matricule="209066322012355", oid="1.2.250.1.213.1.4.8")),
                ),
                traits=Traits(
                    birth_name="ECETINSI",
                    given_names="PIERRE-ALAIN MURIEL FLORIANT",
                    first_given_name="PIERRE-ALAIN",
                    birth_date="2009-07-14",
                    sex="M",
                    birth_place="63220",
                ),
                first_name_deduced=True,
            ),
        ),
    ],
)
def test_the_official_answers_are_read(kits: Path, name: str, expected: Found | NotFound) -> None:
    data = (kits / "ihe/insi/exemples-cnda" / name).read_bytes()
    assert decode_result(decode_message("application/soap+xml", data).payload) == expected


@pytest.mark.kits
def test_corsica_is_read(kits: Path) -> None:
    data = (kits / "ihe/insi/exemples-cnda/TEST_2.08_cas1.xml").read_bytes()
    found = decode_result(decode_message("text/xml", data).payload)
    assert isinstance(found, Found)
    assert found.ins.matricule == "180032B02040123"
    assert found.ins.key_is_right
    assert [period.ins for period in found.history] == [found.ins]


def _resultat(inside: str) -> Payload:
    return Payload(element=etree.fromstring(f'<RESULTAT xmlns="http://www.cnamts.fr/INSiResultat">{inside}</RESULTAT>'))


HERMANN = (
    "<CR><CodeCR>00</CodeCR><LibelleCR>OK</LibelleCR></CR><INDIVIDU><TIQ><NomNaissance>HERMANN</NomNaissance>"
    "<ListePrenom>GATIEN</ListePrenom><Sexe>M</Sexe><DateNaissance>1981-00-00</DateNaissance></TIQ>"
    "<INSHISTO><IdIndividu><NumIdentifiant>X</NumIdentifiant></IdIndividu><OID>1.2.250.1.213.1.4.2</OID></INSHISTO>"
    "<INSACTIF><OID>1.2.250.1.213.1.4.8</OID><IdIndividu><Cle>60</Cle><NumIdentifiant>1810363220456</NumIdentifiant>"
    "</IdIndividu></INSACTIF></INDIVIDU>"
)


def test_a_wrong_key_a_lunar_date_and_any_order_are_kept_as_received() -> None:
    found = decode_result(_resultat(HERMANN))
    assert isinstance(found, Found)
    assert found.ins.matricule == "181036322045660"
    assert not found.ins.key_is_right
    assert found.traits.birth_date == "1981-00-00"
    assert found.history == ()


def test_a_key_left_out_is_computed() -> None:
    found = decode_result(_resultat(HERMANN.replace("<Cle>60</Cle>", "")))
    assert isinstance(found, Found)
    assert found.ins.matricule == "181036322045676"


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "<CR><CodeCR>07</CodeCR></CR>",
        "<CR><CodeCR>00</CodeCR></CR>",
        HERMANN.replace("1810363220456", "18103"),
        HERMANN.replace("1.2.250.1.213.1.4.8", "1.2.3"),
        HERMANN.replace("1981-00-00", "hier"),
    ],
)
def test_what_cannot_be_read_gives_nobody(inside: str) -> None:
    with pytest.raises(UnreadableAnswer):
        decode_result(_resultat(inside))


def test_another_body_is_refused() -> None:
    for decode in (decode_result, trait_search.decode_request):
        with pytest.raises(UnreadableAnswer):
            decode(Payload(element=etree.fromstring("<x/>")))
