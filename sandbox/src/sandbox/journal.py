"""What every service received and answered, to the byte, with its meaning.

The journal is the sandbox's memory for the person who watches the console and for tests: it holds fictitious identities
only, and therefore keeps content. It is bounded: the oldest exchanges are forgotten first.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from sandbox.rules import Rule
from sandbox.store import Store, Value

Verdict = Literal["accepted", "refused", "failed"]
Direction = Literal["in", "out"]

VERDICTS: dict[Verdict, str] = {"accepted": "accepté", "refused": "refusé", "failed": "en panne"}

_SCHEMA = """
CREATE TABLE IF NOT EXISTS exchange (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, service TEXT NOT NULL, operation TEXT NOT NULL,
    who TEXT NOT NULL, whom TEXT NOT NULL, direction TEXT NOT NULL, verdict TEXT NOT NULL, meaning TEXT NOT NULL,
    request BLOB NOT NULL, response BLOB NOT NULL, rule_code TEXT, rule_source TEXT, rule_sentence TEXT
);
CREATE INDEX IF NOT EXISTS exchange_service ON exchange (service, id);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One thing received or sent by a service. `meaning` maps a French label to a short value, plain text."""

    id: int
    at: datetime
    service: str
    operation: str
    who: str
    whom: str
    direction: Direction
    verdict: Verdict
    meaning: dict[str, str]
    request: bytes
    response: bytes
    rule: Rule | None

    def summary(self) -> dict[str, object]:
        """The exchange without its bytes, as JSON-able values."""
        rule = self.rule and {"code": self.rule.code, "source": self.rule.source, "sentence": self.rule.sentence}
        return {
            "id": self.id,
            "at": self.at.isoformat(),
            "service": self.service,
            "operation": self.operation,
            "who": self.who,
            "whom": self.whom,
            "direction": self.direction,
            "verdict": self.verdict,
            "meaning": self.meaning,
            "rule": rule,
        }


class Journal:
    """The shared journal; thread-safe. `keep` is the number of exchanges remembered."""

    def __init__(self, path: Path, *, keep: int = 5000) -> None:
        self._store = Store(path, _SCHEMA)
        self._keep = keep

    def record(
        self,
        service: str,
        *,
        who: str,
        whom: str,
        verdict: Verdict,
        operation: str = "",
        direction: Direction = "in",
        meaning: Mapping[str, object] | None = None,
        request: bytes = b"",
        response: bytes = b"",
        rule: Rule | None = None,
    ) -> int:
        """Remember one exchange and return its number. `rule` is the rule a refusal cites."""
        values: Sequence[Value] = (
            datetime.now(UTC).isoformat(timespec="milliseconds"), service, operation, who, whom, direction, verdict,
            json.dumps({key: str(value) for key, value in (meaning or {}).items()}, ensure_ascii=False),
            request, response, *((rule.code, rule.source, rule.sentence) if rule else (None, None, None)),
        )  # fmt: skip
        with self._store.transaction() as store:
            number = store.execute(
                "INSERT INTO exchange (at, service, operation, who, whom, direction, verdict, meaning, request,"
                " response, rule_code, rule_source, rule_sentence) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
                values,
            )
            if number % 100 == 0:
                store.execute("DELETE FROM exchange WHERE id <= ?", (number - self._keep,))
        return number

    def list(
        self, *, service: str = "", verdict: str = "", text: str = "", after: int = 0, limit: int = 200
    ) -> list[Exchange]:
        """Newest first. `text` is looked for in actors, operation and meaning; `after` is an exchange number."""
        clauses, values = ["id > ?"], [after]
        filters: list[Value] = list(values)
        for column, wanted in (("service", service), ("verdict", verdict)):
            if wanted:
                clauses.append(f"{column} = ?")
                filters.append(wanted)
        if text:
            clauses.append("(who || ' ' || whom || ' ' || operation || ' ' || meaning) LIKE ? ESCAPE '\\'")
            filters.append(f"%{_literal(text)}%")
        where = " AND ".join(clauses)
        rows = self._store.rows(f"SELECT * FROM exchange WHERE {where} ORDER BY id DESC LIMIT ?", [*filters, limit])  # noqa: S608 - columns are ours
        return [_exchange(row) for row in rows]

    def get(self, number: int) -> Exchange | None:
        """One exchange with its bytes, or None when it was never made or is already forgotten."""
        row = self._store.one("SELECT * FROM exchange WHERE id = ?", (number,))
        return _exchange(row) if row else None

    def reset(self) -> None:
        """Forget every exchange; numbers start again at 1."""
        self._store.reset()
        self._store.execute("DELETE FROM sqlite_sequence WHERE name = 'exchange'")

    def close(self) -> None:
        """Close the file behind the journal."""
        self._store.close()


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _exchange(row: sqlite3.Row) -> Exchange:
    rule = Rule(row["rule_code"], row["rule_source"], row["rule_sentence"]) if row["rule_code"] else None
    columns = ("id", "service", "operation", "who", "whom", "direction", "verdict", "request", "response")
    return Exchange(
        **{name: row[name] for name in columns},
        at=datetime.fromisoformat(row["at"]),
        meaning=json.loads(row["meaning"]),
        rule=rule,
    )
