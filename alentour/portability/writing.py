"""Writing what was received, as it was written there: its dates, its author, its versions. Called inside the transaction of a person."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import timezone

from alentour.core import files
from alentour.core.models import StoredFile
from alentour.identity.models import Usager
from alentour.portability import rows
from alentour.portability.authors import Authors
from alentour.portability.comparing import Comparison, Verdict
from alentour.portability.enums import Choice
from alentour.portability.incoming import Incoming
from alentour.portability.models import Import, Origin
from alentour.portability.tables import Table, shape_of
from alentour.projects.enums import IN_FORCE, ProjetState
from alentour.record.enums import EndKind
from alentour.record.models import Line


class Writer:
    """One person of one import. ``choices``: what was decided, by origin of the row received."""

    def __init__(self, job: Import, usager: Usager, incoming: Incoming, choices: Mapping[str, str]) -> None:
        self.job, self.usager, self.incoming, self.choices = job, usager, incoming, choices
        self.authors = Authors(job.structure, incoming.authors, incoming.source_name)
        self.comparison = Comparison(job.structure, usager, incoming)
        self._stored: dict[str, StoredFile] = {}
        self.counts: dict[str, dict[str, int]] = {}
        self.left: list[dict[str, str]] = []

    def write(self) -> None:
        for verdict in self.comparison.verdicts():
            done = self._one(verdict)
            held = self.counts.setdefault(verdict.table.title, {})
            held[done] = held.get(done, 0) + 1
            if done == "refused":
                self.left.append({"title": verdict.table.title, "why": verdict.sentence})

    def _one(self, verdict: Verdict) -> str:
        if verdict.kind == "same":
            self._remember(verdict, made=False)
            return "same"
        if verdict.kind == "refused":
            return "refused"
        if verdict.kind == "new":
            self._insert(verdict)
            return "new"
        choice = self.choices.get(verdict.origin, default_of(verdict.table))
        if choice == Choice.OURS:
            return "kept"
        if choice == Choice.THEIRS:
            self._take(verdict)
            return "taken"
        verdict.pk = self.comparison.key_of(verdict.table, verdict.origin)
        self.comparison.found[verdict.origin] = verdict.pk
        self._insert(verdict)
        return "new"

    def _insert(self, verdict: Verdict, **more: Any) -> None:
        table, model = verdict.table, verdict.table.model
        row = model(pk=verdict.pk, structure_id=self.job.structure_id, **verdict.values)
        for column in model._meta.concrete_fields:
            if column.related_model is Usager:
                setattr(row, column.attname, self.usager.pk)
            kept = getattr(column, "auto_now_add", False) or getattr(column, "auto_now", False)
            if kept and getattr(row, column.attname) is None:
                setattr(row, column.attname, timezone.now())
        self._point(row, verdict)
        for name, value in more.items():
            setattr(row, name, value)
        _make_room(row)
        row.save_base(raw=True, force_insert=True)  # as it was written there: its dates are not ours
        self._remember(verdict, made=True, written=rows.print_of(table, row))

    def _point(self, row: models.Model, verdict: Verdict) -> None:
        """Its references, its authors, its files."""
        shape, received = shape_of(verdict.table.name), verdict.row
        for name, key in verdict.refs.items():
            setattr(row, f"{name}_id", key)
        for name in shape.soft:
            told = received.get("refs", {}).get(name)
            if told:
                setattr(row, name, self._key_of(str(told)))
        for name in shape.posts:
            field: Any = row._meta.get_field(name)
            key = received.get("by", {}).get(name)
            if key is not None or not field.null:
                setattr(row, name, self.authors.post(key))
        for name in shape.files:
            stored = self._file(received.get("files", {}).get(name))
            if stored is not None:
                setattr(row, name, stored)

    def _key_of(self, origin: str) -> uuid.UUID:
        """The key a row of the file takes here, even when it comes later in the file."""
        if origin in self.comparison.found:
            return self.comparison.found[origin]
        came = self.comparison.came.get(origin)
        from alentour.portability.incoming import new_key

        return came.object_id if came else new_key(self.job.structure_id, self.usager.pk, origin)

    def _file(self, name: object) -> StoredFile | None:
        held = self.incoming.files.get(str(name))
        if held is None:
            return None
        if str(name) not in self._stored:
            data, media_type = held
            self._stored[str(name)] = files.store(data, media_type=media_type[:100], structure_id=self.job.structure_id)
        return self._stored[str(name)]

    def _take(self, verdict: Verdict) -> None:
        """Theirs, where it says something: what theirs is silent about stays ours. A line of the record gets a new version."""
        ours = verdict.ours
        before = rows.content_of(verdict.table, ours)
        for name, value in before.items():
            if verdict.values.get(name) in ("", None, [], {}) and value not in ("", None):
                verdict.values[name] = getattr(ours, name)
        if isinstance(ours, Line):
            self._next_version(verdict, ours, before)
            return
        for name, value in verdict.values.items():
            setattr(ours, name, value)
        ours.save_base(raw=True)
        self._remember(verdict, made=True, written=rows.print_of(verdict.table, ours), before=before)

    def _next_version(self, verdict: Verdict, ours: Line, before: dict[str, Any]) -> None:
        now = timezone.now()
        type(ours).objects.filter(pk=ours.pk).update(ended_at=now, ended_by=self.job.by, end_kind=EndKind.CORRIGEE)
        verdict.pk = self.comparison.key_of(verdict.table, verdict.origin)
        self.comparison.found[verdict.origin] = verdict.pk
        self._insert(verdict, chain=ours.root, version=ours.version + 1)
        Origin.objects.filter(structure_id=self.job.structure_id, usager=self.usager, origin=verdict.origin).update(
            before={"ended": str(ours.pk)}
        )

    def _remember(self, verdict: Verdict, *, made: bool, written: str = "", before: Any = None) -> None:
        if verdict.origin in self.comparison.came or (not made and verdict.origin == str(verdict.pk)):
            return
        Origin.objects.get_or_create(
            structure_id=self.job.structure_id, usager=self.usager, origin=verdict.origin,
            defaults={
                "job": self.job, "table": verdict.table.name, "object_id": verdict.pk, "made": made,
                "fingerprint": verdict.print, "written": written, "before": before,
            },
        )  # fmt: skip


def default_of(table: Table) -> Choice:
    """What nobody decided: nothing is erased, and nothing is lost when two can stand together."""
    return Choice.BOTH if table.both else Choice.OURS


def _make_room(row: Any) -> None:
    """What is counted in a house is counted again here; one projet in force, and one in preparation, per person."""
    name = row._meta.label
    if name == "care.Evaluation":
        held = type(row).objects.filter(structure_id=row.structure_id, usager_id=row.usager_id, grid=row.grid)
        row.number = _free(held, row.number)
    if name == "projects.Projet":
        held = type(row).objects.filter(structure_id=row.structure_id, usager_id=row.usager_id)
        row.number = _free(held, row.number)
        rivals = IN_FORCE if row.state in IN_FORCE else (row.state,)
        if row.state != ProjetState.TERMINE and held.filter(state__in=rivals).exists():
            row.state = ProjetState.TERMINE


def _free(held: Any, number: int | None) -> int:
    numbers = set(held.values_list("number", flat=True))
    return number if number and number not in numbers else max(numbers, default=0) + 1
