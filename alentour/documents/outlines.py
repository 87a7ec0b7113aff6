"""The outlines of the documents written here: ``templates.csv`` (which kind, who writes, who signs, fixed words), ``sections.csv``.

To add a document is to write its rows. ``prefill`` names a function of :mod:`alentour.documents.prefill`; ``metiers`` narrows who
writes a section. The door of the kind always comes first.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from alentour.accounts.enums import Act, Metier
from alentour.accounts.models import Post
from alentour.core.doors import ClosedDoor
from alentour.documents.enums import DocumentKind
from alentour.documents.kinds import Kind, kind_of

HERE = Path(__file__).parent
# What the record lays out as a table is not typed over: it is taken again from the record.
TABLES = frozenset({"constantes"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One section: its heading (empty: no heading), what to write in it, what the record proposes."""

    slug: str
    label: str
    prompt: str
    prefill: str
    metiers: frozenset[Metier] | None
    required: bool

    @property
    def is_table(self) -> bool:
        return self.prefill in TABLES

    def may_write(self, post: Post) -> bool:
        return self.metiers is None or post.metier in self.metiers


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One document to write."""

    slug: str
    kind: DocumentKind
    title: str
    writers: frozenset[Metier] | None
    signers: frozenset[Metier] | None
    opening: str
    closing: str
    parts: tuple[Part, ...]

    @property
    def traits(self) -> Kind:
        return kind_of(self.kind)

    def part(self, slug: str) -> Part | None:
        return next((one for one in self.parts if one.slug == slug), None)

    def may_write(self, post: Post) -> bool:
        """Whoever may write one of its sections: to begin it takes more (:meth:`may_begin`)."""
        if not self.traits.may_write(post):
            return False
        return self.may_begin(post) or any(one.metiers and post.metier in one.metiers for one in self.parts)

    def may_begin(self, post: Post) -> bool:
        return self.traits.may_write(post) and (self.writers is None or post.metier in self.writers)

    def may_sign(self, post: Post) -> bool:
        return self.traits.may_validate(post) and (self.signers is None or post.metier in self.signers)

    def require_begin(self, post: Post) -> None:
        if not self.may_begin(post):
            raise ClosedDoor(f"écrire ce document ({self.title.lower()})", self._open_to(Act.WRITE, self.writers))

    def require_sign(self, post: Post) -> None:
        if not self.may_sign(post):
            raise ClosedDoor(f"signer ce document ({self.title.lower()})", self._open_to(Act.VALIDATE, self.signers))

    def _open_to(self, act: Act, metiers: frozenset[Metier] | None) -> tuple[str, ...]:
        named = None if metiers is None else {one.label for one in metiers}
        return tuple(label for label in self.traits.open_to(act) if named is None or label in named)


def _metiers(cell: str) -> frozenset[Metier] | None:
    return None if cell == "*" else frozenset(Metier(word) for word in cell.split())


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter=";"))


@lru_cache(maxsize=1)
def outlines() -> dict[str, Outline]:
    """Every outline, in the order of the table."""
    parts: dict[str, list[Part]] = defaultdict(list)
    for row in _rows("sections.csv"):
        parts[row["template"]].append(
            Part(
                slug=row["slug"], label=row["label"], prompt=row["prompt"], prefill=row["prefill"],
                metiers=_metiers(row["metiers"]), required=row["required"] == "oui",
            )
        )  # fmt: skip
    found = {
        row["slug"]: Outline(
            slug=row["slug"], kind=DocumentKind(row["kind"]), title=row["title"], writers=_metiers(row["writers"]),
            signers=_metiers(row["signers"]), opening=row["opening"], closing=row["closing"],
            parts=tuple(parts.pop(row["slug"])),
        )
        for row in _rows("templates.csv")
    }  # fmt: skip
    if parts:
        raise ValueError(f"sections.csv: no such template {sorted(parts)}")
    return found


def outline_of(slug: str) -> Outline:
    return outlines()[slug]


def offered_to(post: Post) -> list[Outline]:
    """What this post may begin."""
    return [one for one in outlines().values() if one.may_begin(post)]
