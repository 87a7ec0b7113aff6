"""All the folders of one mailbox, for pymap."""

from __future__ import annotations

from pymap.backend.mailbox import MailboxSetInterface
from pymap.listtree import ListTree
from pymap.parsing.specials import ObjectId

from sandbox.mssante.imap.content import Contents
from sandbox.mssante.imap.folder import StoredFolder
from sandbox.mssante.mailstore import INBOX, MailStore

DELIMITER = "/"


class StoredFolders(MailboxSetInterface[StoredFolder]):
    """Folders by name; INBOX is known in any case."""

    def __init__(self, store: MailStore, address: str) -> None:
        self._store = store
        self._address = address
        self._contents = Contents(store)
        rows = store.folders(address)
        self._folders = {row.name: StoredFolder(store, row, self._contents) for row in rows}
        self._subscribed = {row.name for row in rows if row.subscribed}

    @property
    def delimiter(self) -> str:
        """Between the names of nested folders."""
        return DELIMITER

    def open(self, name: str) -> StoredFolder:
        """A folder; KeyError when it does not exist."""
        return self._folders[INBOX if name.upper() == INBOX else name]

    async def get_mailbox(self, name: str) -> StoredFolder:
        """As `open`."""
        return self.open(name)

    async def list_mailboxes(self) -> ListTree:
        """Every folder."""
        return ListTree(DELIMITER).update(INBOX, *self._folders)

    async def list_subscribed(self) -> ListTree:
        """Folders the client subscribed to, and INBOX."""
        return ListTree(DELIMITER).update(INBOX, *(name for name in self._folders if name in self._subscribed))

    async def set_subscribed(self, name: str, subscribed: bool) -> None:
        """SUBSCRIBE and UNSUBSCRIBE; unknown names are accepted and forgotten."""
        if name in self._folders:
            self._store.subscribe(self._folders[name].row.id, subscribed)
            (self._subscribed.add if subscribed else self._subscribed.discard)(name)

    async def add_mailbox(self, name: str) -> ObjectId:
        """CREATE; ValueError when the folder exists."""
        if name in self._folders:
            raise ValueError(name)
        row = self._store.add_folder(self._address, name)
        folder = self._folders[name] = StoredFolder(self._store, row, self._contents)
        self._subscribed.add(name)
        return folder.mailbox_id

    async def delete_mailbox(self, name: str) -> None:
        """DELETE; KeyError when the folder does not exist."""
        folder = self._folders.pop(name)
        self._store.delete_folder(folder.row.id)

    async def rename_mailbox(self, before: str, after: str) -> None:
        """RENAME; renaming INBOX moves its messages away and leaves it empty (RFC 3501 § 6.3.5)."""
        tree = ListTree(DELIMITER).update(INBOX, *self._folders)
        if tree.get(before) is None:
            raise KeyError(before)
        if tree.get(after) is not None:
            raise ValueError(after)
        for old, new in tree.get_renames(before, after):
            folder = self._folders.pop(old)
            self._store.rename_folder(folder.row.id, new)
            self._folders[new] = folder
            if old == INBOX:
                await self.add_mailbox(INBOX)
