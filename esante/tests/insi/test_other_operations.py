"""The two operations Alentour does not depend on: search by card, and verification of supposed form."""

from __future__ import annotations

import pytest
from esante.cisis import Ins
from esante.insi import UnreadableAnswer, card_search, verification
from esante.soap import Payload
from lxml import etree

from .conftest import IRENE


def test_the_verification_of_supposed_form_goes_both_ways() -> None:
    request = verification.Request(ins=Ins(matricule="238033523800188", oid="1.2.250.1.213.1.4.10"), traits=IRENE)
    read = verification.decode_request(verification.encode_request(request))
    assert (read.ins, read.traits.given_names) == (request.ins, "IRENE MARIE")
    for confirmed in (True, False):
        payload = verification.encode_answer(verification.Response(confirmed=confirmed))
        assert verification.decode_answer(payload).confirmed is confirmed
    with pytest.raises(UnreadableAnswer):
        verification.decode_answer(Payload(element=etree.fromstring("<x>OK</x>")))


def test_a_card_request_goes_both_ways() -> None:
    request = card_search.Request(
        individual="238033523800188",
        insured="138033523800188",
        birth_name="DUPONT",
        birth_date="1938-03-12",
        birth_rank="1",
    )
    assert card_search.decode_request(card_search.encode_request(request)) == request
    with pytest.raises(UnreadableAnswer):
        card_search.decode_request(Payload(element=etree.fromstring("<x/>")))
