"""From what a person does to the letter of a variable."""

from __future__ import annotations

from itertools import product

import pytest
from esante.aggir import VARIABLES, BadProfile, Letter, Unsettled, Variable, letter_of, pool


def variable(key: str) -> Variable:
    return next(one for one in VARIABLES if one.key == key)


@pytest.mark.parametrize(("done", "letter"), [(4, "A"), (3, "B"), (1, "B"), (0, "C")])
def test_the_letter_says_how_much_the_person_does(done: int, letter: str) -> None:
    held = [place < done for place in range(4)]
    assert letter_of(spontaneously=held[0], totally=held[1], correctly=held[2], habitually=held[3]) == letter


@pytest.mark.parametrize(
    ("key", "letters", "expected"),
    [
        ("coherence", "AB", "B"),
        ("coherence", "CA", "C"),
        ("orientation", "BC", "C"),
        ("toilette", "AC", "B"),
        ("toilette", "CC", "C"),
        ("habillage", "AAA", "A"),
        ("habillage", "ACC", "B"),
        ("habillage", "CCC", "C"),
        ("alimentation", "BC", "C"),
        ("alimentation", "BA", "B"),
        ("elimination", "AC", "C"),
        ("elimination", "BB", "B"),
        ("transferts", "B", "B"),
    ],
)
def test_sub_variables_are_pooled_as_the_guide_says(key: str, letters: str, expected: Letter) -> None:
    assert pool(variable(key), letters) == expected


@pytest.mark.parametrize("letters", ["AC", "CA"])
def test_where_sources_disagree_the_professional_is_asked(letters: str) -> None:
    with pytest.raises(Unsettled) as question:
        pool(variable("alimentation"), letters)
    assert (question.value.variable, question.value.letters) == ("alimentation", letters)
    assert "indiquez vous-même" in question.value.sentence


def test_every_other_combination_has_a_letter() -> None:
    for one in VARIABLES:
        for letters in map("".join, product("ABC", repeat=len(one.parts) or 1)):
            if letters not in one.open:
                assert pool(one, letters) in ("A", "B", "C")


@pytest.mark.parametrize(
    ("key", "letters"), [("toilette", "A"), ("toilette", "AX"), ("transferts", ""), ("habillage", "AA")]
)
def test_a_missing_sub_variable_is_not_pooled(key: str, letters: str) -> None:
    with pytest.raises(BadProfile):
        pool(variable(key), letters)
