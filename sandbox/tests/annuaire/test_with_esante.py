"""The project's own client of the directory finds people, places and mailboxes in the sandbox."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from esante.annuaire import AnnuaireClient
from esante.soap import http_client
from sandbox.environment import secret
from sandbox.runtime import Sandbox


@pytest.fixture(scope="module")
def sandbox(make_sandbox) -> Sandbox:
    return make_sandbox("annuaire", annuaire_per_second=1000)


@pytest.fixture
def annuaire(sandbox: Sandbox) -> Iterator[AnnuaireClient]:
    authority = sandbox.context.authority
    pair = authority.structure("1350009999", "auth_cli")
    with http_client(authority.trust, pair.certificate, pair.key, 10) as http:
        assert isinstance(http, httpx.Client)
        address = sandbox.settings.url("annuaire", "/fhir/v2")
        yield AnnuaireClient(address, http, secret(sandbox.settings, "annuaire-key"))


def test_ines_is_found_with_her_place_and_her_mailbox(annuaire: AnnuaireClient) -> None:
    found = annuaire.search_people(name="inès moreau", town="Rennes").listings
    assert [one.mailboxes[0].address for one in found] == ["ines.moreau@ssiad-ajoncs.mssante.test"]
    same = annuaire.by_rpps("10100000024")
    assert same is not None
    assert same.places[0].idnst == "1350009999"


def test_a_sender_is_recognised_by_his_address_and_a_team_by_hers(annuaire: AnnuaireClient) -> None:
    doctor = annuaire.by_mailbox("paul.martin@medecin.mssante.test")
    team = annuaire.by_mailbox("equipe@ssiad-ajoncs.mssante.test")
    assert doctor is not None
    assert team is not None
    assert (doctor.kind, team.kind) == ("person", "structure")
    assert annuaire.by_mailbox("personne@inconnu.mssante.test") is None


def test_the_people_of_a_structure_and_the_structures_of_a_sector(annuaire: AnnuaireClient) -> None:
    assert len(annuaire.people_of("1350009999").listings) == 5
    names = [one.name for one in annuaire.search_structures(name="ajoncs", sectors=["SA41"]).listings]
    assert names == ["SSIAD Les Ajoncs"]
