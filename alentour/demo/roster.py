"""The tables of the demonstration (``data/*.csv``): houses, workers, residents, and what each worker lives today."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from alentour.accounts.enums import Metier, StructureKind
from alentour.demo.cast import HOUSES, WORKERS, House, Worker

# Their identity document has not been seen yet: provisoires.
WITHOUT_DOCUMENT = frozenset({"teddy", "mila", "roger"})
DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """Somebody followed by a house; ``profile`` names what she lives with (``data/profiles.csv``)."""

    key: str
    house: str
    birth_name: str
    given_names: str
    used_given_name: str
    used_name: str
    birth_date: str
    sex: str
    birth_place: str
    profile: str


def rows(name: str) -> Iterator[dict[str, str]]:
    """The lines of a table, one dict a line."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as table:
        yield from csv.DictReader(table, delimiter=";")


@cache
def houses() -> tuple[House, ...]:
    """The nine establishments beside those of the guided journey."""
    return tuple(
        House(practice_setting="ESSMS", **row | {"kind": StructureKind(row["kind"])})  # type: ignore[arg-type]
        for row in rows("houses")
    )


@cache
def workers() -> tuple[Worker, ...]:
    """Who works in them."""
    return tuple(Worker(**row | {"metier": Metier(row["metier"])}) for row in rows("workers"))  # type: ignore[arg-type]


@cache
def residents() -> tuple[Resident, ...]:
    return tuple(Resident(**row) for row in rows("people"))


@cache
def everybody_at_work() -> dict[str, Worker]:
    """By key: those of the guided journey, then the others."""
    return {worker.key: worker for worker in (*WORKERS, *workers())}


@cache
def house_names() -> dict[str, House]:
    return {house.key: house for house in (*HOUSES, *houses())}


@cache
def situations() -> dict[str, str]:
    """What each worker lives today, by key."""
    return {row["key"]: row["situation"] for row in rows("tours")}
