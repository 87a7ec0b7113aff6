"""Which conversation a message belongs to, for the IMAP THREADID (RFC 8474): its first known ancestor."""

from __future__ import annotations

import hashlib
import re

_FIELD = re.compile(rb"^(references|in-reply-to|message-id):((?:[^\n]*\n[ \t])*[^\n]*)", re.I | re.M)
_IDENTIFIER = re.compile(rb"<[^<>\s]+>")


def thread_of(content: bytes) -> str:
    """A short identifier, the same for a message and its answers; never empty."""
    head = content.partition(b"\r\n\r\n")[0]
    fields = {name.lower(): value for name, value in _FIELD.findall(head)}
    for name in (b"references", b"in-reply-to", b"message-id"):
        found = _IDENTIFIER.search(fields.get(name, b""))
        if found:
            return "T" + hashlib.sha256(found.group()).hexdigest()[:20]
    return "T" + hashlib.sha256(content).hexdigest()[:20]
