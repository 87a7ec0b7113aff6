"""Names: compared without accents, written for INSi or refused, never silently cut."""

from __future__ import annotations

import string

import pytest
from esante.cisis import Unwritable, for_insi, normalise
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Le Gœff", "LE GOEFF"),
        ("Lætitia", "LAETITIA"),
        ("François", "FRANCOIS"),
        ("Strauß", "STRAUSS"),
        ("d’Aéion", "D'AEION"),
        ("d`Aeion", "D'AEION"),
        ("Jean‐Marie", "JEAN-MARIE"),
        ("Jean–Marie", "JEAN-MARIE"),
        ("Le\u00a0Goff", "LE GOFF"),
        ("Hélène  Inès", "HELENE INES"),
        ("  DUPONT ", "DUPONT"),
    ],
)
def test_letters_are_turned_into_those_of_insi(text: str, written: str) -> None:
    assert for_insi(text, "birth_name") == written


def test_the_double_separator_of_the_civil_status_is_kept_in_a_birth_name() -> None:
    assert for_insi("KERVELLA--LE GOFF", "birth_name") == "KERVELLA--LE GOFF"


def test_a_birth_name_may_begin_with_an_apostrophe() -> None:
    assert for_insi("'T HOOFT", "birth_name") == "'T HOOFT"


@pytest.mark.parametrize(
    ("text", "kind", "character"),
    [
        ("DUPONT2", "birth_name", "2"),
        ("DU_PONT", "birth_name", "_"),
        ("DUPONT/MARTIN", "birth_name", "/"),
        ("ΣΟΦΙΑ", "given_name", "Σ"),
        ("-DUPONT", "birth_name", "-"),
        ("A---B", "birth_name", "---"),
        ("D' AEION", "birth_name", "' "),
        ("D''AEION", "birth_name", "''"),
        ("ANNE--MARIE", "given_name", "--"),
        ("ANNE-", "given_name", "-"),
        ("ANNE'", "given_name", "'"),
        ("   ", "given_name", ""),
    ],
)
def test_what_insi_cannot_write_is_refused_and_named(text: str, kind: str, character: str) -> None:
    with pytest.raises(Unwritable) as refusal:
        for_insi(text, kind)  # type: ignore[arg-type]
    assert refusal.value.character == character
    assert refusal.value.field == kind
    assert refusal.value.sentence.endswith(".")


def test_comparison_forgets_case_accents_hyphens_and_apostrophes() -> None:
    assert normalise("Pierre-Alain") == normalise("PIERRE ALAIN") == normalise("pierre’alain")


@given(st.text(alphabet=string.ascii_letters + " éèçœ'-", min_size=1, max_size=20))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
