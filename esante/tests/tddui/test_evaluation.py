"""AGGIR items make the eight letters of the law, and no GIR while one is missing."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from esante.aggir import Unsettled
from esante.tddui import ITEMS, decode_transfer, encode_transfer, gir_of, profile_of

from .records import LETTERS, record


def test_fifteen_items_make_eight_letters() -> None:
    assert len(ITEMS) == 15
    assert profile_of(LETTERS) == ("A", "B", "B", "B", "A", "B", "B", "B")
    assert gir_of(LETTERS) == 4


@pytest.mark.parametrize("item", [item for item in ITEMS if item not in ("deplacer-dehors", "appareil-communication")])
def test_one_missing_item_gives_no_gir(item: str) -> None:
    held = {name: letter for name, letter in LETTERS.items() if name != item}
    assert gir_of(held) is None


@pytest.mark.parametrize("item", ["deplacer-dehors", "appareil-communication"])
def test_outdoors_and_alerting_never_count(item: str) -> None:
    assert gir_of({name: letter for name, letter in LETTERS.items() if name != item}) == 4


def test_the_open_question_of_alimentation_gives_no_gir_by_itself() -> None:
    open_question = LETTERS | {"passage-aliment": "A", "manger": "C"}
    with pytest.raises(Unsettled):
        profile_of(open_question)
    assert gir_of(open_question) is None


def test_items_nested_in_groups_are_found() -> None:
    bundle = encode_transfer(record())
    (response,) = (
        entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == "QuestionnaireResponse"
    )
    response["item"] = [{"linkId": "grille", "item": response["item"]}]
    read = decode_transfer(json.dumps(bundle)).evaluations[0]
    assert read == record().evaluations[0]


def test_the_adverbs_are_true_when_the_person_does() -> None:
    bundle = json.dumps(encode_transfer(record()))
    assert '{"linkId": "position-corps-tot", "answer": [{"valueBoolean": false}]}' in bundle


def test_an_evaluation_in_progress_has_no_result() -> None:
    started = replace(record().evaluations[0], letters={"se-laver": "B"}, adverbs={}, gir=None)
    read = decode_transfer(json.dumps(encode_transfer(record(evaluations=(started,))))).evaluations[0]
    assert read == started
