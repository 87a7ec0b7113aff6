"""Messages as pymap sees them: numbers and flags in memory, bytes in the store until somebody asks for them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence

from pymap.backend.dict.mailbox import LoadedMessage, Message
from pymap.bytes import Writeable
from pymap.mime import MessageContent
from pymap.parsing.response.fetch import EnvelopeStructure
from pymap.parsing.specials import FetchRequirement, ObjectId
from pymap.parsing.specials.flag import Flag

from sandbox.mssante.mailstore import MailStore, MessageRow

PARSED_KEPT = 24


class Contents:
    """Parsed messages, read from the store when first asked for; the last few stay in memory."""

    def __init__(self, store: MailStore) -> None:
        self._store = store
        self._parsed: OrderedDict[int, MessageContent] = OrderedDict()

    def whole(self, number: int) -> MessageContent:
        """The parsed message of a content number."""
        if number not in self._parsed:
            self._parsed[number] = self._read(self._store.content, number)
        self._parsed.move_to_end(number)
        while len(self._parsed) > PARSED_KEPT:
            self._parsed.popitem(last=False)
        return self._parsed[number]

    def head(self, number: int) -> MessageContent:
        """The same message, its headers only."""
        return self._parsed.get(number) or self._read(self._store.head, number)

    def _read(self, read: Callable[[int], bytes], number: int) -> MessageContent:
        """Empty when another client expunged the last copy while this one was being answered."""
        try:
            return MessageContent.parse(read(number))
        except KeyError:
            return MessageContent.parse(b"")


class StoredMessage(Message):
    """A message of a folder."""

    __slots__ = ["contents", "row"]

    def __init__(self, row: MessageRow, contents: Contents, *, recent: bool) -> None:
        super().__init__(
            row.uid,
            row.received,
            [Flag(flag) for flag in row.flags],
            email_id=ObjectId(b"M%d" % row.content),
            thread_id=ObjectId(row.thread.encode("ascii")),
            recent=recent,
        )
        self.row = row
        self.contents = contents

    async def load_content(self, requirement: FetchRequirement) -> LoadedMessage:
        """Whatever is required, nothing is read yet."""
        return LazyMessage(self, requirement)


class LazyMessage(LoadedMessage):
    """Lists of a mailbox ask for sizes, headers and envelopes: these never read an attachment."""

    __slots__ = ["_stored"]

    def __init__(self, stored: StoredMessage, requirement: FetchRequirement) -> None:
        super().__init__(stored, requirement, None)
        self._stored = stored

    @property
    def content(self) -> MessageContent:
        """The whole message."""
        return self._stored.contents.whole(self._stored.row.content)

    @property
    def _head(self) -> MessageContent:
        return self._stored.contents.head(self._stored.row.content)

    def get_header(self, name: bytes) -> Sequence[str]:
        """A header, for SEARCH."""
        try:
            return self._head.header.parsed[name]
        except KeyError:
            return []

    def get_message_headers(
        self, section: Sequence[int] | None = None, subset: Collection[bytes] | None = None, inverse: bool = False
    ) -> Writeable:
        """Headers of the message, or of a part."""
        if section:
            return super().get_message_headers(section, subset, inverse)
        return LoadedMessage(self._stored, self.requirement, self._head).get_message_headers(None, subset, inverse)

    def get_envelope_structure(self) -> EnvelopeStructure:
        """ENVELOPE."""
        return self._get_envelope_structure(self._head)

    def get_size(self, section: Sequence[int] | None = None) -> int:
        """RFC822.SIZE, or the size of a part."""
        return super().get_size(section) if section else self._stored.row.size
