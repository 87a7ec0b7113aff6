"""The client asks what the API serves, follows its pages, and says what went wrong in three ways only."""

from __future__ import annotations

import httpx
import pytest
from esante.annuaire import AnnuaireClient, Refused, Unreachable

from .directory import BASE, KEY, Directory, http


@pytest.fixture
def directory() -> Directory:
    return Directory()


@pytest.fixture
def annuaire(directory: Directory) -> AnnuaireClient:
    return AnnuaireClient(BASE, http(directory), KEY)


def names(found: object) -> list[str]:
    return [one.name for one in found.listings]  # type: ignore[attr-defined]


def test_a_professional_is_found_by_the_words_of_a_name(annuaire: AnnuaireClient, directory: Directory) -> None:
    found = annuaire.search_people(name="ines moreau")
    assert names(found) == ["Inès MOREAU"]
    assert found.listings[0].place is not None
    assert found.listings[0].place.name == "SSIAD Les Ajoncs"
    # One call for the person with her roles, one for the places they point at.
    assert [request.url.path for request in directory.asked] == ["/fhir/v2/Practitioner", "/fhir/v2/Organization"]


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ({"family": "Mar"}, ["Paul MARTIN"]),
        ({"profession": "60"}, ["Inès MOREAU"]),
        ({"skill": "SM26"}, ["Paul MARTIN"]),
        ({"name": "e", "town": "rennes"}, ["Inès MOREAU", "Aïcha BENALI"]),
        ({"name": "moreau", "town": "Brest"}, []),
        ({"name": "moreau", "town": "35000"}, ["Inès MOREAU"]),
        ({"town": "Rennes"}, ["Inès MOREAU", "Aïcha BENALI", "Paul MARTIN"]),
        ({"town": "Brest"}, []),
        ({}, []),
    ],
)
def test_every_criterion_must_hold(annuaire: AnnuaireClient, criteria: dict[str, str], expected: list[str]) -> None:
    assert names(annuaire.search_people(**criteria)) == expected


def test_structures_are_found_by_name_town_and_sector(annuaire: AnnuaireClient) -> None:
    assert names(annuaire.search_structures(name="ajoncs")) == ["SSIAD Les Ajoncs"]
    assert names(annuaire.search_structures(town="35131")) == ["EHPAD Iris"]
    assert names(annuaire.search_structures(town="Rennes", sectors=["SA07", "SA41"])) == [
        "SSIAD Les Ajoncs",
        "Cabinet médical du Mail",
    ]
    assert names(annuaire.search_structures()) == []


def test_known_identifiers_lead_straight_to_their_holder(annuaire: AnnuaireClient) -> None:
    for asked in ("10100000024", "810100000024"):
        ines = annuaire.by_rpps(asked)
        assert ines is not None
        assert ines.name == "Inès MOREAU"
    ssiad = annuaire.by_finess("350009999")
    assert ssiad is not None
    assert [box.kind for box in ssiad.mailboxes] == ["ORG", "APP"]
    cabinet = annuaire.by_idnst("381234567800013")
    assert cabinet is not None
    assert cabinet.place is not None
    assert cabinet.place.siret == "81234567800013"
    assert annuaire.by_rpps("10100000057") is None
    assert annuaire.by_finess("350009973") is None


@pytest.mark.parametrize(
    ("address", "holder"),
    [
        ("paul.martin@medecin.mssante.test", "Paul MARTIN"),
        ("Ines.Moreau@ssiad-ajoncs.mssante.test", "Inès MOREAU"),
        ("equipe@ssiad-ajoncs.mssante.test", "SSIAD Les Ajoncs"),
    ],
)
def test_a_mailbox_leads_to_its_holder(annuaire: AnnuaireClient, address: str, holder: str) -> None:
    found = annuaire.by_mailbox(address)
    assert found is not None
    assert found.name == holder


@pytest.mark.parametrize("address", ["karim.haddad@saad-genets.mssante.test", "equipe@ssiad"])
def test_a_mailbox_nobody_holds_leads_to_nobody(annuaire: AnnuaireClient, address: str) -> None:
    assert annuaire.by_mailbox(address) is None


def test_the_people_of_a_structure_come_with_their_trade(annuaire: AnnuaireClient) -> None:
    found = annuaire.people_of("1350009999")
    assert [one.trade.code for one in found.listings if one.trade] == ["G15_60", "313"]


def test_pages_are_followed_up_to_the_limit() -> None:
    annuaire = AnnuaireClient(BASE, http(Directory(page_size=1)), KEY)
    every = annuaire.search_people(name="e")
    assert (len(every.listings), every.more) == (2, False)
    some = annuaire.search_people(name="e", limit=1)
    assert (len(some.listings), some.more) == (1, True)


def test_a_parameter_the_api_does_not_serve_is_refused_with_its_words() -> None:
    outcome = (
        '{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-supported","diagnostics":"%s"}]}'
    )
    text = outcome % "Parameter mailbox-mss-type not found"
    annuaire = AnnuaireClient(BASE, http(lambda _: httpx.Response(400, text=text)), KEY)
    with pytest.raises(Refused) as refusal:
        annuaire.search_people(name="moreau")
    assert refusal.value.code == "not-supported"
    assert refusal.value.permanent
    assert "mailbox-mss-type" in refusal.value.sentence


def test_a_wrong_key_is_refused_without_saying_it() -> None:
    annuaire = AnnuaireClient(BASE, http(Directory()), "mauvaise-cle")
    with pytest.raises(Refused) as refusal:
        annuaire.search_people(name="moreau")
    assert refusal.value.code == "http-403"
    assert "mauvaise-cle" not in str(refusal.value)


@pytest.mark.parametrize("status", [404, 410])
def test_a_refusal_without_outcome_keeps_its_status(status: int) -> None:
    annuaire = AnnuaireClient(BASE, http(lambda _: httpx.Response(status, text="<html/>")), KEY)
    with pytest.raises(Refused, match=str(status)):
        annuaire.by_rpps("10100000024")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_overloaded_directory_is_to_be_asked_again_later(status: int) -> None:
    annuaire = AnnuaireClient(BASE, http(lambda _: httpx.Response(status)), KEY)
    with pytest.raises(Unreachable) as failure:
        annuaire.by_rpps("10100000024")
    assert str(status) in failure.value.why


@pytest.mark.parametrize("error", [httpx.ReadTimeout("slow"), httpx.ConnectError("down")])
def test_silence_is_unreachable(error: httpx.HTTPError) -> None:
    def silent(_: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(Unreachable):
        AnnuaireClient(BASE, http(silent), KEY).by_rpps("10100000024")


def test_an_answer_that_is_not_fhir_may_be_asked_again() -> None:
    annuaire = AnnuaireClient(BASE, http(lambda _: httpx.Response(200, text="<html>portail</html>")), KEY)
    with pytest.raises(Refused) as refusal:
        annuaire.by_rpps("10100000024")
    assert not refusal.value.permanent


def test_the_key_never_follows_a_link_to_another_house() -> None:
    elsewhere = (
        '{"resourceType":"Bundle","type":"searchset","link":[{"relation":"next","url":"https://elsewhere.test/steal"}],'
        '"entry":[{"resource":{"resourceType":"Practitioner","id":"1"}}]}'
    )
    asked: list[str] = []

    def tempting(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url.host))
        return httpx.Response(200, text=elsewhere)

    with pytest.raises(Refused, match="ailleurs"):
        AnnuaireClient(BASE, http(tempting), KEY).search_people(name="moreau")
    assert asked == ["annuaire.test"]


def test_an_endless_answer_is_cut() -> None:
    endless = httpx.Response(200, content=(b" " * 1024 * 1024 for _ in range(30)))
    with pytest.raises(Refused) as refusal:
        AnnuaireClient(BASE, http(lambda _: endless), KEY).by_rpps("10100000024")
    assert refusal.value.code == "too-long"
