"""The one way to say who did what, who read what, and why.

``audit`` stands beside ``accounts`` and keeps the events; this module is what every floor calls. The event is written in the
caller's transaction: either the act and its trace exist, or neither does (specs/product §3.2).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol


class Actor(Protocol):
    """Who acts: a post (a professional in a structure, in a métier)."""

    id: uuid.UUID
    professional_id: uuid.UUID
    structure_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the request comes from; empty for the runner."""

    ip: str = ""
    device: str = ""
    session: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One fact. ``detail`` holds identifiers and codes only, never an identity nor health text."""

    action: str
    structure_id: uuid.UUID | None
    professional_id: uuid.UUID | None = None
    post_id: uuid.UUID | None = None
    usager_id: uuid.UUID | None = None
    target_type: str = ""
    target_id: str = ""
    reason: str = ""
    result: str = "ok"
    detail: Mapping[str, Any] = field(default_factory=dict)
    origin: Origin = field(default_factory=Origin)


origin: ContextVar[Origin | None] = ContextVar("origin", default=None)
_sinks: list[Callable[[Event], None]] = []


def register_sink(sink: Callable[[Event], None]) -> None:
    """``audit`` gives its writer here when the application starts."""
    if sink not in _sinks:
        _sinks.append(sink)


def record(
    action: str,
    *,
    by: Actor | None = None,
    structure_id: uuid.UUID | None = None,
    professional_id: uuid.UUID | None = None,
    usager_id: uuid.UUID | None = None,
    target: Any = None,
    reason: str = "",
    result: str = "ok",
    **detail: Any,
) -> None:
    """Write one event, for example ``record("document.read", by=post, usager_id=…, target=document)``.

    ``by`` is a post (the reason of its emergency access, if any, is written when none is given); ``result`` is ``ok`` or ``refused``.
    Without a post (log-in, runner), give the structure or the professional.
    """
    event = Event(
        action=action,
        structure_id=by.structure_id if by else structure_id,
        professional_id=by.professional_id if by else professional_id,
        post_id=by.id if by else None,
        usager_id=usager_id,
        target_type=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        reason=reason or getattr(by, "because", ""),
        result=result,
        detail=detail,
        origin=origin.get() or Origin(),
    )
    for sink in _sinks:
        sink(event)
