"""Scripted faults: refusals, silences, slowness and outages, by service, by operation, by person.

A fault is asked for by the command line, by the console or by the HTTP API, and consumed by the service itself: each
service calls `decide` once per request, with what the request is about, and obeys the answer.
"""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, get_args

from sandbox.store import Store, Value

Kind = Literal["refuse", "slow", "silent", "outage", "distort"]

KINDS: dict[Kind, str] = {
    "refuse": "refuser avec le code donné",
    "slow": "répondre normalement, après un délai",
    "silent": "ne rien répondre, puis couper",
    "outage": "répondre que le service est indisponible",
    "distort": "répondre de travers, de la façon que dit le code",
}

ANY = "*"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS fault (
    id INTEGER PRIMARY KEY AUTOINCREMENT, service TEXT NOT NULL, operation TEXT NOT NULL, subject TEXT NOT NULL,
    kind TEXT NOT NULL, code TEXT NOT NULL, label TEXT NOT NULL, seconds REAL NOT NULL, remaining INTEGER
);
"""


class BadFault(ValueError):
    """The fault asked for makes no sense; `str()` is a French sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One scripted fault.

    `service`, `operation` and `subject` accept `*`; `subject` is what the service says a request is about (an INS
    matricule, a national professional identifier, a mail address). `code` and `label` are the partner's, for `refuse`;
    for `distort`, `code` names a distortion the service documents;
    `seconds` is a delay, for `slow` and `silent`; `remaining` is how many times it still strikes, None = until cleared.
    """

    service: str
    kind: Kind
    operation: str = ANY
    subject: str = ANY
    code: str = ""
    label: str = ""
    seconds: float = 0.0
    remaining: int | None = None
    id: int = 0

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise BadFault(f"Défaut inconnu : « {self.kind} ». Les défauts possibles : {', '.join(KINDS)}.")
        if not self.service:
            raise BadFault("Un défaut vise un service, ou tous avec « * ».")
        if not 0 <= self.seconds <= 600:
            raise BadFault("Le délai d'un défaut va de 0 à 600 secondes.")
        if self.remaining is not None and self.remaining < 1:
            raise BadFault("Un défaut frappe au moins une fois.")

    def strikes(self, service: str, operation: str, subjects: tuple[str, ...]) -> bool:
        """Whether this fault is meant for that request."""
        return (
            self.service in (ANY, service)
            and self.operation in (ANY, operation)
            and (self.subject == ANY or self.subject in subjects)
        )

    def as_json(self) -> dict[str, object]:
        """The fault as JSON-able values, names as in the HTTP API."""
        return asdict(self)


class Faults:
    """Every scripted fault, shared by all services; thread-safe and kept across restarts."""

    def __init__(self, path: Path) -> None:
        self._store = Store(path, _SCHEMA)
        self._released = threading.Event()

    def add(self, fault: Fault) -> Fault:
        """Script one more fault; the answer carries its number."""
        values: tuple[Value, ...] = (
            fault.service, fault.operation, fault.subject, fault.kind, fault.code, fault.label, fault.seconds,
            fault.remaining,
        )  # fmt: skip
        number = self._store.execute(
            "INSERT INTO fault (service, operation, subject, kind, code, label, seconds, remaining)"
            " VALUES (?,?,?,?,?,?,?,?)",
            values,
        )
        return next(known for known in self.list() if known.id == number)

    def list(self) -> list[Fault]:
        """Faults still standing, oldest first: the order in which they are tried."""
        return [_fault(row) for row in self._store.rows("SELECT * FROM fault ORDER BY id")]

    def decide(self, service: str, operation: str, *subjects: str) -> Fault | None:
        """The fault this request must suffer, or None. Consumes one strike of it."""
        with self._store.transaction():
            for fault in self.list():
                if fault.strikes(service, operation, subjects):
                    self._consume(fault)
                    return fault
        return None

    def _consume(self, fault: Fault) -> None:
        if fault.remaining is None:
            return
        if fault.remaining == 1:
            self._store.execute("DELETE FROM fault WHERE id = ?", (fault.id,))
        else:
            self._store.execute("UPDATE fault SET remaining = remaining - 1 WHERE id = ?", (fault.id,))

    def hold(self, fault: Fault) -> None:
        """Wait the fault's delay in this thread; returns early when the sandbox stops."""
        self._released.wait(fault.seconds)

    def release(self) -> None:
        """Wake every thread that waits in `hold`: the sandbox is stopping."""
        self._released.set()

    def clear(self, number: int | None = None) -> None:
        """Forget one fault, or all of them."""
        if number is None:
            self._store.reset()
        else:
            self._store.execute("DELETE FROM fault WHERE id = ?", (number,))

    def close(self) -> None:
        """Close the file behind the faults."""
        self._store.close()


def _fault(row: sqlite3.Row) -> Fault:
    return Fault(**{name: row[name] for name in row.keys()})  # noqa: SIM118 - sqlite3.Row iterates over values
