"""Who may open the portal: citizens of the cast, and the relatives who help one of them.

A helper acts inside Mon espace santé; what leaves still carries the citizen's address. Who really wrote stays here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files

from sandbox.cast import Cast, Citizen


@dataclass(frozen=True, slots=True)
class Person:
    """Someone at the keyboard. `link` says why they act for `citizen` (« sa fille, aidante »), empty for oneself."""

    key: str
    name: str
    link: str
    citizen: Citizen

    @property
    def whose(self) -> str:
        """Name of the citizen whose space is open, as people write it; also what Mon espace santé puts in From."""
        return shown(self.citizen)

    @property
    def matricule(self) -> str:
        """INS of the citizen whose space is open."""
        return self.citizen.matricule


class People:
    """Persons by key."""

    def __init__(self, cast: Cast) -> None:
        themselves = [Person(one.key, shown(one), "", one) for one in cast.citizens.values() if one.dmp or one.ens]
        self._by_key = {person.key: person for person in [*themselves, *_helpers(cast)]}

    def get(self, key: str) -> Person | None:
        """Someone, or None."""
        return self._by_key.get(key)

    def all(self) -> list[Person]:
        """Everybody, citizens first."""
        return list(self._by_key.values())


def shown(citizen: Citizen) -> str:
    """« Irene DUPONT »: registers write everything in capitals, without accents."""
    return f"{citizen.first_given_name.title()} {citizen.birth_name}"


def _helpers(cast: Cast) -> list[Person]:
    rows: list[dict[str, str]] = json.loads(
        files("sandbox.monespacesante").joinpath("data", "helpers.json").read_text(encoding="utf-8")
    )
    return [Person(row["key"], row["name"], row["link"], cast.citizens[row["citizen"]]) for row in rows]
