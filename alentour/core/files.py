"""Files at rest: encrypted with a key of their own, itself sealed by the master key, durable before the row exists."""

from __future__ import annotations

import hashlib
import os
import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from alentour.core import crypto
from alentour.core.models import StoredFile

PLACE = "core_storedfile"


class DamagedFile(Exception):
    """The content read back is not the content that was stored."""


def store(data: bytes, *, media_type: str, structure_id: uuid.UUID) -> StoredFile:
    """Encrypt and write ``data``, then its row. Call it inside the transaction of the act that owns the file."""
    key = os.urandom(32)
    stored = StoredFile(
        structure_id=structure_id,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        media_type=media_type,
        wrapped_key=crypto.seal(key, place=PLACE),
    )
    sealed = crypto.seal(data, place=str(stored.id), key=key)
    default_storage.save(stored.path, ContentFile(sealed))
    stored.save(force_insert=True)
    return stored


def read(stored: StoredFile) -> bytes:
    """The bytes given to :func:`store`; raises :class:`DamagedFile` when they cannot be given back identical."""
    try:
        key = crypto.unseal(bytes(stored.wrapped_key), place=PLACE)
        with default_storage.open(stored.path, "rb") as handle:
            data = crypto.unseal(handle.read(), place=str(stored.id), key=key)
    except (crypto.Unreadable, OSError):
        raise DamagedFile(str(stored.id)) from None
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise DamagedFile(str(stored.id))
    return data
