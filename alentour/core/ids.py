"""Identifiers: opaque to people, ordered in time for the indexes."""

from __future__ import annotations

import os
import time
import uuid


def uuid7() -> uuid.UUID:
    """A UUID version 7 (RFC 9562 §5.7): 48 bits of milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = milliseconds << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def oid_of(identifier: uuid.UUID) -> str:
    """The OID ``2.25.<integer>`` of a UUID (ITU-T X.667 §6.3): document identifiers that need no registered root."""
    return f"2.25.{identifier.int}"
