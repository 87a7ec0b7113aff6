"""What each métier may see and do: one table (``habilitations.csv``), read here and tested cell by cell.

Cells: ``R`` read, ``W`` write, ``V`` validate, ``-`` nothing. ``portee``: the persons that the métier meets (the care team, the
whole structure, nobody). Source: specs/product §3.4.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from alentour.accounts.enums import Act, DataClass, Metier, Scope
from alentour.accounts.models import Post
from alentour.core.doors import ClosedDoor

TABLE = Path(__file__).with_name("habilitations.csv")
LETTERS = {"R": Act.READ, "W": Act.WRITE, "V": Act.VALIDATE}


@dataclass(frozen=True, slots=True)
class Habilitation:
    """One row of the table."""

    scope: Scope
    acts: dict[DataClass, frozenset[Act]]


@lru_cache(maxsize=1)
def table() -> dict[Metier, Habilitation]:
    """The whole table; a missing métier, an unknown column or letter is a programming error told at once."""
    with TABLE.open(encoding="utf-8", newline="") as handle:
        rows = {Metier(row["metier"]): _read(row) for row in csv.DictReader(handle, delimiter=";")}
    missing = set(Metier) - set(rows)
    if missing:
        raise ValueError(f"habilitations.csv: no row for {sorted(missing)}")
    return rows


def _read(row: dict[str, str]) -> Habilitation:
    return Habilitation(
        scope=Scope(row["portee"]),
        acts={kind: frozenset(LETTERS[letter] for letter in row[kind].strip("-")) for kind in DataClass},
    )


def can(post: Post, act: Act, kind: DataClass) -> bool:
    """May this métier do this act on this kind of data? (The person must also be in its scope: see ``record.access``.)"""
    return post.is_current and act in table()[Metier(post.metier)].acts[kind]


def scope_of(post: Post) -> Scope:
    return table()[Metier(post.metier)].scope


def metiers_that_can(act: Act, kind: DataClass) -> tuple[str, ...]:
    """The labels of the métiers that open a door, to say so in words."""
    return tuple(metier.label for metier, row in table().items() if act in row.acts[kind])


def require(post: Post, act: Act, kind: DataClass) -> None:
    """Raise :class:`ClosedDoor` when the métier does not open this kind of data."""
    if not can(post, act, kind):
        raise ClosedDoor(f"{act.label} {kind.label}", metiers_that_can(act, kind))
