"""Several reads in one trip to the database.

A page made of many small blocks asks each its own question. A block that yields its querysets instead of running them lets
:func:`together` ask all the questions at once: one compound statement on SQLite, several statements in one message on PostgreSQL.
The rows come back through the ordinary machinery of the ORM (converters, related objects), so a gathered queryset is a queryset
that has already been read. Decision: docs/adr/0007-one-trip-for-a-page.md.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Any, TypeAlias, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Count, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler

T = TypeVar("T")
Asks: TypeAlias = Generator[Sequence[QuerySet[Any]], None, T]


def beside(works: Sequence[Any]) -> Asks[list[Any]]:
    """The ``works`` side by side, as one work; their results, in order.

    A work is a generator that yields the querysets it is about to read (as many times as it needs) and returns its result; what is
    not a generator is its own result.
    """
    results: list[Any] = list(works)
    running = {index: work for index, work in enumerate(works) if isinstance(work, Generator)}
    while running:
        asked: list[QuerySet[Any]] = []
        for index, work in list(running.items()):
            try:
                asked.extend(next(work))
            except StopIteration as end:
                results[index] = end.value
                del running[index]
        if running:
            yield asked
    return results


def together(*works: Any) -> list[Any]:
    """Run the ``works``: each round of their questions is one trip."""
    work = beside(works)
    while True:
        try:
            read(*next(work))
        except StopIteration as end:
            return list(end.value)


def alone(work: Asks[T]) -> T:
    """The result of one work, for who asks for nothing else."""
    result: T = together(work)[0]
    return result


def first(rows: QuerySet[Any]) -> Asks[Any]:
    """``row = yield from first(rows)``: the first row or ``None``."""
    one = (rows if rows.ordered else rows.order_by("pk"))[:1]
    yield [one]
    return next(iter(one), None)


def every(rows: QuerySet[Any] | None) -> Asks[list[Any]]:
    """``found = yield from every(rows)``: all of them; none when there is nothing to ask."""
    if rows is None:
        return []
    yield [rows]
    return list(rows)


def count(rows: QuerySet[Any]) -> Asks[int]:
    """``n = yield from count(rows)``."""
    counted = rows.order_by().values(one_=Value(1)).annotate(n_=Count("*")).values_list("n_", flat=True)
    yield [counted]
    return next(iter(counted), 0)


def read(*querysets: QuerySet[Any]) -> None:
    """Fill these querysets, those already read left alone, in one trip. Prefetches still make theirs."""
    waiting = [rows for rows in querysets if rows._result_cache is None]
    if len(waiting) < 2 or any(rows.db != waiting[0].db for rows in waiting):
        for rows in waiting:
            len(rows)
        return
    asked: list[tuple[QuerySet[Any], SQLCompiler, str, tuple[Any, ...]]] = []
    for rows in waiting:
        compiler = rows.query.get_compiler(using=rows.db)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            rows._result_cache = []
            continue
        asked.append((rows, compiler, sql, tuple(params)))
    if not asked:
        return
    connection = connections[asked[0][0].db]
    trip = _compound if connection.vendor == "sqlite" else _message
    for (rows, compiler, _, _), found in zip(asked, trip(connection, asked), strict=True):
        _fill(rows, compiler, found)


def _compound(connection: Any, asked: Sequence[tuple[Any, SQLCompiler, str, tuple[Any, ...]]]) -> list[list[Any]]:
    """One ``UNION ALL``: a column says whose row it is, the short rows are completed with NULL (SQLite types values, not columns)."""
    widths = [len(compiler.select) for _, compiler, _, _ in asked]
    # sqlite3 reads a column as the first SELECT declares it: this one, of no row, declares nothing
    parts = [f"SELECT NULL{', NULL' * max(widths)} WHERE 0"]
    for index, (rows, _, sql, _) in enumerate(asked):
        # a LIMIT keeps SQLite from dropping the ORDER BY of what it takes for a mere subquery
        bounded = sql if rows.query.is_sliced else f"{sql} LIMIT -1"
        parts.append(f"SELECT {index}, t.*{', NULL' * (max(widths) - widths[index])} FROM ({bounded}) AS t")  # noqa: S608 — the ORM wrote it
    found: list[list[Any]] = [[] for _ in asked]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [value for _, _, _, params in asked for value in params])
        for row in cursor.fetchall():
            found[row[0]].append(row[1 : 1 + widths[row[0]]])
    return found


def _message(connection: Any, asked: Sequence[tuple[Any, SQLCompiler, str, tuple[Any, ...]]]) -> list[list[Any]]:
    """Several statements in one message; PostgreSQL answers with as many sets of rows."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("; ".join(sql for _, _, sql, _ in asked), [value for *_, params in asked for value in params])
        for index in range(len(asked)):
            if index:
                cursor.nextset()
            found.append(cursor.fetchall())
    return found


def _fill(rows: QuerySet[Any], compiler: SQLCompiler, found: list[Any]) -> None:
    """Let the queryset read ``found`` as if it came from its own statement."""
    compiler.execute_sql = lambda *args, **kwargs: iter([found])  # type: ignore[method-assign,assignment]
    query: Any = rows.query
    query.get_compiler = _given(compiler)
    try:
        len(rows)
    finally:
        del query.get_compiler


def _given(compiler: SQLCompiler) -> Callable[..., SQLCompiler]:
    return lambda *args, **kwargs: compiler
