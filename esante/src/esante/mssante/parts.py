"""Walking the MIME tree of a received message: bodies, attachments, reports, enclosed messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from esante.mssante.headers import Headers, decoded
from esante.mssante.message import ReceivedFile

MAX_PARTS = 500
_ARCHIVE_NAME = re.compile(r"ihe[ _-]?xdm(\s*\(\d+\))?\.zip", re.IGNORECASE)


@dataclass(slots=True)
class Content:
    """What the tree holds, gathered while walking."""

    text: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    files: list[ReceivedFile] = field(default_factory=list)
    reports: list[Message] = field(default_factory=list)
    enclosed: list[Message] = field(default_factory=list)
    oddities: list[str] = field(default_factory=list)


def gather(message: Message) -> Content:
    """Everything of a message, enclosed messages included, up to `MAX_PARTS` parts."""
    content = Content()
    for count, (number, part) in enumerate(_leaves(message, "")):
        if count >= MAX_PARTS:
            content.oddities.append("Le message contient trop de parties : la fin n'est pas lue.")
            break
        _sort_out(content, number, part)
    return content


def looks_like_archive(file: ReceivedFile, *, announced: bool) -> bool:
    """Whether a file is the IHE_XDM.zip: by its name in any of its spellings, or a ZIP when documents are announced."""
    if _ARCHIVE_NAME.fullmatch(file.name.strip()):
        return True
    zipped = file.media_type in ("application/zip", "application/x-zip-compressed", "application/octet-stream")
    return announced and zipped and file.data.startswith(b"PK\x03\x04") and b"METADATA.XML" in file.data.upper()


def payload(part: Message) -> bytes:
    """Decoded bytes of a leaf; what cannot be decoded is given as it came."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def body_text(part: Message) -> str:
    """Decoded text of a leaf, in its charset, else UTF-8, else Latin-1; lines end with ``\\n``."""
    data = payload(part)
    return _decoded(data, part.get_content_charset()).replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes, announced: str | None) -> str:
    for charset in (announced, "utf-8"):
        try:
            return data.decode(charset or "ascii")
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("latin-1")


def _leaves(part: Message, number: str) -> Iterator[tuple[str, Message]]:
    """Leaves, reports and enclosed messages in order, numbered as IMAP does (RFC 3501 §6.4.5); no recursion limit risk."""
    waiting = [(number, part)]
    while waiting:
        current, node = waiting.pop()
        kind = node.get_content_type()
        children = node.get_payload() if node.is_multipart() else None
        if not isinstance(children, list) or kind in ("message/delivery-status", "message/disposition-notification"):
            yield current or "1", node
            continue
        if kind == "message/rfc822":
            yield current or "1", node
            inner = children[0] if children else None
            if isinstance(inner, Message):
                # A simple message enclosed is numbered n.1, the parts of a multipart one n.1, n.2…
                waiting.append((current if inner.is_multipart() else f"{current}.1", inner))
            continue
        prefix = f"{current}." if current else ""
        numbered = [
            (f"{prefix}{index}", child) for index, child in enumerate(children, 1) if isinstance(child, Message)
        ]
        waiting.extend(reversed(numbered))


def _sort_out(content: Content, number: str, part: Message) -> None:
    kind = part.get_content_type()
    if kind in ("message/delivery-status", "message/disposition-notification", "text/rfc822-headers"):
        content.reports.append(part)
    elif kind == "message/rfc822":
        content.enclosed.append(part)
    elif kind in ("text/plain", "text/html") and not _is_attached(part) and not content.enclosed:
        (content.text if kind == "text/plain" else content.html).append(body_text(part))
    else:
        content.files.append(_file(number, part))


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_filename(part))


def _file(number: str, part: Message) -> ReceivedFile:
    return ReceivedFile(
        part=number,
        name=_filename(part) or _default_name(number, part.get_content_type()),
        media_type=part.get_content_type(),
        data=payload(part),
        inline=part.get_content_disposition() == "inline",
        content_id=Headers(part).text("Content-ID").strip("<> "),
    )


def _filename(part: Message) -> str:
    """The label of a file: RFC 2231 or RFC 2047, from Content-Disposition or Content-Type; folders removed."""
    try:
        name = part.get_filename() or ""
    except (LookupError, UnicodeError, ValueError, TypeError):
        return "fichier"
    return re.sub(r"[\x00-\x1f]", "", decoded(name).replace("\\", "/").rpartition("/")[2]).strip()


def _default_name(number: str, kind: str) -> str:
    extension = {"application/pdf": "pdf", "image/jpeg": "jpg", "application/zip": "zip", "text/plain": "txt"}.get(kind)
    return f"piece-{number}.{extension}" if extension else f"piece-{number}"
