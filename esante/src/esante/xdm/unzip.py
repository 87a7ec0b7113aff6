"""Opening a ZIP somebody else made: in memory, counted, never trusted (specs/mss §2.6, 1 to 3)."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from esante.xdm.errors import UnreadableArchive

_CHUNK = 64 * 1024
_CENTRAL_RECORD = b"PK\x01\x02"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Beyond these, the archive is not opened. Bytes, except ``ratio`` (unpacked / packed, per file) and ``files``.

    A file under ``ratio_floor`` is never a bomb: small repetitive texts compress very well.
    """

    archive: int = 30 * 1024 * 1024
    files: int = 200
    total: int = 100 * 1024 * 1024
    ratio: int = 100
    ratio_floor: int = 1024 * 1024


DEFAULT_LIMITS = Limits()


def unpack(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Mapping[str, bytes]:
    """Files of the archive by path (``/`` separated, case kept). Raises UnreadableArchive."""
    if len(data) > limits.archive:
        raise UnreadableArchive("too-big")
    # The directory itself may be a bomb of millions of tiny records: count before letting zipfile build them.
    if data.count(_CENTRAL_RECORD) > 4 * limits.files:
        raise UnreadableArchive("too-many-files")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _files(archive, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise UnreadableArchive("not-a-zip" if not data.startswith(b"PK") else "damaged") from error
    except (ValueError, RuntimeError, OverflowError) as error:
        if isinstance(error, UnreadableArchive):
            raise
        raise UnreadableArchive("damaged") from error


def _files(archive: zipfile.ZipFile, limits: Limits) -> dict[str, bytes]:
    infos = archive.infolist()
    if len(infos) > limits.files:
        raise UnreadableArchive("too-many-files")
    held: dict[str, bytes] = {}
    seen: set[str] = set()
    room = limits.total
    for info in infos:
        path = _checked_path(info)
        if info.is_dir() or path.endswith("/"):
            continue
        if path.upper() in seen:
            raise UnreadableArchive("same-name")
        seen.add(path.upper())
        held[path] = _content(archive, info, min(room, _allowed(info, limits)))
        room -= len(held[path])
    return held


def _checked_path(info: zipfile.ZipInfo) -> str:
    """The path of an entry, refused when it leads out of the archive or is not a plain file."""
    path = info.orig_filename.replace("\\", "/")
    parts = path.split("/")
    if path.startswith("/") or ".." in parts or "\0" in path or re.match(r"[A-Za-z]:", path):
        raise UnreadableArchive("escape")
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise UnreadableArchive("link")
    if info.flag_bits & 0x1:
        raise UnreadableArchive("encrypted")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadableArchive("compression")
    return "/".join(part for part in parts[:-1] if part not in ("", ".")) + ("/" if len(parts) > 1 else "") + parts[-1]


def _allowed(info: zipfile.ZipInfo, limits: Limits) -> int:
    return max(limits.ratio_floor, info.compress_size * limits.ratio)


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, allowed: int) -> bytes:
    """Unpack with a hard counter: the size written in the directory may lie."""
    content = bytearray()
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            content += chunk
            if len(content) > allowed:
                raise UnreadableArchive("bomb")
    return bytes(content)
