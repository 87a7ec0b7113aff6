"""What a handler answers. The same four everywhere: accepted, refused, unreachable, waiting for a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The partner took it; ``receipt`` holds its identifiers (never an identity)."""

    receipt: Mapping[str, Any] = field(default_factory=dict)
    sentence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The partner, or our own rule, said no. Permanent unless ``permanent`` is false (then it is tried again)."""

    code: str
    sentence: str
    permanent: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreachable:
    """Nobody answered: tried again with a growing delay, for ever, visible in the tray."""

    sentence: str
    code: str = "unreachable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Only a present person can let it go on (a token of Pro Santé Connect, a choice); it stays in the tray until then."""

    sentence: str
    code: str = "waiting"


Outcome = Accepted | Refused | Unreachable | Waiting
