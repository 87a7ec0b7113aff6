"""The two header lines an operator adds in front of what it accepts (RFC 5321 § 4.4); nothing else is touched."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import format_datetime

from sandbox.mssante.envelope import Envelope


def stamp(envelope: Envelope, content: bytes, *, host: str, number: str, at: datetime) -> bytes:
    """`content` preceded by Return-Path and Received. `number` is the operator's own for this message."""
    unit = re.search(r"OU=([0-9A-Za-z]+)", envelope.client)
    seen = f" ({unit.group(1)})" if unit else ""
    said = re.sub(r"[^!-~]", "?", envelope.helo) or "unknown"
    lines = (
        f"Return-Path: <{envelope.sender}>\r\n"
        f"Received: from {said}{seen}\r\n by {host} with ESMTPSA id {number};\r\n {format_datetime(at)}\r\n"
    )
    return lines.encode("ascii", "replace") + content
