"""Eight letters give the GIR the law gives, all 6561 of them; fewer give none."""

from __future__ import annotations

import csv
from collections import Counter
from itertools import product
from pathlib import Path

import pytest
from esante.aggir import BadProfile, Gir, gir, gmp, opens_apa, read_profile


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("AAAAAAAA", Gir(6, 13, "H", 0)),
        ("CCCCCCCC", Gir(1, 1, "A", 4440)),
        ("ABCABCAA", Gir(3, 8, "E", 1300)),
        ("AABBABBB", Gir(4, 10, "G", 900)),
        ("abcabcaa", Gir(3, 8, "E", 1300)),
    ],
)
def test_the_walk_through_the_groups(profile: str, expected: Gir) -> None:
    assert gir(read_profile(profile)) == expected


@pytest.mark.kits
def test_every_official_vector_is_met(kits: Path) -> None:
    with (kits / "fhir/aggir/vecteurs-exemple.csv").open() as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 29
    for row in rows:
        expected = Gir(int(row["gir"]), int(row["rang"]), row["groupe"], int(row["somme"]))
        assert gir(read_profile(row["profil"])) == expected, row["profil"]


def test_the_whole_of_the_law_is_distributed_as_published() -> None:
    results = [gir(letters) for letters in product("ABC", repeat=8)]
    girs = Counter(result.gir for result in results if result)
    ranks = Counter(result.rank for result in results if result)
    assert girs == {1: 8, 2: 3208, 3: 2400, 4: 760, 5: 157, 6: 28}
    assert ranks == {
        1: 8, 2: 131, 3: 414, 4: 1085, 5: 4, 6: 336, 7: 1238, 8: 1253, 9: 1147, 10: 490, 11: 270, 12: 157, 13: 28,
    }  # fmt: skip


@pytest.mark.parametrize("profile", ["AAAAAAA", "AAAAAAA-", "?AAAAAAA", "CCC.CCCC", "C", "CCCC CCC"])
def test_a_missing_letter_gives_no_gir_never_an_a(profile: str) -> None:
    assert gir(read_profile(profile)) is None


def test_outdoors_and_alerting_never_count() -> None:
    assert gir(read_profile("ABCABCAA" + "CC")) == gir(read_profile("ABCABCAA" + "AA"))
    assert gir(read_profile("ABCABCAA" + "--")) == gir(read_profile("ABCABCAA"))


@pytest.mark.parametrize("profile", ["", "  ", "ABCDABCD", "AAAAAAAAAAA", "éAAAAAAA", "11111111"])
def test_what_is_no_profile_is_refused(profile: str) -> None:
    with pytest.raises(BadProfile):
        read_profile(profile)


@pytest.mark.parametrize("letters", ["AAAAAAA", "AAAAAAAAA", "AAAAAAAX"])
def test_the_computation_wants_eight_letters(letters: str) -> None:
    with pytest.raises(BadProfile):
        gir(letters)


def test_the_mean_of_an_establishment() -> None:
    assert gmp([1, 6]) == 535
    assert gmp([]) is None


def test_the_allowance_opens_from_gir_4() -> None:
    assert [opens_apa(result) for result in (1, 4, 5, 6)] == [True, True, False, False]
