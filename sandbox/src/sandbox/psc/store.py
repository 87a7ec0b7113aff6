"""What Pro Santé Connect remembers: sessions, codes, refresh tokens, approvals asked on a phone.

Times are seconds since the epoch, UTC. A closed session keeps its row so that its tokens are refused afterwards.
"""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sandbox.store import Store

SESSION_SECONDS = 4 * 3600
CODE_SECONDS = 60
CIBA_SECONDS = 120
CIBA_INTERVAL = 2

_SCHEMA = """
CREATE TABLE IF NOT EXISTS session (
    id TEXT PRIMARY KEY, idnps TEXT NOT NULL, auth_time INTEGER NOT NULL, closed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS code (
    code TEXT PRIMARY KEY, session TEXT NOT NULL, client TEXT NOT NULL, redirect_uri TEXT NOT NULL,
    challenge TEXT NOT NULL, nonce TEXT NOT NULL, expires INTEGER NOT NULL, used INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS refresh (token TEXT PRIMARY KEY, session TEXT NOT NULL, expires INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS ciba (
    id TEXT PRIMARY KEY, idnps TEXT NOT NULL, client TEXT NOT NULL, message TEXT NOT NULL, expires INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending', polled REAL NOT NULL DEFAULT 0
);
"""


@dataclass(frozen=True, slots=True)
class Session:
    """An open login of a professional."""

    id: str
    idnps: str
    auth_time: int


class PscStore:
    """The rows of the service, with the verbs it needs."""

    def __init__(self, path: Path) -> None:
        self._store = Store(path, _SCHEMA)

    def open_session(self, idnps: str, now: int) -> Session:
        """Start a session for a professional."""
        session = Session(secrets.token_urlsafe(24), idnps, now)
        self._store.execute("INSERT INTO session (id, idnps, auth_time) VALUES (?,?,?)", (session.id, idnps, now))
        return session

    def session(self, number: str, now: int) -> Session | None:
        """An open session younger than `SESSION_SECONDS`, or None."""
        row = self._store.one("SELECT * FROM session WHERE id = ? AND closed = 0", (number,))
        if row is None or row["auth_time"] + SESSION_SECONDS <= now:
            return None
        return Session(row["id"], row["idnps"], row["auth_time"])

    def close_session(self, number: str) -> None:
        """End a session: its tokens are refused from now on."""
        self._store.execute("UPDATE session SET closed = 1 WHERE id = ?", (number,))

    def new_code(self, session: Session, client: str, redirect_uri: str, challenge: str, nonce: str, now: int) -> str:
        """Draw an authorization code for a session."""
        code = secrets.token_urlsafe(32)
        self._store.execute(
            "INSERT INTO code (code, session, client, redirect_uri, challenge, nonce, expires) VALUES (?,?,?,?,?,?,?)",
            (code, session.id, client, redirect_uri, challenge, nonce, now + CODE_SECONDS),
        )
        return code

    def take_code(self, code: str) -> sqlite3.Row | None:
        """The row of a code, marked used in the same transaction (its `used` says whether it was before)."""
        with self._store.transaction():
            row = self._store.one("SELECT * FROM code WHERE code = ?", (code,))
            self._store.execute("UPDATE code SET used = 1 WHERE code = ?", (code,))
        return row

    def new_refresh(self, session: str, expires: int) -> str:
        """Draw a refresh token."""
        token = secrets.token_urlsafe(40)
        self._store.execute("INSERT INTO refresh (token, session, expires) VALUES (?,?,?)", (token, session, expires))
        return token

    def refresh_session(self, token: str, now: int) -> Session | None:
        """The session behind a refresh token that still holds."""
        row = self._store.one("SELECT session FROM refresh WHERE token = ? AND expires > ?", (token, now))
        return self.session(row["session"], now) if row else None

    def ask_approval(self, idnps: str, client: str, message: str, now: int) -> str:
        """Ask a professional to approve on the phone; returns the auth_req_id."""
        number = secrets.token_urlsafe(24)
        self._store.execute(
            "INSERT INTO ciba (id, idnps, client, message, expires) VALUES (?,?,?,?,?)",
            (number, idnps, client, message, now + CIBA_SECONDS),
        )
        return number

    def approval(self, number: str) -> sqlite3.Row | None:
        """The row of an approval request."""
        return self._store.one("SELECT * FROM ciba WHERE id = ?", (number,))

    def approvals_pending(self, now: int) -> list[sqlite3.Row]:
        """Requests waiting for a professional, oldest first."""
        return self._store.rows("SELECT * FROM ciba WHERE state = 'pending' AND expires > ? ORDER BY expires", (now,))

    def settle_approval(self, number: str, state: str) -> None:
        """Move an approval to `approved`, `denied` or `used`."""
        self._store.execute("UPDATE ciba SET state = ? WHERE id = ?", (state, number))

    def mark_polled(self, number: str, at: float) -> None:
        """Remember when the software last asked about an approval."""
        self._store.execute("UPDATE ciba SET polled = ? WHERE id = ?", (at, number))

    def reset(self) -> None:
        """Forget every session."""
        self._store.reset()
