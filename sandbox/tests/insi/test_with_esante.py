"""The project's own client meets the sandbox: both were written from the specification, neither from the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from esante.cisis import Ins, Traits
from esante.insi import Found, InsiClient, Lps, NotFound
from esante.soap import SoapFault, http_client
from sandbox.environment import LPS_IDAM
from sandbox.faults import Fault

from .conftest import SSIAD, Insi

IRENE = Traits(
    birth_name="Dupont",
    given_names="Irène Marie",
    first_given_name="Irène",
    birth_date="1938-03-12",
    sex="F",
    birth_place="35238",
)


@pytest.fixture
def client(insi: Insi) -> Iterator[InsiClient]:
    authority = insi.sandbox.context.authority
    pair = authority.structure(SSIAD, "insi_manu")
    with http_client(authority.trust, pair.certificate, pair.key, 10) as http:
        yield InsiClient(
            insi.sandbox.settings.url("insi", "/lps"),
            http,
            emitter=SSIAD,
            lps=Lps(idam=LPS_IDAM, version="1.0", instance=str(uuid4()), name="urn:lps:alentour:1.0"),
            clock=lambda: datetime.now(UTC),
            new_id=lambda: str(uuid4()),
        )


def test_irene_is_found_as_she_is_written_on_her_papers(client: InsiClient) -> None:
    result = client.search_by_traits(IRENE)
    assert isinstance(result, Found)
    assert result.ins == Ins(matricule="238033523800188", oid="1.2.250.1.213.1.4.10")
    assert result.traits.given_names == "IRENE MARIE"


def test_nobody_is_told_as_nobody(client: InsiClient) -> None:
    stranger = Traits(
        birth_name="INCONNUE",
        given_names="EVE",
        first_given_name="EVE",
        birth_date="1950-01-01",
        sex="F",
        birth_place="",
    )
    assert isinstance(client.search_by_traits(stranger), NotFound)


def test_an_unavailable_service_is_a_fault_with_its_code(insi: Insi, client: InsiClient) -> None:
    insi.sandbox.context.faults.add(Fault(service="insi", kind="refuse", code="siram_40", remaining=1))
    with pytest.raises(SoapFault) as refused:
        client.search_by_traits(IRENE)
    assert refused.value.subcode == "siram_40"


def test_an_identity_held_is_verified(client: InsiClient) -> None:
    ins = Ins(matricule="238033523800188", oid="1.2.250.1.213.1.4.10")
    assert client.verify(ins, IRENE)
    assert not client.verify(Ins(matricule="141093523801474", oid=ins.oid), IRENE)
