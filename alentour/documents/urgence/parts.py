"""What a document de liaison d'urgence says, part by part. Plain values: they are kept sealed with the document, as it said them.

Source: CI-SIS volet «Document de liaison d'urgence EHPAD» 2022.01; order: what urgences need first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Knowledge(StrEnum):
    """What the record states of a part: some lines, explicitly none, or nothing at all (which is never «none»)."""

    SOME = "some"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line: what is read (`text`, `more`), and `data`, the same as values for the entries of the CDA."""

    text: str
    more: str = ""
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part. `as_of` is the day of its newest line, `lacks` what to say when nothing is known;
    `closed`: the reader's own doors keep it shut, and nothing is known of it here."""

    slug: str
    label: str
    rows: tuple[Row, ...] = ()
    none: str = ""
    lacks: str = ""
    as_of: date | None = None
    closed: bool = False

    @property
    def knowledge(self) -> Knowledge:
        if self.rows:
            return Knowledge.SOME
        return Knowledge.NONE if self.none else Knowledge.UNKNOWN

    @property
    def words(self) -> str:
        """What is written in place of lines: an absence that was stated, or that nobody wrote anything."""
        if self.closed:
            return "Votre métier n'ouvre pas cette partie"
        return self.none or "Non renseigné au dossier"


def frozen(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """As JSON, to be kept with the document."""
    return [
        asdict(part)
        | {"rows": [asdict(row) for row in part.rows], "as_of": part.as_of.isoformat() if part.as_of else ""}
        for part in parts
    ]


def thawed(kept: Iterable[dict[str, Any]]) -> list[Part]:
    """Back from :func:`frozen`."""
    return [
        Part(
            slug=one["slug"],
            label=one["label"],
            rows=tuple(Row(**row) for row in one["rows"]),
            none=one["none"],
            lacks=one["lacks"],
            as_of=date.fromisoformat(one["as_of"]) if one["as_of"] else None,
            closed=one["closed"],
        )
        for one in kept
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a part says now that the document does not, and what the document says that is no longer true."""

    label: str
    added: tuple[str, ...]
    gone: tuple[str, ...]


def changes(said: Sequence[Part], now: Sequence[Part]) -> list[Change]:
    """Part by part, what moved since the document was written; empty when it still says what the record says. A part closed to the
    reader is not compared."""
    before = {part.slug: _lines(part) for part in said}
    found = []
    for part in now:
        if part.closed:
            continue
        old, new = before.get(part.slug, ()), _lines(part)
        added, gone = tuple(line for line in new if line not in old), tuple(line for line in old if line not in new)
        if added or gone:
            found.append(Change(label=part.label, added=added, gone=gone))
    return found


def _lines(part: Part) -> tuple[str, ...]:
    if not part.rows:
        return (part.words,)
    return tuple(f"{row.text} : {row.more}" if row.more else row.text for row in part.rows)
