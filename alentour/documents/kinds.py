"""What each kind of document is and who may do what with it: one table (``kinds.csv``), read here and tested row by row.

``type_code`` and ``class`` are codes of JDV_J07 and JDV_J06 (specs/cda §2); ``data_class`` is the door that opens it.
``writers`` and ``validators`` narrow the right of the door to some métiers (``*``: all that the door lets write, ``-``: nobody, it
is only received). ``made_here``: by which screen it can be made (photo, ordonnance, scan).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from alentour.accounts.enums import Act, DataClass, Metier
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.accounts.rights import table as rights_table
from alentour.core.doors import ClosedDoor
from alentour.documents.enums import DocumentKind

TABLE = Path(__file__).with_name("kinds.csv")
SYSTEMS = {"loinc": "2.16.840.1.113883.6.1", "a05": "1.2.250.1.213.1.1.4.12", "": ""}
PRESCRIPTION_CLASSES = frozenset({"42", "43", "45"})
PATIENT_CLASS = "90"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One row of the table. ``writers`` and ``validators`` are métiers, ``None`` when the door alone decides."""

    kind: DocumentKind
    type_code: str
    system: str
    class_code: str
    data_class: DataClass
    writers: frozenset[Metier] | None
    validators: frozenset[Metier] | None
    made_here: str
    icon: str

    @property
    def label(self) -> str:
        return self.kind.label

    def may_read(self, post: Post) -> bool:
        return can(post, Act.READ, self.data_class)

    def may_write(self, post: Post) -> bool:
        """May this métier prepare such a document (a draft, a photo, a scan)?"""
        return can(post, Act.WRITE, self.data_class) and _among(post, self.writers)

    def may_validate(self, post: Post) -> bool:
        """May this métier sign it? A prescription needs the right to validate one; other documents are signed by who writes them."""
        act = Act.VALIDATE if self.data_class == DataClass.PRESCRIPTION else Act.WRITE
        return can(post, act, self.data_class) and _among(post, self.validators)

    def may_scan(self, post: Post) -> bool:
        """May this métier keep a copy of such a paper? Who reads it and writes at its door; a nurse may copy a prescription.

        A photo of the person is no paper: it has its own screen, with her agreement.
        """
        return self.made_here not in {"", "photo"} and self.may_read(post) and can(post, Act.WRITE, self._copy_door)

    @property
    def _copy_door(self) -> DataClass:
        return DataClass.SANTE if self.data_class == DataClass.PRESCRIPTION else self.data_class

    def scanners(self) -> tuple[str, ...]:
        """The labels of the métiers that may keep a copy of such a paper."""
        rows = rights_table().items()
        return tuple(
            metier.label
            for metier, row in rows
            if Act.READ in row.acts[self.data_class] and Act.WRITE in row.acts[self._copy_door]
        )

    def require(self, post: Post, act: Act) -> None:
        """Raise :class:`ClosedDoor` with the métiers that may, when this one may not."""
        allowed = {Act.READ: self.may_read, Act.WRITE: self.may_write, Act.VALIDATE: self.may_validate}[act]
        if not allowed(post):
            raise ClosedDoor(f"{act.label} ce document ({self.label.lower()})", self.open_to(act))

    def open_to(self, act: Act) -> tuple[str, ...]:
        """The labels of the métiers that may do this act on such a document."""
        narrowed = {Act.READ: None, Act.WRITE: self.writers, Act.VALIDATE: self.validators}[act]
        asked = Act.WRITE if act == Act.VALIDATE and self.data_class != DataClass.PRESCRIPTION else act
        return tuple(
            metier.label
            for metier, row in rights_table().items()
            if asked in row.acts[self.data_class] and (narrowed is None or metier in narrowed)
        )


def _among(post: Post, metiers: frozenset[Metier] | None) -> bool:
    return metiers is None or post.metier in metiers


def _metiers(cell: str) -> frozenset[Metier] | None:
    return None if cell == "*" else frozenset(Metier(word) for word in cell.strip("-").split())


@lru_cache(maxsize=1)
def table() -> dict[DocumentKind, Kind]:
    """The whole table; a missing kind or an unknown word is a programming error told at once."""
    with TABLE.open(encoding="utf-8", newline="") as handle:
        rows = {DocumentKind(row["kind"]): _read(row) for row in csv.DictReader(handle, delimiter=";")}
    missing = set(DocumentKind) - set(rows)
    if missing:
        raise ValueError(f"kinds.csv: no row for {sorted(missing)}")
    return rows


def _read(row: dict[str, str]) -> Kind:
    return Kind(
        kind=DocumentKind(row["kind"]),
        type_code=row["type_code"],
        system=SYSTEMS[row["system"]],
        class_code=row["class"],
        data_class=DataClass(row["data_class"]),
        writers=_metiers(row["writers"]),
        validators=_metiers(row["validators"]),
        made_here=row["made_here"].strip("-"),
        icon=row["icon"],
    )


def kind_of(code: str) -> Kind:
    """The row of a stored kind."""
    return table()[DocumentKind(code)]


def kind_for(type_code: str, class_code: str = "") -> Kind:
    """The kind of a received document. An unknown type falls to the most closed door of its class."""
    for row in table().values():
        if row.type_code and row.type_code == type_code:
            return row
    if class_code in PRESCRIPTION_CLASSES:
        return table()[DocumentKind.AUTRE_PRESCRIPTION]
    if class_code == PATIENT_CLASS or type_code.startswith("DOCPAT"):
        return table()[DocumentKind.AUTRE_PATIENT]
    return table()[DocumentKind.AUTRE_SANTE]


def readable_kinds(post: Post) -> list[DocumentKind]:
    """The kinds whose door this post opens; the others do not appear in its lists."""
    return [kind for kind, row in table().items() if row.may_read(post)]


def writable_kinds(post: Post, made_here: str) -> list[Kind]:
    """The kinds this post may make by one screen (``photo``, ``ordonnance``)."""
    return [row for row in table().values() if row.made_here == made_here and row.may_write(post)]


def scannable_kinds(post: Post) -> list[Kind]:
    """The kinds of paper this post may keep a copy of."""
    return [row for row in table().values() if row.may_scan(post)]
