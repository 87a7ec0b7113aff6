"""Cutting results into pages (FHIR R4, 3.1.1.6): what a server answers to ``_count``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A slice of the results; ``next_offset`` None on the last page."""

    items: Sequence[T]
    total: int
    offset: int
    next_offset: int | None


def cut(items: Sequence[T], *, offset: int = 0, count: int = 50, limit: int = 50) -> Page[T]:
    """One page of ``items``: at most ``count``, never more than ``limit``, whatever was asked.

    A negative or zero demand is read as the nearest legal one.
    """
    start, size = max(offset, 0), max(1, min(count, limit))
    end = start + size
    return Page(items[start:end], len(items), start, end if end < len(items) else None)
