"""A message as the operator reads it, once, leniently: headers decoded, parts listed, never modified."""

from __future__ import annotations

import email
import email.header
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.errors import HeaderParseError
from email.message import Message
from email.utils import getaddresses
from functools import cached_property

_MESSAGE_ID = re.compile(r"<[^<>\s@]+@[^<>\s@]+>\Z")


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of the top-level message: media type in lower case, decoded file name and bytes, declared charset."""

    media_type: str
    filename: str
    data: bytes
    charset: str


class Letter:
    """A received message. `content` is what the client sent after DATA, to the byte."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._message: Message = email.message_from_bytes(content, policy=policy.compat32)

    def header(self, name: str) -> str:
        """A header, unfolded and decoded (RFC 2047, or raw UTF-8); empty when absent."""
        return _decoded(self._raw(name))

    def _raw(self, name: str) -> str:
        for known, value in self._message.raw_items():
            if known.lower() == name.lower():
                return re.sub(r"\s+", " ", str(value)).strip()
        return ""

    def has(self, name: str) -> bool:
        """Whether a header is there, even empty."""
        return name in self._message

    def addresses(self, name: str) -> list[tuple[str, str]]:
        """(label, address in lower case) of an address header."""
        found = getaddresses([self._raw(name)])
        return [(_decoded(label), address.lower()) for label, address in found if "@" in address]

    @cached_property
    def author(self) -> str:
        """Address of From, empty unless there is exactly one."""
        found = self.addresses("From")
        return found[0][1] if len(found) == 1 else ""

    @cached_property
    def message_id(self) -> str:
        """Message-ID with its angle brackets; empty when absent or malformed (RFC 5322 § 3.6.4)."""
        text = self.header("Message-ID")
        return text if _MESSAGE_ID.match(text) else ""

    @property
    def media_type(self) -> str:
        """Media type of the whole."""
        return self._message.get_content_type()

    @property
    def is_notice(self) -> bool:
        """Whether this is a receipt: delivery notice or disposition notice."""
        return self.media_type == "multipart/report"

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Leaves of the message; an attached message is not entered, it is someone else's."""
        return tuple(_leaf(part) for part in _leaves(self._message))

    @cached_property
    def digest(self) -> str:
        """Fingerprint of what the message says: equal for two encodings of the same subject, texts and attachments."""
        whole = hashlib.sha256(self.header("Subject").encode())
        for part in self.parts:
            whole.update(f"\0{part.media_type}\0{part.filename}\0".encode())
            whole.update(hashlib.sha256(part.data).digest())
        return whole.hexdigest()


def _leaves(message: Message) -> Iterator[Message]:
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _leaves(part)
    else:
        yield message


def _leaf(part: Message) -> Part:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):  # message/rfc822: its bytes are those of the message it holds
        inner = part.get_payload()
        data = (
            b"".join(item.as_bytes() for item in inner if isinstance(item, Message)) if isinstance(inner, list) else b""
        )
    filename = _decoded(part.get_filename() or "")
    return Part(part.get_content_type(), filename, data, (part.get_content_charset() or "").lower())


def _decoded(raw: str) -> str:
    """RFC 2047 words decoded; bytes that should not be there read as UTF-8, and never an error."""
    text = raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        return str(email.header.make_header(email.header.decode_header(text)))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return text
