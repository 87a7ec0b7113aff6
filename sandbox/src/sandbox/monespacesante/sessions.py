"""Sessions of the portal, and who really acted: the only place where a helper's name is kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sandbox.store import Store

_SCHEMA = """
CREATE TABLE IF NOT EXISTS session (id TEXT PRIMARY KEY, person TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS act (
    id INTEGER PRIMARY KEY AUTOINCREMENT, matricule TEXT NOT NULL, person TEXT NOT NULL, what TEXT NOT NULL, at TEXT NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class Act:
    """Something done in someone's space. `person` is the name of who did it."""

    person: str
    what: str
    at: datetime


class Sessions:
    """The portal's own file."""

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        self._store = Store(path, _SCHEMA)
        self._clock = clock

    def open(self, person: str) -> str:
        """Start a session for a person's key; returns its secret number."""
        number = secrets.token_urlsafe(24)
        self._store.execute("INSERT INTO session VALUES (?, ?, ?)", (number, person, self._clock().isoformat()))
        return number

    def person(self, number: str) -> str:
        """Key of the person of a session; empty when it is not one."""
        row = self._store.one("SELECT person FROM session WHERE id = ?", (number,))
        return str(row["person"]) if row else ""

    def close(self, number: str) -> None:
        """End a session."""
        self._store.execute("DELETE FROM session WHERE id = ?", (number,))

    def note(self, matricule: str, person: str, what: str) -> None:
        """Remember who did something."""
        self._store.execute(
            "INSERT INTO act (matricule, person, what, at) VALUES (?, ?, ?, ?)",
            (matricule, person, what, self._clock().isoformat()),
        )

    def acts(self, matricule: str) -> list[Act]:
        """What was done in someone's space, the latest first."""
        rows = self._store.rows("SELECT * FROM act WHERE matricule = ? ORDER BY id DESC LIMIT 50", (matricule,))
        return [Act(row["person"], row["what"], datetime.fromisoformat(row["at"])) for row in rows]

    def reset(self) -> None:
        """Forget everything."""
        self._store.reset()
