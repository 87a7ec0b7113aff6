"""Strict traits: what differs between two sources of one identity."""

from __future__ import annotations

import dataclasses

import pytest
from esante.cisis import Traits, disagreements

IRENE = Traits(
    birth_name="DUPONT",
    given_names="IRENE MARIE",
    first_given_name="IRENE",
    birth_date="1938-03-12",
    sex="F",
    birth_place="35238",
)


def but(**changes: str) -> Traits:
    return dataclasses.replace(IRENE, **changes)


def test_the_same_person_written_otherwise_agrees() -> None:
    other = but(birth_name="Dupont", given_names="Irène Marie", first_given_name="Irène")
    assert disagreements(IRENE, other) == ()


@pytest.mark.parametrize(
    ("trait", "value"),
    [
        ("birth_name", "DURAND"),
        ("given_names", "IRENE JEANNE"),
        ("first_given_name", "MARIE"),
        ("birth_date", "1938-03-13"),
        ("sex", "M"),
        ("birth_place", "35047"),
    ],
)
def test_each_strict_trait_that_differs_is_named(trait: str, value: str) -> None:
    assert disagreements(IRENE, but(**{trait: value})) == (trait,)


def test_a_compound_first_name_agrees_with_the_list_it_begins() -> None:
    declared = but(given_names="PIERRE ALAIN MURIEL", first_given_name="PIERRE-ALAIN")
    returned = but(given_names="PIERRE ALAIN MURIEL", first_given_name="PIERRE")
    assert disagreements(declared, returned) == ()


def test_a_first_name_insi_leaves_out_is_deduced_from_the_list() -> None:
    assert disagreements(IRENE, but(first_given_name="")) == ()


def test_a_piece_of_a_first_name_is_not_that_first_name() -> None:
    assert disagreements(IRENE, but(first_given_name="IR")) == ("first_given_name",)


def test_an_absent_trait_proves_nothing() -> None:
    silent = but(birth_place="")
    assert disagreements(IRENE, silent) == ("birth_place",)
    assert disagreements(IRENE, silent, tolerate_absent=True) == ()
    assert disagreements(IRENE, but(birth_place="99999")) == ("birth_place",)
    assert silent.missing == ("birth_place",)


def test_used_names_are_not_strict() -> None:
    assert disagreements(IRENE, but(used_name="MARTIN", used_given_name="REINE")) == ()


@pytest.mark.parametrize("date", ["1938-00-00", "1938-13-12", "1938-03-00", "1938-20-41", "1938", "1938-03"])
def test_a_lunar_or_partial_date_is_kept_as_text_and_told(date: str) -> None:
    assert but(birth_date=date).date_is_lunar
    assert disagreements(IRENE, but(birth_date=date)) == ("birth_date",)


def test_a_day_of_the_calendar_is_not_lunar() -> None:
    assert not IRENE.date_is_lunar


def test_a_birth_date_in_another_writing_is_refused() -> None:
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        but(birth_date="12/03/1938")
