"""A folder of pymap's dict backend whose every change is written to the store before the client is answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from pymap.backend.dict.mailbox import MailboxData, Message, _ContentCache, _ThreadCache
from pymap.concurrent import Event
from pymap.flags import FlagOp
from pymap.interfaces.message import CachedMessage
from pymap.mailbox import MailboxSnapshot
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials import ObjectId
from pymap.parsing.specials.flag import Flag, Wildcard, get_system_flags
from pymap.selected import SelectedMailbox

from sandbox.mssante.imap.content import Contents, StoredMessage
from sandbox.mssante.mailstore import FolderRow, MailStore, MessageRow
from sandbox.mssante.threads import thread_of


class StoredFolder(MailboxData):
    """One folder. Flags of a command are written together when the command ends, in `update_selected`."""

    def __init__(self, store: MailStore, row: FolderRow, contents: Contents) -> None:
        super().__init__(_ContentCache(), _ThreadCache())
        self.row = row
        self._store = store
        self._contents = contents
        self._unsaved: dict[int, list[str]] = {}
        self._mailbox_id = ObjectId(b"F%d" % row.id)
        self._uid_validity = row.uidvalidity
        self._max_uid = row.uidnext - 1
        for message in store.messages(row.id):
            self._messages[message.uid] = StoredMessage(message, contents, recent=False)
        self._mod_sequences.update(list(self._messages))

    @property
    def permanent_flags(self) -> frozenset[Flag]:
        """System flags and any keyword (`$PrisEnCharge`…)."""
        return get_system_flags() | {Wildcard}

    def absorb(self, row: MessageRow, *, recent: bool) -> StoredMessage:
        """Show a message just written to the store; wakes the clients in IDLE."""
        message = StoredMessage(row, self._contents, recent=recent)
        self._max_uid = max(self._max_uid, row.uid)
        self._messages[row.uid] = message
        self._mod_sequences.update([row.uid])
        self._updated.set()
        return message

    async def append(self, append_msg: AppendMessage, *, recent: bool = False) -> StoredMessage:
        """APPEND: kept before the UID is told."""
        async with self.messages_lock.write_lock():
            with self._store.transaction():
                row = self._store.append(
                    self.row.id,
                    self._store.keep(append_msg.literal),
                    thread=thread_of(append_msg.literal),
                    flags=[str(flag) for flag in append_msg.flag_set],
                    received=append_msg.when or datetime.now(UTC),
                )
            return self.absorb(row, recent=recent)

    async def copy(self, uid: int, destination: MailboxData, *, recent: bool = False) -> int | None:
        """COPY; None when the message is gone."""
        if uid not in self._messages or not isinstance(destination, StoredFolder):
            return None
        self.flush()
        async with destination.messages_lock.write_lock():
            row = self._store.copy(self.row.id, uid, destination.row.id)
            return destination.absorb(row, recent=recent).uid

    async def move(self, uid: int, destination: MailboxData, *, recent: bool = False) -> int | None:
        """MOVE, in one transaction; None when the message is gone."""
        if uid not in self._messages or not isinstance(destination, StoredFolder):
            return None
        self.flush()
        async with destination.messages_lock.write_lock():
            row = self._store.move(self.row.id, uid, destination.row.id)
            moved = destination.absorb(row, recent=recent).uid
        del self._messages[uid]
        self._mod_sequences.expunge([uid])
        self._updated.set()
        return moved

    async def update(self, uid: int, cached_msg: CachedMessage, flag_set: frozenset[Flag], mode: FlagOp) -> Message:
        """STORE, or the `\\Seen` of a FETCH."""
        message = await super().update(uid, cached_msg, flag_set, mode)
        if not message.expunged:
            self._unsaved[uid] = [str(flag) for flag in message.permanent_flags]
        return message

    async def delete(self, uids: Iterable[int]) -> None:
        """EXPUNGE."""
        doomed = list(uids)
        if doomed:
            self._store.expunge(self.row.id, doomed)
            await super().delete(doomed)

    async def update_selected(self, selected: SelectedMailbox, *, wait_on: Event | None = None) -> SelectedMailbox:
        """End of a command: what it changed is written before its answer leaves."""
        self.flush()
        return await super().update_selected(selected, wait_on=wait_on)

    def flush(self) -> None:
        """Write the flags changed since the last call."""
        if self._unsaved:
            unsaved, self._unsaved = self._unsaved, {}
            self._store.set_flags(self.row.id, unsaved)

    async def snapshot(self) -> MailboxSnapshot:
        """State of the folder; the keywords in use are listed, as FLAGS must (RFC 3501 § 7.2.6)."""
        plain = await super().snapshot()
        used = {flag for message in self._messages.values() for flag in message.permanent_flags}
        return _Snapshot(plain, used)


class _Snapshot(MailboxSnapshot):
    """A snapshot whose FLAGS never contain the `\\*` that only PERMANENTFLAGS may."""

    def __init__(self, plain: MailboxSnapshot, used: Iterable[Flag]) -> None:
        super().__init__(
            plain.mailbox_id,
            plain.readonly,
            plain.uid_validity,
            plain.permanent_flags | frozenset(used),
            plain.session_flags,
            plain.exists,
            plain.recent,
            plain.unseen,
            plain.first_unseen,
            plain.next_uid,
        )

    @property
    def flags(self) -> frozenset[Flag]:
        return super().flags - {Wildcard}
