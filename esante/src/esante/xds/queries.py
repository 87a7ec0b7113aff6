"""The stored queries of ITI-18 as a table: identifier, parameters, multiplicities (dmp-ins §3.6)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from esante.xds.errors import QueryError


class Kind(StrEnum):
    """How a parameter is written. The values are the suffixes of the table."""

    TEXT = ""
    LIST = "*"
    NUMBER = "#"
    ALL_OF = "&"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a stored query."""

    name: str
    kind: Kind

    @classmethod
    def parse(cls, text: str) -> Parameter:
        """Read a cell of the table."""
        kind = Kind(text[-1]) if text[-1] in "*#&" else Kind.TEXT
        return cls(text.rstrip("*#&"), kind)


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """One row of the table."""

    name: str
    id: str
    required: tuple[Parameter, ...]
    one_of: tuple[Parameter, ...]
    optional: tuple[Parameter, ...]

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name, or None when this query has none."""
        return next((each for each in (*self.required, *self.one_of, *self.optional) if each.name == name), None)

    def check(self, given: Mapping[str, tuple[tuple[str, ...], ...]]) -> None:
        """Raise the :class:`QueryError` IHE wants when parameters are missing, too many, or several where one is due."""
        for name in (each.name for each in self.required if not _present(given, each)):
            raise QueryError("XDSStoredQueryMissingParam", f"Le critère {name} est obligatoire.")
        chosen = [each.name for each in self.one_of if _present(given, each)]
        if self.one_of and not chosen:
            wanted = ", ".join(each.name for each in self.one_of)
            raise QueryError("XDSStoredQueryMissingParam", f"Un critère est obligatoire parmi {wanted}.")
        if len(chosen) > 1:
            raise QueryError("XDSStoredQueryParamNumber", f"Un seul critère est permis parmi {', '.join(chosen)}.")
        for name in self._crowded(given):
            raise QueryError("XDSStoredQueryParamNumber", f"Le critère {name} n'accepte qu'une valeur.")

    def _crowded(self, given: Mapping[str, tuple[tuple[str, ...], ...]]) -> Iterator[str]:
        for name, groups in given.items():
            known = self.parameter(name)
            if known is None or known.kind is Kind.ALL_OF:
                continue
            single = known.kind in (Kind.TEXT, Kind.NUMBER)
            if len(groups) > 1 or (single and len(groups[0]) > 1):
                yield name


def _present(given: Mapping[str, tuple[tuple[str, ...], ...]], parameter: Parameter) -> bool:
    return any(given.get(parameter.name, ()))


@cache
def stored_queries() -> Mapping[str, StoredQuery]:
    """Every stored query, by name."""
    lines = files(__package__).joinpath("queries.csv").read_text("utf-8").splitlines()
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter=";")
    return MappingProxyType({row["name"]: _row(row) for row in rows})


def stored_query(identifier: str) -> StoredQuery:
    """The query of that UUID, with or without ``urn:uuid:``. Raises :class:`QueryError`."""
    bare = identifier.strip().lower().removeprefix("urn:uuid:")
    found = next((query for query in stored_queries().values() if query.id == bare), None)
    if found is None:
        raise QueryError("XDSUnknownStoredQuery", f"Recherche inconnue : {identifier[:80]}")
    return found


def _row(row: dict[str, str]) -> StoredQuery:
    required, one_of, optional = (
        tuple(Parameter.parse(cell) for cell in row[column].split()) for column in ("required", "one_of", "optional")
    )
    return StoredQuery(row["name"], row["id"], required, one_of, optional)
