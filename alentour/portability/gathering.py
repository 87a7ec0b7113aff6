"""One person's whole record as rows that travel: every table, closed under its references, each row with who wrote it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post, Structure
from alentour.accounts.rights import can
from alentour.core import files
from alentour.core.models import StoredFile
from alentour.identity.models import Usager
from alentour.portability import rows
from alentour.portability.models import Author, Kept, Origin
from alentour.portability.tables import BY_NAME, TABLES, Table, shape_of

# Before the identifier that another software gave, in the origin of a row.
FOREIGN = "tddui:"


@dataclass(slots=True)
class Gathered:
    """``held``: our rows by table. ``told``: the same, as they travel. ``closed``: how many of each kind the asker does not read.

    ``foreign``: the objects of another software that rows of ours stand for, and whether these are still as it said.
    """

    usager: Usager
    held: dict[str, list[Any]] = field(default_factory=dict)
    told: dict[str, list[rows.Row]] = field(default_factory=dict)
    authors: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[uuid.UUID, StoredFile] = field(default_factory=dict)
    closed: dict[str, int] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)
    origins: dict[uuid.UUID, str] = field(default_factory=dict)
    foreign: dict[str, tuple[uuid.UUID, bool]] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        return {BY_NAME[name].title: len(found) for name, found in self.told.items() if found}


@transaction.atomic
def gather(usager: Usager, *, reader: Post | None = None) -> Gathered:
    """Everything about ``usager``; with a ``reader``, only the kinds of data they read (the rest is counted in ``closed``)."""
    made = Gathered(usager)
    for table in TABLES:
        if table.owner:
            made.held[table.name] = _open(table, rows_of(table, usager), reader, made)
    _close(made, reader)
    made.kept = list(Kept.objects.filter(structure_id=usager.structure_id, usager=usager))
    _remember(made)
    _tell(made)
    return made


def _remember(made: Gathered) -> None:
    """Where the rows come from; of those that another software described, whether they are still as it said."""
    present = {row.pk: (name, row) for name, found in made.held.items() for row in found}
    came = Origin.objects.filter(structure_id=made.usager.structure_id, usager=made.usager, made=True).defer("before")
    for one in came:
        made.origins[one.object_id] = one.origin
        if one.origin.startswith(FOREIGN):
            held = present.get(one.object_id)
            same = held is not None and rows.print_of(BY_NAME[held[0]], held[1]) == one.written
            made.foreign[one.origin.removeprefix(FOREIGN)] = (one.object_id, same)


def rows_of(table: Table, usager: Usager) -> list[Any]:
    query = table.model._default_manager.filter(**{"structure_id": usager.structure_id, table.owner: usager})
    posts = [f"{name}__professional" for name in shape_of(table.name).posts]
    return list(query.select_related(*posts, *shape_of(table.name).files).order_by("pk").distinct())


def _open(table: Table, found: list[Any], reader: Post | None, made: Gathered) -> list[Any]:
    if reader is None:
        return found
    opened = []
    for row in found:
        kind = table.kind_of(row)
        if can(reader, Act.READ, kind):
            opened.append(row)
        else:
            made.closed[kind.value] = made.closed.get(kind.value, 0) + 1
    return opened


def _close(made: Gathered, reader: Post | None) -> None:
    """What a row points at goes with it (a series of the agenda, a room); what points at a closed row is closed too."""
    for _ in range(len(TABLES)):
        present = {row.pk for found in made.held.values() for row in found}
        missing: dict[str, set[uuid.UUID]] = {}
        for name, found in made.held.items():
            for column, target in shape_of(name).rows.items():
                wanted = {getattr(row, f"{column}_id") for row in found} - present - {None}
                missing.setdefault(target, set()).update(wanted)
        fetched = False
        for name, ids in missing.items():
            if ids and (name in {"agenda.Entry", "agenda.Place"}):
                held = made.held.setdefault(name, [])
                more = list(
                    BY_NAME[name].model._default_manager.filter(pk__in=ids, structure_id=made.usager.structure_id)
                )
                opened = _open(BY_NAME[name], more, reader, made)
                held += opened
                fetched = fetched or bool(opened)
        if not fetched:
            break
    _without_orphans(made)


def _without_orphans(made: Gathered) -> None:
    before = -1
    while before != sum(map(len, made.held.values())):
        before = sum(map(len, made.held.values()))
        present = {row.pk for found in made.held.values() for row in found}
        for name, found in made.held.items():
            model = BY_NAME[name].model
            needed = [column for column in shape_of(name).rows if not model._meta.get_field(column).null]
            made.held[name] = [row for row in found if all(getattr(row, f"{c}_id") in present for c in needed)]


def _tell(made: Gathered) -> None:
    structure = made.usager.structure
    here = {"idnst": structure.idnst, "name": structure.name}
    known = {one.post_id: one.told for one in _authors(made)}
    for table in TABLES:
        found = made.held.get(table.name, [])
        made.told[table.name] = [_row(table, row, made, here, known) for row in found]
    for one in made.kept:
        for name, more in one.rows.get("tables", {}).items():
            here_already = {row["id"] for row in made.told.setdefault(name, [])}
            made.told[name] += [row for row in more if row["id"] not in here_already]
        made.authors.update(one.rows.get("authors", {}))


def _authors(made: Gathered) -> Iterator[Author]:
    posts = {
        getattr(row, f"{column}_id")
        for name, found in made.held.items()
        for row in found
        for column in shape_of(name).posts
    } - {None}
    yield from Author.objects.filter(structure_id=made.usager.structure_id, post_id__in=posts)


def _row(
    table: Table, row: models.Model, made: Gathered, here: dict[str, str], known: dict[uuid.UUID, dict[str, Any]]
) -> rows.Row:
    shape = shape_of(table.name)
    one: rows.Row = {"id": made.origins.get(row.pk, str(row.pk)), "fields": rows.content_of(table, row)}
    refs = {name: getattr(row, f"{name}_id") for name in shape.rows} | {name: getattr(row, name) for name in shape.soft}
    one["refs"] = {name: made.origins.get(pk, str(pk)) for name, pk in refs.items() if pk}
    one["by"] = {}
    for name in shape.posts:
        post = getattr(row, name)
        if post is not None:
            author = known.get(post.pk) or rows.author_of(post, here)
            key = rows.author_key(author)
            made.authors[key] = author
            one["by"][name] = key
    one["files"] = {}
    for name in shape.files:
        stored = getattr(row, name)
        if stored is not None:
            made.files[stored.pk] = stored
            one["files"][name] = stored.pk.hex
    return {name: held for name, held in one.items() if held}


def data_of(stored: StoredFile) -> bytes:
    return files.read(stored)


def source_of(structure: Structure) -> dict[str, str]:
    return {"idnst": structure.idnst, "name": structure.name}


def closed_in_words(closed: dict[str, int]) -> list[str]:
    return [f"{DataClass(kind).label} : {count}" for kind, count in sorted(closed.items())]
