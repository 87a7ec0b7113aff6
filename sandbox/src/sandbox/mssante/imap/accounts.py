"""Mailboxes opened by clients, and how a message delivered by SMTP reaches those who watch them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from pymap.backend.dict import Config, Session
from pymap.backend.dict.filter import FilterSet
from pymap.interfaces.login import IdentityInterface
from pymap.selected import SelectedMailbox
from pymap.user import UserMetadata

from sandbox.mssante.imap.folders import StoredFolders
from sandbox.mssante.mailstore import INBOX, SPECIAL_USE, MailStore, MessageRow


class Accounts:
    """Folders of the mailboxes opened since the start; only used by the event loop's thread."""

    def __init__(self, store: MailStore) -> None:
        self._store = store
        self._opened: dict[str, StoredFolders] = {}

    def open(self, address: str) -> StoredFolders:
        """Folders of a mailbox, shared by all its clients."""
        if address not in self._opened:
            self._opened[address] = StoredFolders(self._store, address)
        return self._opened[address]

    def announce(self, address: str, row: MessageRow) -> None:
        """Show a message the store already holds to the clients of that mailbox."""
        if address in self._opened:
            self._opened[address].open(INBOX).absorb(row, recent=True)

    def forget(self, address: str | None = None) -> None:
        """Read one mailbox, or all, from the store again at the next opening."""
        if address is None:
            self._opened.clear()
        else:
            self._opened.pop(address, None)


class MailSession(Session):
    """A pymap session that answers SPECIAL-USE (RFC 6154) by folder names."""

    def __init__(self, address: str, config: Config, folders: StoredFolders) -> None:
        super().__init__(address, config, folders, FilterSet())  # type: ignore[arg-type]

    async def list_mailboxes(
        self, ref_name: str, filter_: str, subscribed: bool = False, selected: SelectedMailbox | None = None
    ) -> tuple[Iterable[tuple[str, str | None, Sequence[bytes]]], SelectedMailbox | None]:
        """LIST and LSUB."""
        entries, updates = await super().list_mailboxes(ref_name, filter_, subscribed, selected)
        return [(name, mark, _with_use(name, known)) for name, mark, known in entries], updates


def _with_use(name: str, attributes: Sequence[bytes]) -> Sequence[bytes]:
    return [*attributes, SPECIAL_USE[name]] if name in SPECIAL_USE else attributes


class Owner(IdentityInterface):
    """Someone allowed to open a mailbox, for the length of a connection."""

    def __init__(self, address: str, config: Config, accounts: Accounts) -> None:
        self._address = address
        self._config = config
        self._accounts = accounts

    @property
    def name(self) -> str:
        """The mailbox."""
        return self._address

    @property
    def roles(self) -> frozenset[str]:
        """Nobody administers mailboxes by IMAP."""
        return frozenset()

    @asynccontextmanager
    async def new_session(self) -> AsyncIterator[MailSession]:
        """Open the mailbox."""
        yield MailSession(self._address, self._config, self._accounts.open(self._address))

    async def new_token(self, *, expiration: datetime | None = None) -> str | None:
        """No token of our own: only those of Pro Santé Connect open a mailbox."""
        return None

    async def get(self) -> UserMetadata:
        """Metadata pymap asks of an identity."""
        return UserMetadata(self._config, self._address)

    async def set(self, user: Any) -> int | None:
        """Mailboxes are not edited by IMAP."""
        raise PermissionError(self._address)

    async def delete(self) -> None:
        """Mailboxes are not deleted by IMAP."""
        raise PermissionError(self._address)
