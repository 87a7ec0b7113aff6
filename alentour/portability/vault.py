"""Large files at rest: written and read piece by piece, each sealed for its place, so that no archive ever stands in memory.

``core.files`` seals a file whole; an establishment weighs gigabytes.
"""

from __future__ import annotations

import contextlib
import io
import os
import uuid
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from alentour.core import crypto
from alentour.portability.models import Vault

PLACE = "portability_vault"
PIECE = 256 * 1024
SEALED = PIECE + crypto.NONCE + 16


def folder() -> Path:
    place = Path(settings.DATA_DIR) / "transferts"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def path_of(vault: Vault) -> Path:
    return folder() / vault.pk.hex


def open_new(structure_id: uuid.UUID) -> Vault:
    """A row without content yet; give it to :class:`Writing`."""
    made: Vault = Vault.objects.create(structure_id=structure_id, wrapped_key=crypto.seal(os.urandom(32), place=PLACE))
    return made


def remove(vault: Vault) -> None:
    """Forget the content: without its file the key opens nothing."""
    with contextlib.suppress(FileNotFoundError):
        path_of(vault).unlink()


def _key(vault: Vault) -> bytes:
    return crypto.unseal(bytes(vault.wrapped_key), place=PLACE)


class Writing(io.RawIOBase):
    """A file object that seals what it is given; ``close`` writes the last piece and the size."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self._key = vault, _key(vault)
        self._out = path_of(vault).open("wb")
        self._held, self._pieces, self._size = bytearray(), 0, 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._size

    def write(self, data: Any) -> int:
        self._held += data
        self._size += len(data)
        while len(self._held) >= PIECE:
            self._seal(bytes(self._held[:PIECE]))
            del self._held[:PIECE]
        return len(data)

    def _seal(self, piece: bytes) -> None:
        self._out.write(crypto.seal(piece, place=f"{self.vault.pk}:{self._pieces}", key=self._key))
        self._pieces += 1

    def finish(self) -> None:
        """Everything was written: the file is whole."""
        if self._held:
            self._seal(bytes(self._held))
            self._held.clear()
        self._out.flush()
        os.fsync(self._out.fileno())
        self.vault.size, self.vault.pieces = self._size, self._pieces
        self.vault.save(update_fields=["size", "pieces"])

    def close(self) -> None:
        self._out.close()
        super().close()


class Reading(io.RawIOBase):
    """A seekable file object over a sealed file: only the pieces asked for are opened."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self._at, key = vault, 0, _key(vault)
        self._in = path_of(vault).open("rb")

        @lru_cache(maxsize=4)
        def piece(number: int) -> bytes:
            self._in.seek(number * SEALED)
            return crypto.unseal(self._in.read(SEALED), place=f"{vault.pk}:{number}", key=key)

        self._piece = piece

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.vault.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        number, inside = divmod(self._at, PIECE)
        if self._at >= self.vault.size:
            return 0
        data = self._piece(number)[inside : inside + len(buffer)]
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        self._in.close()
        super().close()


def chunks(vault: Vault) -> Iterator[bytes]:
    """The content, a piece at a time, for a download."""
    with Reading(vault) as held:
        while data := held.read(PIECE):
            yield data


def keep(data: bytes, structure_id: uuid.UUID) -> Vault:
    """Seal ``data`` whole."""
    vault = open_new(structure_id)
    with Writing(vault) as out:
        out.write(data)
        out.finish()
    return vault
