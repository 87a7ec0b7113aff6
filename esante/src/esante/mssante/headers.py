"""Headers of a received message: decoded whatever their encoding, never an exception."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from esante.mssante.addresses import Address
from esante.mssante.errors import CannotCompose

_IDS = re.compile(r"<[^<>\s]+>")


class Headers:
    """Headers of a message, by name, decoded (RFC 2047, or raw 8-bit UTF-8 and Latin-1 as some senders write)."""

    def __init__(self, message: Message) -> None:
        self._raw: dict[str, list[str]] = {}
        for name, value in message.raw_items():
            self._raw.setdefault(name.lower(), []).append(_unfolded(str(value)))

    def text(self, name: str) -> str:
        """First value of the header, "" when it is absent."""
        return decoded(next(iter(self._raw.get(name.lower(), [])), ""))

    def addresses(self, name: str) -> tuple[Address, ...]:
        """Mailboxes of every header of that name; the ones that are no address are left out."""
        values = self._raw.get(name.lower(), [])
        return tuple(one for pair in getaddresses(values) if (one := _address(*pair)))

    def mailbox(self, name: str) -> str:
        """The first mailbox of the header, "" for none (or for the empty path ``<>``)."""
        return next((one.mailbox for one in self.addresses(name)), "")

    def ids(self, name: str) -> tuple[str, ...]:
        """Message-IDs of the header, without doubles."""
        found = (one for value in self._raw.get(name.lower(), []) for one in _IDS.findall(value))
        return tuple(dict.fromkeys(found))

    def moment(self, name: str) -> datetime | None:
        """A date; None when it is absent or unreadable. A date without zone is taken as UTC (RFC 5322 «-0000»)."""
        try:
            moment = parsedate_to_datetime(self.text(name))
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def decoded(value: str) -> str:
    """Encoded words and raw bytes of a header value → text, on one line."""
    try:
        pieces = decode_header(_readable(value))
    except (HeaderParseError, ValueError):
        return _one_line(_readable(value))
    return _one_line("".join(_piece(text, charset) for text, charset in pieces))


def _piece(text: bytes | str, charset: str | None) -> str:
    if isinstance(text, str):
        return text
    for tried in (charset, "utf-8", "latin-1"):
        try:
            return text.decode(tried or "ascii")
        except (LookupError, UnicodeDecodeError):
            continue
    return text.decode("ascii", "replace")


def _readable(value: str) -> str:
    """Bytes above 127 come as surrogates from the parser: read them as UTF-8, else Latin-1."""
    raw = value.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _one_line(text: str) -> str:
    printable = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(printable.split())


def _unfolded(value: str) -> str:
    return re.sub(r"\r?\n(?=[ \t])", "", value)


def _address(name: str, mailbox: str) -> Address | None:
    try:
        return Address(_readable(mailbox).strip(), decoded(name))
    except CannotCompose:
        return None


def first(addresses: Iterable[Address]) -> Address | None:
    """The first address, None without any."""
    return next(iter(addresses), None)
