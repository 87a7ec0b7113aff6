"""Needs and direct services as SERAFIN-PH codes them (value sets JDV_J285 and JDV_J284 of 2024-10-25), under short labels of ours.

The codes are those of the published value sets: health needs have three levels (1.1.1 to 1.1.10), the others four.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

SYSTEM = "https://smt.esante.gouv.fr/terminologie-SERAFINPH"
TABLE = Path(__file__).with_name("serafin.csv")
NEEDS, SERVICES = "1", "2"

Choices = list[tuple[str, list[tuple[str, str]]]]


@lru_cache(maxsize=1)
def table() -> dict[str, str]:
    """Every code and its label, in the order of the nomenclature."""
    with TABLE.open(encoding="utf-8", newline="") as handle:
        return {row["code"]: row["label"] for row in csv.DictReader(handle, delimiter=";")}


def label(code: str) -> str:
    """« Mobilité »; a code that we do not know (received from elsewhere) is shown as it is."""
    return table().get(code, code)


def domain(code: str) -> str:
    """« Autonomie » for 1.2.1.3: the second level."""
    return label(".".join(code.split(".")[:2])) if code else ""


def is_leaf(code: str) -> bool:
    return not any(other.startswith(f"{code}.") for other in table())


@lru_cache(maxsize=2)
def leaves(root: str) -> frozenset[str]:
    """The codes that one may choose under ``root`` (``NEEDS`` or ``SERVICES``): the finest of each branch."""
    return frozenset(code for code in table() if code.startswith(f"{root}.") and is_leaf(code))


def choices(root: str) -> Choices:
    """The leaves grouped by domain, for a list to choose from."""
    found: dict[str, list[tuple[str, str]]] = {}
    for code, words in table().items():
        if code in leaves(root):
            found.setdefault(domain(code), []).append((code, f"{words} ({code})"))
    return list(found.items())
