"""Received against ours, line by line: new, the same, or saying something else. Pure comparison: nothing is written here."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from alentour.accounts.models import Structure
from alentour.identity.models import Usager
from alentour.portability import rows
from alentour.portability.gathering import rows_of
from alentour.portability.incoming import Incoming, new_key
from alentour.portability.models import Origin
from alentour.portability.tables import TABLES, Table, shape_of

Kind = Literal["new", "same", "conflict", "refused"]
SYSTEM_KEY = uuid.UUID(int=0)


@dataclass(slots=True)
class Verdict:
    """One row received. ``pk``: the key it takes, or that of the row of ours it meets (``ours``)."""

    table: Table
    row: rows.Row
    kind: Kind
    pk: uuid.UUID
    values: dict[str, Any] = field(default_factory=dict)
    refs: dict[str, uuid.UUID | None] = field(default_factory=dict)
    print: str = ""
    ours: Any = None
    sentence: str = ""

    @property
    def origin(self) -> str:
        return str(self.row["id"])


class Comparison:
    """The record of ``usager`` (None: to be opened) against what a file says of her."""

    def __init__(self, structure: Structure, usager: Usager | None, incoming: Incoming) -> None:
        self.structure, self.usager, self.incoming = structure, usager, incoming
        self.found: dict[str, uuid.UUID] = {}
        self.came: dict[str, Origin] = {}
        if usager is not None:
            held = Origin.objects.filter(structure=structure, usager=usager).defer("before")
            self.came = {one.origin: one for one in held}

    def verdicts(self) -> Iterator[Verdict]:
        """Every row received, what others point at first."""
        for table in TABLES:
            received = self.incoming.tables.get(table.name, [])
            if received and not table.kept:
                ours = _Ours(table, self.structure, self.usager, received)
                for row in _parents_first(table, received):
                    if str(row["id"]) in self.found:
                        continue
                    verdict = self._judge(table, row, ours)
                    self.found[verdict.origin] = verdict.pk
                    yield verdict

    def _judge(self, table: Table, row: rows.Row, ours: _Ours) -> Verdict:
        verdict = Verdict(table, row, "new", self.key_of(table, str(row["id"])))
        try:
            verdict.values = rows.values_for(table, row)
            verdict.refs = self._refs(table, row)
        except rows.BadRow as bad:
            verdict.kind, verdict.sentence = "refused", str(bad)
            return verdict
        verdict.print = rows.print_received(table, verdict.values, verdict.refs)
        self._meet(verdict, ours)
        if verdict.ours is not None:
            verdict.pk = verdict.ours.pk
        return verdict

    def _meet(self, verdict: Verdict, ours: _Ours) -> None:
        """The row of ours it is, or speaks of the same thing as."""
        table, came = verdict.table, self.came.get(verdict.origin)
        known = ours.by_key.get(came.object_id) if came else ours.by_key.get(_as_key(verdict.origin))
        known = known or (ours.by_key.get(verdict.pk) if table.shared else None)
        if came is not None and known is None:
            verdict.kind, verdict.pk = "same", came.object_id  # taken over, then taken away here: it stays away
            return
        if known is not None:
            unmoved = came is not None and came.fingerprint == verdict.print
            same = unmoved or table.shared or ours.print_of(known) == verdict.print
            verdict.kind, verdict.ours = ("same" if same else "conflict"), known
        elif (twin := ours.twin(verdict.print)) is not None:
            verdict.kind, verdict.ours = "same", twin
        elif (rival := ours.rival(verdict)) is not None:
            verdict.kind, verdict.ours = "conflict", rival
        elif (why := ours.closed(verdict)) != "":
            verdict.kind, verdict.sentence = "refused", why

    def _refs(self, table: Table, row: rows.Row) -> dict[str, uuid.UUID | None]:
        """What it points at, as it stands here. Raises BadRow when what it cannot do without is not there."""
        refs: dict[str, uuid.UUID | None] = {}
        given = row.get("refs", {})
        for name in shape_of(table.name).rows:
            refs[name] = self.found.get(str(given.get(name, "")))
            field_: Any = table.model._meta.get_field(name)
            if refs[name] is None and not field_.null:
                raise rows.BadRow("Cette ligne dépend d'une autre qui n'est pas dans le fichier.")
        return refs

    def key_of(self, table: Table, origin: str) -> uuid.UUID:
        person = None if table.shared or self.usager is None else self.usager.pk
        return new_key(self.structure.pk, person, origin)


class _Ours:
    """Our rows of one table, met by key, by content, by subject."""

    def __init__(self, table: Table, structure: Structure, usager: Usager | None, received: list[rows.Row]) -> None:
        self.table, self.structure, self.usager = table, structure, usager
        held = rows_of(table, usager) if usager is not None and table.owner else []
        if table.shared:
            keys = [new_key(structure.pk, None, str(row["id"])) for row in received]
            held += list(table.model._default_manager.filter(structure_id=structure.pk, pk__in=keys))
        if not table.owner:
            held += list(table.model._default_manager.filter(structure_id=structure.pk, is_active=True))
        self.by_key = {row.pk: row for row in held}
        self._prints: dict[str, Any] = {}
        self._subjects: dict[tuple[str, ...], Any] = {}
        self._of: dict[uuid.UUID, str] = {}
        shape = shape_of(table.name)
        for row in self.by_key.values():
            self._prints.setdefault(self.print_of(row), row)
            if table.same and self._stands(row):
                values = {name: getattr(row, name) for name in shape.plain}
                refs = {name: getattr(row, f"{name}_id") for name in shape.rows}
                self._subjects.setdefault(rows.subject_of(table, values, refs), row)

    def _stands(self, row: Any) -> bool:
        return not self.table.is_line or row.ended_at is None

    def print_of(self, row: Any) -> str:
        if row.pk not in self._of:
            self._of[row.pk] = rows.print_of(self.table, row)
        return self._of[row.pk]

    def twin(self, print_: str) -> Any:
        return self._prints.pop(print_, None)

    def rival(self, verdict: Verdict) -> Any:
        if not self.table.same or (self.table.is_line and verdict.values.get("ended_at") is not None):
            return None
        return self._subjects.get(rows.subject_of(self.table, verdict.values, verdict.refs))

    def closed(self, verdict: Verdict) -> str:
        """A document already here, in another record or in the tray: identitovigilance decides, not a file."""
        if self.table.name != "documents.Document":
            return ""
        oid = verdict.values.get("document_oid") or ""
        taken = self.table.model._default_manager.filter(structure_id=self.structure.pk, document_oid=oid).exists()
        return "Ce document est déjà ici, dans un autre dossier ou à classer." if taken and oid else ""


def _parents_first(table: Table, received: list[rows.Row]) -> list[rows.Row]:
    """Rows of a table that point at rows of the same table come after them."""
    own = [name for name, target in shape_of(table.name).rows.items() if target == table.name]
    if not own:
        return received
    by_id = {str(row["id"]): row for row in received}
    done: dict[str, rows.Row] = {}
    for row in received:
        waiting = [row]
        while waiting:
            last = waiting[-1]
            parents = (by_id.get(str(last.get("refs", {}).get(name, ""))) for name in own)
            missing = [one for one in parents if one is not None and str(one["id"]) not in done and one not in waiting]
            if missing:
                waiting += missing
            else:
                done[str(waiting.pop()["id"])] = last
    return list(done.values())


def _as_key(origin: str) -> uuid.UUID:
    with contextlib.suppress(ValueError):
        return uuid.UUID(origin)
    return SYSTEM_KEY
