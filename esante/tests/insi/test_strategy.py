"""The order of attempts: names first, birth place last, never twice the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from esante.cisis import Traits
from esante.insi import Found, InsiClient, NotFound, Outcome, Several, attempts, trait_search

from .conftest import IRENE, IRENE_FOUND, Teleservice
from .test_search import Ask

NONE, SEVERAL, FOUND = Outcome.NONE, Outcome.SEVERAL, Outcome.FOUND
ANNA = replace(IRENE, given_names="ANNA BELLA CARLA", first_given_name="ANNA")


def _sequence(traits: Traits, outcomes: list[Outcome]) -> list[tuple[str, str]]:
    """(given name, place) of each attempt while the service answers ``outcomes``, then none."""
    generator = attempts(traits)
    asked = [next(generator)]
    for outcome in [*outcomes, *[NONE] * 9]:
        try:
            asked.append(generator.send(outcome))
        except StopIteration:
            break
    return [(request.given_names[0], request.birth_place) for request in asked]


@pytest.mark.parametrize(
    ("outcomes", "asked"),
    [
        ([FOUND], [("ANNA", "")]),
        ([NONE, FOUND], [("ANNA", ""), ("ANNA BELLA CARLA", "")]),
        ([], [("ANNA", ""), ("ANNA BELLA CARLA", ""), ("BELLA", ""), ("CARLA", "")]),
        ([NONE, NONE, SEVERAL], [("ANNA", ""), ("ANNA BELLA CARLA", ""), ("BELLA", ""), ("BELLA", "35238")]),
        ([SEVERAL, FOUND], [("ANNA", ""), ("ANNA BELLA CARLA", "")]),
        ([SEVERAL, SEVERAL], [("ANNA", ""), ("ANNA BELLA CARLA", ""), ("ANNA BELLA CARLA", "35238")]),
        ([SEVERAL, NONE], [("ANNA", ""), ("ANNA BELLA CARLA", ""), ("ANNA", "35238")]),
    ],
)
def test_each_answer_decides_the_next_attempt(outcomes: list[Outcome], asked: list[tuple[str, str]]) -> None:
    assert _sequence(ANNA, outcomes) == asked


def test_one_given_name_is_asked_once() -> None:
    alone = replace(IRENE, given_names="IRENE")
    assert _sequence(alone, []) == [("IRENE", "")]
    assert _sequence(alone, [SEVERAL]) == [("IRENE", ""), ("IRENE", "35238")]


@pytest.mark.parametrize("place", ["", "99999"])
def test_an_unknown_place_is_never_sent(place: str) -> None:
    assert _sequence(replace(ANNA, birth_place=place), [SEVERAL, SEVERAL]) == [("ANNA", ""), ("ANNA BELLA CARLA", "")]


def test_a_compound_first_name_stays_whole() -> None:
    pierre = replace(IRENE, given_names="PIERRE-ALAIN MURIEL", first_given_name="PIERRE-ALAIN")
    assert _sequence(pierre, [])[:3] == [("PIERRE-ALAIN", ""), ("PIERRE-ALAIN MURIEL", ""), ("MURIEL", "")]


def test_several_until_all_the_names_are_given(ask: Ask) -> None:
    def answering(request: trait_search.Request) -> Found | Several:
        return IRENE_FOUND if " " in request.given_names[0] else Several()

    service = Teleservice(answering)
    client: InsiClient = ask(service)
    assert client.search_by_traits(IRENE) == IRENE_FOUND
    assert [request.given_names for request in service.requests] == [("IRENE",), ("IRENE MARIE",)]


def test_several_is_remembered_when_narrowing_empties_the_answer(ask: Ask) -> None:
    def answering(request: trait_search.Request) -> NotFound | Several:
        return NotFound() if request.birth_place else Several()

    service = Teleservice(answering)
    assert ask(service).search_by_traits(IRENE) == Several()
    assert [request.birth_place for request in service.requests] == ["", "", "35238"]
