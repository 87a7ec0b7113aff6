"""Folders and messages of every mailbox, byte for byte, in SQLite.

UIDs and UIDVALIDITY follow RFC 3501 § 2.3.1.1: a UID is never given twice in a folder of the same UIDVALIDITY, and both
survive a restart. The same bytes delivered to several mailboxes are kept once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sandbox.mssante.schema import SCHEMA
from sandbox.store import Store

INBOX = "INBOX"
SPECIAL_USE = {"Sent": b"Sent", "Drafts": b"Drafts", "Trash": b"Trash", "Archive": b"Archive"}
_MESSAGES = "SELECT message.*, length(content.bytes) AS size FROM message JOIN content ON content.id = message.content"
HEAD_BYTES = 64 * 1024
FOLDERS = (INBOX, *SPECIAL_USE, "Quarantaine")


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderRow:
    """A folder of a mailbox. `uidnext` is the UID the next message will get."""

    id: int
    address: str
    name: str
    uidvalidity: int
    uidnext: int
    subscribed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """A message in a folder, without its bytes: `content` finds them, `size` counts them. `flags` are IMAP flags and
    keywords."""

    folder: int
    uid: int
    content: int
    size: int
    received: datetime
    flags: frozenset[str]
    thread: str


class MailStore:
    """The operator's file. Each method is one transaction; thread-safe."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.db = Store(path, SCHEMA)
        self._clock = clock

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make several calls one: all kept, or none."""
        with self.db.transaction():
            yield

    def folders(self, address: str) -> list[FolderRow]:
        """Folders of a mailbox, INBOX first; the standard ones are made at the first call."""
        rows = self.db.rows("SELECT * FROM folder WHERE address = ? ORDER BY id", (address,))
        if not rows:
            with self.transaction():
                for name in FOLDERS:
                    self.add_folder(address, name)
            return self.folders(address)
        return [_folder(row) for row in rows]

    def folder(self, address: str, name: str) -> FolderRow:
        """One folder of a mailbox; KeyError when it does not exist."""
        for row in self.folders(address):
            if row.name == name:
                return row
        raise KeyError(name)

    def add_folder(self, address: str, name: str) -> FolderRow:
        """Create a folder whose UIDVALIDITY was never used before for that name (RFC 3501: strictly ascending)."""
        number = self.db.execute(
            "INSERT INTO folder (address, name, uidvalidity) VALUES (?, ?, ?)", (address, name, self._new_validity())
        )
        return self._folder(number)

    def rename_folder(self, number: int, name: str) -> None:
        """Give a folder another name; its messages and UIDs stay."""
        self.db.execute("UPDATE folder SET name = ? WHERE id = ?", (name, number))

    def delete_folder(self, number: int) -> None:
        """Delete a folder and its messages."""
        with self.transaction():
            self.expunge(number, [row.uid for row in self.messages(number)])
            self.db.execute("DELETE FROM folder WHERE id = ?", (number,))

    def subscribe(self, number: int, wanted: bool) -> None:
        """Remember the subscription of a folder."""
        self.db.execute("UPDATE folder SET subscribed = ? WHERE id = ?", (int(wanted), number))

    def renumber(self, number: int) -> FolderRow:
        """Break every UID of a folder: new UIDVALIDITY, messages numbered again from 1 in the same order."""
        with self.transaction():
            validity = max(self._new_validity(), self._folder(number).uidvalidity + 1)
            rows = self.db.rows("SELECT id FROM message WHERE folder = ? ORDER BY uid", (number,))
            self.db.execute("UPDATE message SET uid = -uid WHERE folder = ?", (number,))
            for uid, row in enumerate(rows, 1):
                self.db.execute("UPDATE message SET uid = ? WHERE id = ?", (uid, row["id"]))
            self.db.execute(
                "UPDATE folder SET uidvalidity = ?, uidnext = ? WHERE id = ?", (validity, len(rows) + 1, number)
            )
        return self._folder(number)

    def keep(self, content: bytes) -> int:
        """Keep bytes and return their number, for `append`."""
        return self.db.execute("INSERT INTO content (bytes) VALUES (?)", (content,))

    def content(self, number: int) -> bytes:
        """The bytes of a message, exactly as accepted."""
        row = self.db.one("SELECT bytes FROM content WHERE id = ?", (number,))
        if row is None:
            raise KeyError(number)
        return bytes(row["bytes"])

    def head(self, number: int) -> bytes:
        """The headers of a message and the empty line that ends them, without reading the rest."""
        row = self.db.one("SELECT substr(bytes, 1, ?) AS start FROM content WHERE id = ?", (HEAD_BYTES, number))
        start = bytes(row["start"]) if row else b""
        end = start.find(b"\r\n\r\n")
        return start[: end + 4] if end >= 0 else self.content(number)

    def append(
        self, folder: int, content: int, *, thread: str, flags: Iterable[str] = (), received: datetime | None = None
    ) -> MessageRow:
        """Put kept bytes at the end of a folder and give them the next UID."""
        with self.transaction():
            uid = self._folder(folder).uidnext
            self.db.execute("UPDATE folder SET uidnext = uidnext + 1 WHERE id = ?", (folder,))
            at = (received or self._clock()).isoformat()
            self.db.execute(
                "INSERT INTO message (folder, uid, content, received, flags, thread) VALUES (?,?,?,?,?,?)",
                (folder, uid, content, at, _joined(flags), thread),
            )
        return self.message(folder, uid)

    def messages(self, folder: int) -> list[MessageRow]:
        """Messages of a folder by UID."""
        return [_message(row) for row in self.db.rows(f"{_MESSAGES} WHERE folder = ? ORDER BY uid", (folder,))]

    def message(self, folder: int, uid: int) -> MessageRow:
        """One message; KeyError when it was expunged."""
        row = self.db.one(f"{_MESSAGES} WHERE folder = ? AND uid = ?", (folder, uid))
        if row is None:
            raise KeyError(uid)
        return _message(row)

    def copy(self, folder: int, uid: int, destination: int) -> MessageRow:
        """Copy a message, flags and date included, at the end of another folder."""
        source = self.message(folder, uid)
        return self.append(
            destination, source.content, thread=source.thread, flags=source.flags, received=source.received
        )

    def move(self, folder: int, uid: int, destination: int) -> MessageRow:
        """Copy then expunge, at once (RFC 6851)."""
        with self.transaction():
            copied = self.copy(folder, uid, destination)
            self.db.execute("DELETE FROM message WHERE folder = ? AND uid = ?", (folder, uid))
        return copied

    def set_flags(self, folder: int, flags: Mapping[int, Iterable[str]]) -> None:
        """Replace the flags of messages, given by UID."""
        with self.transaction():
            for uid, values in flags.items():
                self.db.execute(
                    "UPDATE message SET flags = ? WHERE folder = ? AND uid = ?", (_joined(values), folder, uid)
                )

    def expunge(self, folder: int, uids: Iterable[int]) -> None:
        """Delete messages for good, and their bytes when no other mailbox holds them."""
        with self.transaction():
            for uid in uids:
                row = self.db.one("SELECT content FROM message WHERE folder = ? AND uid = ?", (folder, uid))
                self.db.execute("DELETE FROM message WHERE folder = ? AND uid = ?", (folder, uid))
                if row:
                    self.db.execute(
                        "DELETE FROM content WHERE id = ? AND id NOT IN (SELECT content FROM message)",
                        (row["content"],),
                    )

    def _new_validity(self) -> int:
        row = self.db.one("SELECT coalesce(max(uidvalidity), 0) AS highest FROM folder")
        highest = int(row["highest"]) if row else 0
        return max(int(self._clock().timestamp()), highest + 1)

    def _folder(self, number: int) -> FolderRow:
        row = self.db.one("SELECT * FROM folder WHERE id = ?", (number,))
        if row is None:
            raise KeyError(number)
        return _folder(row)


def _folder(row: sqlite3.Row) -> FolderRow:
    return FolderRow(**{**{name: row[name] for name in row.keys()}, "subscribed": bool(row["subscribed"])})  # noqa: SIM118


def _message(row: sqlite3.Row) -> MessageRow:
    return MessageRow(
        folder=row["folder"],
        uid=row["uid"],
        content=row["content"],
        size=row["size"],
        received=datetime.fromisoformat(row["received"]),
        flags=frozenset(row["flags"].split()),
        thread=row["thread"],
    )


def _joined(flags: Iterable[str]) -> str:
    return " ".join(sorted(flags))
