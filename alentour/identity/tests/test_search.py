"""Finding a person as people type: accents, order, mistakes, parts, dates; only those one may meet."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from alentour.accounts.models import Post, Structure
from alentour.audit.models import TraceEvent
from alentour.identity.models import Usager
from alentour.identity.names import names_of
from alentour.identity.selectors import search, understand
from alentour.identity.tests.people import IRENE, JEAN, MARCEL, YVONNE, meet
from alentour.record.access import visible_usagers
from alentour.record.services import add_to_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(ssiad: Structure) -> dict[str, Usager]:
    return {
        "irene": meet(ssiad, IRENE, used_given_name="Irène"),
        "marcel": meet(ssiad, MARCEL),
        "yvonne": meet(ssiad, YVONNE, used_name="Le Bris"),
        "jean": meet(ssiad, JEAN),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dupont", ["irene"]),
        ("DUPONT Irène", ["irene"]),
        ("irene dupont", ["irene"]),
        ("Irène", ["irene"]),
        ("dup", ["irene"]),
        ("dupond", ["irene"]),
        ("duppont", ["irene"]),
        ("le goff", ["marcel"]),
        ("LEGOFF", ["marcel"]),
        ("goff marcel", ["marcel"]),
        ("kervela", ["yvonne"]),
        ("Kervella Yvone", ["yvonne"]),
        ("le bris", ["yvonne"]),
        ("jean-marie", ["jean"]),
        ("Jean Marie Trémel", ["jean"]),
        ("12/03/1938", ["irene"]),
        ("1938", ["irene"]),
        ("dupont 1938", ["irene"]),
        ("dupont 1941", []),
        ("1938-03-12", ["irene"]),
        ("000003", ["yvonne"]),
        ("zzzz", []),
        ("", []),
        ("   ", []),
    ],
)
def test_each_way_of_typing_finds_the_right_person(
    cast: dict[str, Usager], nadia: Post, text: str, expected: list[str]
) -> None:
    found = search(nadia.structure, text, within=visible_usagers(nadia))
    assert [key for usager in found for key, one in cast.items() if one == usager] == expected


def test_an_exact_name_comes_before_one_that_resembles_it(ssiad: Structure, nadia: Post) -> None:
    from dataclasses import replace

    close = meet(ssiad, replace(IRENE, birth_name="DUPOND"))
    exact = meet(ssiad, IRENE)
    assert search(ssiad, "dupont", within=visible_usagers(nadia)) == [exact, close]


def test_a_search_is_bounded_in_results_and_in_queries(
    ssiad: Structure, nadia: Post, django_assert_max_num_queries: object
) -> None:
    for _ in range(12):
        meet(ssiad, IRENE)
    search(ssiad, "dupond", within=visible_usagers(nadia))
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        assert len(search(ssiad, "dupond", within=visible_usagers(nadia), limit=5)) == 5


def test_a_person_who_arrives_or_changes_name_is_found_at_once(cast: dict[str, Usager], nadia: Post) -> None:
    found = visible_usagers(nadia)
    assert search(nadia.structure, "kerouedan", within=found) == []
    irene = cast["irene"]
    irene.used_name = "Kérouédan"
    irene.save()
    assert search(nadia.structure, "kerouedan", within=found) == [irene]


def test_an_arrival_that_was_rolled_back_leaves_no_name_behind(ssiad: Structure, nadia: Post) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        meet(ssiad, IRENE)
        assert "DUPONT" in names_of(ssiad.id).surnames
        raise RuntimeError
    meet(ssiad, MARCEL)
    assert names_of(ssiad.id).surnames == ("LE GOFF",)


def test_only_the_persons_one_may_meet_are_found(cast: dict[str, Usager], aicha: Post) -> None:
    assert search(aicha.structure, "dupont", within=visible_usagers(aicha)) == []
    add_to_team(usager=cast["irene"], post=aicha, by=None)
    assert search(aicha.structure, "dupont", within=visible_usagers(aicha)) == [cast["irene"]]


def test_another_structure_finds_nobody(cast: dict[str, Usager], karim: Post) -> None:
    assert search(karim.structure, "dupont", within=visible_usagers(karim)) == []


def test_a_long_text_is_cut_before_it_costs_anything() -> None:
    query = understand("a" * 500 + " b" * 50)
    assert len(query.words) <= 6
    assert all(len(word) <= 40 for word in query.words)


def test_the_top_bar_suggests_and_the_trail_does_not_hold_the_words(
    client: Client, login: object, nadia: Post, cast: dict[str, Usager]
) -> None:
    login(client, nadia)  # type: ignore[operator]
    url = reverse("identity:search")
    fragment = client.get(url, {"q": "dupont"}, headers={"HX-Request": "true"}).content.decode()
    assert "Irène DUPONT" in fragment
    assert "<html" not in fragment
    page = client.get(url, {"q": "dupont"}).content.decode()
    assert "Irène DUPONT" in page
    assert "<html" in page
    trace = TraceEvent.objects.filter(action="usager.searched").last()
    assert trace is not None
    assert "dupont" not in str(trace.detail)
    assert trace.detail["found"] == 1


def test_one_letter_asks_nothing(client: Client, login: object, nadia: Post, cast: dict[str, Usager]) -> None:
    login(client, nadia)  # type: ignore[operator]
    client.get(reverse("identity:search"), {"q": "d"}, headers={"HX-Request": "true"})
    assert not TraceEvent.objects.filter(action="usager.searched").exists()
