"""What a file tells of one person, as rows to compare: ours when it comes from Alentour, made from the guide's objects otherwise."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from alentour.portability.rows import Row

MOST_ROWS = 400_000


@dataclass(slots=True)
class Incoming:
    """``tables``: rows by name of table. ``authors`` by key. ``person``: the traits told. ``files`` by name: content and type.

    ``covered``: identifiers of the objects of the guide that the rows already say.
    """

    person: dict[str, Any]
    source: dict[str, str]
    tables: dict[str, list[Row]] = field(default_factory=dict)
    authors: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict, repr=False)
    covered: frozenset[str] = frozenset()
    ours: bool = True

    @property
    def id(self) -> str:
        return str(self.person.get("id", ""))

    @property
    def source_name(self) -> str:
        return str(self.source.get("name") or "un autre logiciel")[:160]


def sound_rows(held: Any) -> list[Row]:
    """The rows of a table that are shaped as rows; what is not is no row."""
    if not isinstance(held, (list, tuple)):
        return []
    return [one for one in held if isinstance(one, dict) and _is_row(one)]


def _is_row(one: Mapping[str, Any]) -> bool:
    parts = (one.get(name, {}) for name in ("fields", "refs", "by", "files"))
    return (
        isinstance(one.get("id"), str) and 0 < len(one["id"]) <= 180 and all(isinstance(part, dict) for part in parts)
    )


def new_key(structure_id: uuid.UUID, usager_id: uuid.UUID | None, origin: str) -> uuid.UUID:
    """The key a row received takes here: always the same one, so that nothing is written twice."""
    return uuid.uuid5(structure_id, f"{usager_id or ''}:{origin}")
