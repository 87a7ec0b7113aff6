"""What a received document says in its entries, in our words, before anybody takes it up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing said. ``slug``: the kind of line it would make in the record, empty when nothing here takes it up; ``said``: its fields."""

    family: str
    label: str
    detail: str = ""
    slug: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A thing said, as it is offered: ``rank`` names it in the form; ``held``: the record says it already."""

    rank: int
    told: Told
    held: bool
    may_take: bool
