"""What each métier may see and do: one table (``habilitations.csv``), read here and tested cell by cell.

Cells: ``R`` read, ``A`` know the alerts alone, ``W`` write, ``V`` validate, ``-`` nothing. ``portee``: the persons that the métier meets
(the care team, the whole structure, nobody). Source: specs/product §3.4.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from alentour.accounts.enums import Act, DataClass, Metier, Scope
from alentour.accounts.models import Post
from alentour.core.doors import ClosedDoor

TABLE = Path(__file__).with_name("habilitations.csv")
READS = frozenset({Act.ALERTS, Act.READ})
LETTERS = {"A": Act.ALERTS, "R": Act.READ, "W": Act.WRITE, "V": Act.VALIDATE}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What one person takes away from what a métier may do, for the time of a request (see ``record.access``).

    ``opposed``: the kinds she closes to this post. ``beyond``: those that an emergency access does not open. ``only_read``: those it
    opens to reading alone. ``because``: the reason that each trace of this request carries.
    """

    opposed: frozenset[DataClass] = frozenset()
    beyond: frozenset[DataClass] = frozenset()
    only_read: frozenset[DataClass] = frozenset()
    because: str = ""

    def allows(self, act: Act, kind: DataClass) -> bool:
        return kind not in self.opposed | self.beyond and (act in READS or kind not in self.only_read)

    def sentence(self, kind: DataClass) -> str:
        if kind in self.opposed:
            return "La personne s'y est opposée pour votre métier ou pour vous. Sa décision vaut sur tous les écrans."
        return "L'accès d'urgence ouvre le dossier à la lecture seule, sans la messagerie, le DMP ni la gestion."


def narrow(post: Post, usager_id: UUID, narrowing: Narrowing) -> None:
    """Hold what this person takes away, on this very object (one request); it replaces what was known of her."""
    post.narrowings[usager_id] = narrowing


def can(post: Post, act: Act, kind: DataClass) -> bool:
    """May this métier do this act on this kind of data? (The person must also be in its scope: see ``record.access``.)

    What a person opened in this request takes away (:func:`narrow`) is taken away here, so on every part of the screen.
    """
    opens = post.is_current and act in table()[Metier(post.metier)].acts[kind]
    return opens and all(one.allows(act, kind) for one in post.narrowings.values())


def knows_alerts(post: Post) -> bool:
    """May this métier know the allergies and alerts of a person? With the whole health volume, or with them alone."""
    return can(post, Act.READ, DataClass.SANTE) or can(post, Act.ALERTS, DataClass.SANTE)


def scope_of(post: Post) -> Scope:
    return table()[Metier(post.metier)].scope


def metiers_that_can(act: Act, kind: DataClass) -> tuple[str, ...]:
    """The labels of the métiers that open a door, to say so in words."""
    return tuple(metier.label for metier, row in table().items() if act in row.acts[kind])


def require(post: Post, act: Act, kind: DataClass) -> None:
    """Raise :class:`ClosedDoor` when the métier, or the person herself, does not open this kind of data."""
    if not can(post, act, kind):
        closing = (one for one in post.narrowings.values() if not one.allows(act, kind))
        why = next((one.sentence(kind) for one in closing), "")
        raise ClosedDoor(f"{act.label} {kind.label}", metiers_that_can(act, kind), why=why)
