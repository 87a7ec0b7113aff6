"""The envelope of a message: what SMTP says of it, delivery notices included (RFC 3461)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Notify = Literal["NEVER", "SUCCESS", "FAILURE", "DELAY"]

NULL_SENDER = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """`address` in lower case; `notify` which outcomes the sender wants told; `original` the ORCPT, already decoded."""

    address: str
    notify: frozenset[Notify] = frozenset({"FAILURE"})
    original: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """`sender` is empty for a notice; `whole` is RET=FULL; `identifier` is ENVID; `helo` and `client` say who spoke
    (name given to EHLO, subject of the certificate); `idnps` is the professional, empty between operators."""

    sender: str
    recipients: tuple[Recipient, ...]
    whole: bool = False
    identifier: str = ""
    helo: str = ""
    client: str = ""
    idnps: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a message for one recipient. `status` is RFC 3463 (`2.0.0`); `reply` is the SMTP line that said so."""

    recipient: Recipient
    state: Literal["delivered", "duplicate", "failed", "waiting", "lost"]
    status: str = "2.0.0"
    reply: str = "250 2.0.0 Delivered"
    requirement: object = field(default=None, compare=False)
