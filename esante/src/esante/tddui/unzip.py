"""Opening a ZIP somebody else made, on disk or in memory, file by file: counted, never trusted, never unpacked to a folder."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from esante.tddui.errors import UnreadableTransfer

_CHUNK = 256 * 1024
_END, _END64 = b"PK\x05\x06", b"PK\x06\x06"
_END_SIZE, _COMMENT = 22, 65535


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipLimits:
    """Beyond these an archive is not opened. Bytes, except ``ratio`` (unpacked / packed, per file) and ``files``.

    A file under ``ratio_floor`` is never a bomb: small repetitive texts compress very well.
    """

    directory: int = 24 * 1024 * 1024
    files: int = 200_000
    file: int = 128 * 1024 * 1024
    total: int = 64 * 1024 * 1024 * 1024
    ratio: int = 200
    ratio_floor: int = 4 * 1024 * 1024


DEFAULT_ZIP_LIMITS = ZipLimits()


class Unzipped:
    """The files of an archive by path (``/`` separated). Raises UnreadableTransfer on anything suspect."""

    def __init__(self, stream: BinaryIO, limits: ZipLimits = DEFAULT_ZIP_LIMITS) -> None:
        self._limits = limits
        self._room = limits.total
        try:
            _check_directory(stream, limits)
            self._zip = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error) as error:
            if isinstance(error, UnreadableTransfer):
                raise
            raise UnreadableTransfer("Ce fichier n'est pas une archive ZIP lisible.") from error
        self._infos = _named(self._zip.infolist(), limits)

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file, in the order of the archive."""
        return tuple(self._infos)

    def chunks(self, path: str) -> Iterator[bytes]:
        """The content of a file, unpacked as it is asked; the size its directory tells may lie."""
        info = self._infos[path]
        allowed = min(self._limits.file, max(self._limits.ratio_floor, info.compress_size * self._limits.ratio))
        try:
            with self._zip.open(info) as held:
                while chunk := held.read(_CHUNK):
                    allowed -= len(chunk)
                    self._room -= len(chunk)
                    if allowed < 0 or self._room < 0:
                        raise UnreadableTransfer("Un fichier de l'archive est démesuré : elle n'est pas ouverte.")
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
            raise UnreadableTransfer("Un fichier de l'archive est abîmé.") from error

    def read(self, path: str) -> bytes:
        """The whole content of a file."""
        return b"".join(self.chunks(path))


def is_zip(head: bytes) -> bool:
    """Whether bytes begin as a ZIP does."""
    return head.startswith((b"PK\x03\x04", _END))


def _check_directory(stream: BinaryIO, limits: ZipLimits) -> None:
    """The directory itself may be a bomb of millions of records: look at its size before `zipfile` builds them."""
    size = stream.seek(0, io.SEEK_END)
    start = max(0, size - _END_SIZE - _COMMENT)
    stream.seek(start)
    tail = stream.read(_END_SIZE + _COMMENT)
    at = len(tail) - _END_SIZE
    if at < 0 or not tail.startswith(_END, at) or tail[-2:] != b"\0\0":
        at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise UnreadableTransfer("Ce fichier n'est pas une archive ZIP lisible.")
    directory = struct.unpack_from("<L", tail, at + 12)[0]
    larger = tail.rfind(_END64, 0, at)
    if larger >= 0 and len(tail) - larger >= 56:
        directory = max(directory if directory != 0xFFFFFFFF else 0, struct.unpack_from("<Q", tail, larger + 40)[0])
    if directory > limits.directory:
        raise UnreadableTransfer("Cette archive contient trop de fichiers.")
    stream.seek(0)


def _named(infos: list[zipfile.ZipInfo], limits: ZipLimits) -> dict[str, zipfile.ZipInfo]:
    if len(infos) > limits.files:
        raise UnreadableTransfer("Cette archive contient trop de fichiers.")
    held: dict[str, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    for info in infos:
        path = _checked_path(info)
        if info.is_dir() or path.endswith("/"):
            continue
        if path.casefold() in seen:
            raise UnreadableTransfer("Deux fichiers de l'archive portent le même nom.")
        seen.add(path.casefold())
        held[path] = info
    return held


def _checked_path(info: zipfile.ZipInfo) -> str:
    path = info.orig_filename.replace("\\", "/")
    parts = path.split("/")
    if path.startswith("/") or ".." in parts or "\0" in path or re.match(r"[A-Za-z]:", path):
        raise UnreadableTransfer("Un fichier de l'archive cherche à sortir de son dossier.")
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise UnreadableTransfer("L'archive contient un lien : elle n'est pas ouverte.")
    if info.flag_bits & 0x1:
        raise UnreadableTransfer("L'archive est chiffrée : elle ne peut pas être lue.")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadableTransfer("L'archive est compressée d'une façon qui n'est pas lue ici.")
    return path
