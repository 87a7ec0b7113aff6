"""What the registry and the repository keep, in SQLite: objects, associations, documents byte for byte."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path

from lxml import etree

from sandbox.dmp.registry.rim import Association, Kind, RimObject
from sandbox.store import Store, Value

SCHEMA = """
CREATE TABLE IF NOT EXISTS object (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, lid TEXT NOT NULL, version INTEGER NOT NULL, status TEXT NOT NULL,
    unique_id TEXT NOT NULL, patient TEXT NOT NULL, xml BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS object_patient ON object (patient, kind);
CREATE INDEX IF NOT EXISTS object_unique ON object (unique_id);
CREATE INDEX IF NOT EXISTS object_lid ON object (lid);
CREATE TABLE IF NOT EXISTS association (
    id TEXT PRIMARY KEY, type TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL, xml BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS association_source ON association (source);
CREATE INDEX IF NOT EXISTS association_target ON association (target);
CREATE TABLE IF NOT EXISTS document (
    unique_id TEXT PRIMARY KEY, mime TEXT NOT NULL, hash TEXT NOT NULL, size INTEGER NOT NULL, data BLOB NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class Held:
    """A registered object and what the registry adds to it."""

    object: RimObject
    version: int

    @property
    def id(self) -> str:
        """entryUUID."""
        return self.object.id

    @property
    def status(self) -> str:
        """Availability status."""
        return self.object.status


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the repository; `data` is what was deposited, untouched."""

    unique_id: str
    mime: str
    hash: str
    size: int
    data: bytes


class RegistryStore:
    """Rows of the registry and of the repository; `schema` adds the tables of whoever embeds it."""

    def __init__(self, path: Path, schema: str = "") -> None:
        self.sql = Store(path, SCHEMA + schema)

    def add(self, one: RimObject, version: int) -> None:
        """Register an object under its own id, lid and status."""
        self.sql.execute(
            "INSERT INTO object (id, kind, lid, version, status, unique_id, patient, xml) VALUES (?,?,?,?,?,?,?,?)",
            (
                one.id,
                one.kind,
                one.lid,
                version,
                one.status,
                one.unique_id,
                one.patient,
                etree.tostring(one.element, encoding="UTF-8"),
            ),
        )

    def link(self, association: Association) -> None:
        """Register an association."""
        self.sql.execute(
            "INSERT INTO association (id, type, source, target, xml) VALUES (?,?,?,?,?)",
            (
                association.id,
                association.type,
                association.source,
                association.target,
                etree.tostring(association.element, encoding="UTF-8"),
            ),
        )

    def set_status(self, identifier: str, status: str) -> None:
        """Change the availability of an object, in its row and in its XML."""
        held = self.get(identifier)
        if held is None:
            raise LookupError(identifier)
        held.object.element.set("status", status)
        xml = etree.tostring(held.object.element, encoding="UTF-8")
        self.sql.execute("UPDATE object SET status = ?, xml = ? WHERE id = ?", (status, xml, identifier))

    def keep(self, unique_id: str, mime: str, data: bytes) -> Document:
        """Put a document in the repository; the same bytes under the same identifier are kept once."""
        document = Document(unique_id, mime, sha1(data, usedforsecurity=False).hexdigest(), len(data), data)
        self.sql.execute(
            "INSERT OR IGNORE INTO document (unique_id, mime, hash, size, data) VALUES (?,?,?,?,?)",
            (unique_id, mime, document.hash, document.size, data),
        )
        return document

    def document(self, unique_id: str) -> Document | None:
        """A document of the repository."""
        row = self.sql.one("SELECT * FROM document WHERE unique_id = ?", (unique_id,))
        return Document(row["unique_id"], row["mime"], row["hash"], row["size"], row["data"]) if row else None

    def get(self, identifier: str) -> Held | None:
        """An object by its entryUUID."""
        return next(iter(self._objects("id = ?", (identifier,))), None)

    def by_unique_id(self, kind: Kind, unique_id: str) -> list[Held]:
        """Every metadata version of the objects of a unique identifier."""
        return self._objects("kind = ? AND unique_id = ?", (kind, unique_id))

    def by_lid(self, lid: str) -> list[Held]:
        """Every version of a logical identifier, oldest first."""
        return self._objects("lid = ?", (lid,))

    def of_patient(self, kind: Kind, patient: str, statuses: Iterable[str]) -> list[Held]:
        """Objects of a person having one of these statuses, in the order they were registered."""
        wanted = list(statuses)
        marks = ",".join("?" * len(wanted))
        return self._objects(f"kind = ? AND patient = ? AND status IN ({marks})", (kind, patient, *wanted))

    def _objects(self, where: str, values: Sequence[Value]) -> list[Held]:
        rows = self.sql.rows(f"SELECT xml, version FROM object WHERE {where} ORDER BY rowid", values)  # noqa: S608 - ours
        return [Held(RimObject(etree.fromstring(row["xml"])), row["version"]) for row in rows]

    def associations(self, *, source: Iterable[str] = (), target: Iterable[str] = ()) -> list[Association]:
        """Associations that start from one of the sources or lead to one of the targets, each once."""
        found: dict[str, sqlite3.Row] = {}
        for column, wanted in (("source", list(source)), ("target", list(target))):
            marks = ",".join("?" * len(wanted))
            for row in self.sql.rows(f"SELECT id, xml FROM association WHERE {column} IN ({marks})", wanted):  # noqa: S608
                found[row["id"]] = row
        return [Association(etree.fromstring(row["xml"])) for row in found.values()]
