"""MTOM/XOP packaging: a root XML part and binary parts, in one multipart/related (W3C SOAP MTOM §3, RFC 2387).

Bytes are never copied nor re-encoded: the hash of a document is computed on them. Writing yields chunks to send one
after the other; reading yields memoryviews on the received body. The standard library's ``email`` takes fifty times
longer and several copies, so it is not used.

Lenient reading: boundary quoted or not, ``start`` absent, header names in any case, Content-ID with or without
``<>``, LF instead of CRLF, a part in base64. A document may contain ``--`` or even the boundary inside a line.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from esante.soap.errors import BadMime

Buffer: TypeAlias = bytes | memoryview

_PARAMETER = re.compile(r';\s*([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))')
_MAX_PARTS = 1000
_MAX_HEADERS = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One attachment: its bare Content-ID (no ``<>``), its media type and its untouched bytes."""

    content_id: str
    data: Buffer
    content_type: str = "application/octet-stream"

    @property
    def href(self) -> str:
        """Value of ``xop:Include/@href`` that designates this part."""
        return "cid:" + self.content_id


@dataclass(frozen=True, slots=True)
class Package:
    """A multipart body ready to send: its Content-Type header and its chunks in order."""

    content_type: str
    chunks: tuple[Buffer, ...]

    @property
    def length(self) -> int:
        """Size in bytes, for Content-Length."""
        return sum(len(chunk) for chunk in self.chunks)

    def to_bytes(self) -> bytes:
        """The body in one piece (one copy: for tests and small answers)."""
        return b"".join(self.chunks)


def encode_package(root: bytes, parts: Sequence[Part], *, action: str, boundary: str, root_id: str) -> Package:
    """Package ``root`` (the SOAP envelope) and its parts. ``boundary`` is lengthened if a part happens to hold it."""
    boundary = _free_boundary(boundary, [root, *(part.data for part in parts)])
    content_type = (
        f'multipart/related; boundary="{boundary}"; type="application/xop+xml"; start="<{root_id}>"; '
        f'start-info="application/soap+xml"; action="{action}"'
    )
    root_type = 'application/xop+xml; charset=UTF-8; type="application/soap+xml"'
    chunks: list[Buffer] = [_head(boundary, root_type, root_id, first=True), root]
    for part in parts:
        chunks += [_head(boundary, part.content_type, part.content_id), part.data]
    chunks.append(f"\r\n--{boundary}--\r\n".encode())
    return Package(content_type, tuple(chunks))


def _head(boundary: str, content_type: str, content_id: str, *, first: bool = False) -> bytes:
    start = "" if first else "\r\n"
    return (
        f"{start}--{boundary}\r\nContent-Type: {content_type}\r\n"
        f"Content-Transfer-Encoding: binary\r\nContent-ID: <{content_id}>\r\n\r\n"
    ).encode()


def _free_boundary(boundary: str, buffers: Sequence[Buffer]) -> str:
    while any(re.search(re.escape(boundary.encode()), data) for data in buffers):
        boundary += "_"
    return boundary


def media_type(content_type: str) -> str:
    """The bare ``type/subtype`` of a Content-Type header, in lower case."""
    return content_type.split(";", 1)[0].strip().lower()


def parameters(content_type: str) -> Mapping[str, str]:
    """Parameters of a Content-Type header, names in lower case, quoted or not."""
    found = {}
    for name, quoted, bare in _PARAMETER.findall(content_type):
        found[name.lower()] = re.sub(r"\\(.)", r"\1", quoted) if quoted else bare.strip()
    return found


def decode_package(content_type: str, body: bytes) -> tuple[memoryview, tuple[Part, ...]]:
    """Take a multipart/related apart: (root part's bytes, the other parts). Raises :class:`BadMime`."""
    options = parameters(content_type)
    boundary = options.get("boundary", "")
    if not boundary:
        raise BadMime("multipart sans délimiteur (boundary)")
    parts = [_part(body, start, end) for start, end in _spans(body, b"--" + boundary.encode("latin-1", "replace"))]
    if not parts:
        raise BadMime("multipart sans aucune partie")
    start_id = options.get("start", "").strip("<> ")
    root = next((part for part in parts if start_id and part.content_id == start_id), parts[0])
    return memoryview(root.data), tuple(part for part in parts if part is not root)


def _spans(body: bytes, delimiter: bytes) -> Iterator[tuple[int, int]]:
    """(start, end) of each part: what lies between two delimiter lines, without the line end that belongs to them."""
    begin, count = -1, 0
    for line, after, last in _delimiters(body, delimiter):
        if begin >= 0:
            count += 1
            if count > _MAX_PARTS:
                raise BadMime("multipart de plus de 1000 parties")
            yield begin, max(begin, line)
        if last:
            return
        begin = after
    raise BadMime("multipart tronqué : délimiteur de fin absent")


def _delimiters(body: bytes, delimiter: bytes) -> Iterator[tuple[int, int, bool]]:
    """(end of the part before, start of the part after, closing?) for each occurrence that is a whole line."""
    position = body.find(delimiter)
    while position >= 0:
        after = position + len(delimiter)
        closing = body.startswith(b"--", after)
        end_of_line = body.find(b"\n", after)
        rest = body[after + 2 * closing : end_of_line if end_of_line >= 0 else None]
        if len(rest) < 80 and not rest.strip() and (position == 0 or body[position - 1 : position] == b"\n"):
            before = position - (2 if body[position - 2 : position] == b"\r\n" else 1)
            yield before, end_of_line + 1 if end_of_line >= 0 else len(body), closing
        position = body.find(delimiter, after)


def _part(body: bytes, start: int, end: int) -> Part:
    headers, data_start = _headers(body, start, end)
    data: Buffer = memoryview(body)[data_start:end]
    encoding = headers.get("content-transfer-encoding", "binary").lower()
    if encoding == "base64":
        try:
            data = base64.b64decode(data, validate=False)
        except binascii.Error as error:
            raise BadMime("partie base64 illisible") from error
    elif encoding == "quoted-printable":
        raise BadMime("partie en quoted-printable : seules binary, 8bit, 7bit et base64 sont lues")
    content_type = headers.get("content-type", "application/octet-stream")
    return Part(content_id=headers.get("content-id", "").strip("<> "), content_type=content_type, data=data)


def _headers(body: bytes, start: int, end: int) -> tuple[dict[str, str], int]:
    """Headers of a part (names in lower case, folded lines joined) and where its content starts."""
    blank = re.compile(rb"\r?\n\r?\n").search(body, max(start - 1, 0), min(end, start + _MAX_HEADERS))
    if blank is None:
        raise BadMime("partie sans ligne vide entre ses en-têtes et son contenu")
    text = re.sub(r"\r?\n[ \t]+", " ", body[start : blank.start()].decode("latin-1")) if blank.start() > start else ""
    lines = [line.partition(":") for line in text.splitlines() if ":" in line]
    return {name.strip().lower(): value.strip() for name, _, value in lines}, blank.end()
