"""Encryption at rest: AES-256-GCM, one key per purpose derived from the master key, one random key per file.

The additional data binds a ciphertext to its place (table and field, or file), so that a value copied elsewhere does not open.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12


class Unreadable(Exception):
    """A sealed value does not open: altered, moved from its place, or sealed with another key."""


@lru_cache(maxsize=64)
def _cipher(key: bytes, purpose: str) -> AESGCM:
    return AESGCM(HKDF(hashes.SHA256(), 32, None, purpose.encode()).derive(key))


def seal(data: bytes, *, place: str, key: bytes | None = None) -> bytes:
    """Encrypt ``data`` for ``place`` (for example ``messaging_message:body``); 12 bytes of nonce, then the ciphertext."""
    nonce = os.urandom(NONCE)
    return nonce + _cipher(key or settings.MASTER_KEY, "field").encrypt(nonce, data, place.encode())


def unseal(sealed: bytes, *, place: str, key: bytes | None = None) -> bytes:
    """Decrypt what :func:`seal` made for the same place; raises :class:`Unreadable`."""
    try:
        return _cipher(key or settings.MASTER_KEY, "field").decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
    except InvalidTag:
        raise Unreadable(place) from None


def blind_index(value: str, *, purpose: str) -> str:
    """A keyed digest that finds an exact value again without storing it (64 hexadecimal characters)."""
    return hmac.new(settings.MASTER_KEY, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()
