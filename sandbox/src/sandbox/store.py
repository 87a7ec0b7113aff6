"""SQLite for a service: one file, WAL, usable from every thread, resettable.

Each service of the sandbox keeps its own file so that resetting one never touches another, and so that two services
can only meet on the wire, as in reality.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

Value = str | int | float | bytes | None


class Store:
    """One SQLite file shared by the threads of a service.

    `schema` is a script of `CREATE TABLE IF NOT EXISTS …` statements, replayed at opening. Writes go through
    `transaction()`, which serialises them; reads take the same lock, held only while rows are fetched.
    """

    def __init__(self, path: Path, schema: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._schema = schema
        self._lock = threading.RLock()
        self._depth = 0
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=20)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute("PRAGMA foreign_keys=ON")
        self._connection.executescript(schema)

    @contextmanager
    def transaction(self) -> Iterator[Store]:
        """All or nothing; nested calls join the outer one."""
        with self._lock:
            self._begin()
            try:
                yield self
            except BaseException:
                self._end("ROLLBACK")
                raise
            self._end("COMMIT")

    def _begin(self) -> None:
        if self._depth == 0:
            self._connection.execute("BEGIN IMMEDIATE")
        self._depth += 1

    def _end(self, verb: str) -> None:
        self._depth -= 1
        if self._depth == 0:
            self._connection.execute(verb)

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> int:
        """Run one writing statement; returns the last inserted row id (0 when nothing was inserted)."""
        with self.transaction():
            return self._connection.execute(sql, parameters).lastrowid or 0

    def rows(self, sql: str, parameters: Sequence[Value] = ()) -> list[sqlite3.Row]:
        """Every row of a reading statement."""
        with self._lock:
            return self._connection.execute(sql, parameters).fetchall()

    def one(self, sql: str, parameters: Sequence[Value] = ()) -> sqlite3.Row | None:
        """The first row, or None."""
        with self._lock:
            row: sqlite3.Row | None = self._connection.execute(sql, parameters).fetchone()
            return row

    def reset(self) -> None:
        """Forget everything: every table is dropped, then the schema is replayed."""
        with self._lock:
            self._connection.execute("PRAGMA foreign_keys=OFF")
            for row in self.rows("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"):
                self._connection.execute(f'DROP TABLE "{row["name"]}"')
            self._connection.executescript(self._schema)
            self._connection.execute("PRAGMA foreign_keys=ON")

    def close(self) -> None:
        """Close the file; the store must not be used afterwards."""
        with self._lock:
            self._connection.close()
