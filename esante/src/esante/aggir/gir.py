"""From eight letters to the GIR (CASF, art. R. 232-4 and annexe 2-2): groups A to H in order, the first to reach wins."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from esante.aggir.errors import BadProfile
from esante.aggir.grid import VARIABLES

# What stands for a letter not yet given: an evaluation in progress has no GIR, and A is never assumed.
MISSING = "-?._ "
_WEIGHTS = MappingProxyType({1: 1000, 2: 840, 3: 660, 4: 420, 5: 250, 6: 70})


@dataclass(frozen=True, slots=True)
class Gir:
    """A result and how it was reached: the ``group`` whose ``total`` met a threshold, its ``rank`` (1 to 13)."""

    gir: int
    rank: int
    group: str
    total: int


@dataclass(frozen=True, slots=True)
class _Group:
    name: str
    coefficients: Mapping[str, tuple[int, ...]]
    thresholds: tuple[tuple[int | None, int, int], ...]


def read_profile(text: str) -> tuple[str, ...]:
    """The eight letters of a profile, "" where one is missing, in the order of `VARIABLES`.

    Lower case is accepted; a ninth and a tenth letter (outdoors, alerting) are read and left out, for they never count.
    A shorter text lacks its last letters. Raises BadProfile on anything else.
    """
    letters = text.strip().upper()
    if len(letters) > len(VARIABLES) + 2:
        raise BadProfile("Un profil compte huit lettres, ou dix avec les déplacements à l'extérieur et alerter.")
    strange = set(letters) - set("ABC") - set(MISSING)
    if strange or not letters:
        raise BadProfile("Un profil s'écrit avec les lettres A, B et C.")
    counted = letters.ljust(len(VARIABLES), "-")[: len(VARIABLES)]
    return tuple("" if letter in MISSING else letter for letter in counted)


def gir(letters: Iterable[str]) -> Gir | None:
    """The GIR of eight letters in the order of `VARIABLES`; None when one is missing ("").

    Raises BadProfile when there are not eight, or when one is not A, B, C or "".
    """
    held = tuple(letters)
    if len(held) != len(VARIABLES) or set(held) - {"A", "B", "C", ""}:
        raise BadProfile("Le calcul demande huit lettres, A, B ou C.")
    if "" in held:
        return None
    for group in _groups():
        # Coefficients of group B may be negative: a sum is never clamped.
        total = sum(group.coefficients[letter][at] for at, letter in enumerate(held) if letter != "A")
        for least, rank, result in group.thresholds:
            if least is None or total >= least:
                return Gir(result, rank, group.name, total)
    raise AssertionError("the last group has a threshold that every sum reaches")


def gmp(girs: Iterable[int]) -> float | None:
    """GIR moyen pondéré of an establishment, in points; None without anybody."""
    weights = [_WEIGHTS[one] for one in girs]
    return sum(weights) / len(weights) if weights else None


def opens_apa(result: int) -> bool:
    """GIR 1 to 4 open the allocation personnalisée d'autonomie."""
    return result <= 4


@cache
def _groups() -> tuple[_Group, ...]:
    coefficients: dict[str, dict[str, tuple[int, ...]]] = {}
    for row in _rows("coefficients.csv"):
        numbers = tuple(int(row[variable.key]) for variable in VARIABLES)
        coefficients.setdefault(row["group"], {})[row["letter"]] = numbers
    thresholds: dict[str, list[tuple[int | None, int, int]]] = {}
    for row in _rows("thresholds.csv"):
        least = int(row["sum"]) if row["sum"] else None
        thresholds.setdefault(row["group"], []).append((least, int(row["rank"]), int(row["gir"])))
    return tuple(_Group(name, held, tuple(thresholds[name])) for name, held in coefficients.items())


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath(name).read_text("utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
