"""The one way to say who did what, who read what, and why.

``audit`` stands beside ``accounts`` and keeps the events; this module is what every floor calls. The event is written in the
caller's transaction: either the act and its trace exist, or neither does (specs/product §3.2). What a page reads is written just
before the page leaves, in one transaction (:func:`read`): no trace, no page.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.utils import timezone


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
    at: datetime = field(default_factory=timezone.now)


origin: ContextVar[Origin | None] = ContextVar("origin", default=None)
_waiting: ContextVar[list[Event] | None] = ContextVar("waiting_reads", default=None)
Sink = Callable[[Sequence[Event]], None]
_sinks: list[Sink] = []


def register_sink(sink: Sink) -> None:
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
    _write([_event(action, by, structure_id, professional_id, usager_id, target, reason, result, detail)])


def read(
    action: str, *, by: Actor, usager_id: uuid.UUID | None = None, target: Any = None, reason: str = "", **detail: Any
) -> None:
    """Something was read, and nothing changed: like :func:`record`, written with the other reads of the page before it leaves."""
    event = _event(action, by, None, None, usager_id, target, reason, "ok", detail)
    waiting = _waiting.get()
    if waiting is None:
        _write([event])
    else:
        waiting.append(event)


@contextmanager
def reads_together() -> Iterator[None]:
    """Reads traced inside are written at the end, in one transaction; an exception does not lose them."""
    events: list[Event] = []
    token = _waiting.set(events)
    try:
        yield
    finally:
        _waiting.reset(token)
        if events:
            _write(events)


def _write(events: Sequence[Event]) -> None:
    for sink in _sinks:
        sink(events)


def _event(
    action: str,
    by: Actor | None,
    structure_id: uuid.UUID | None,
    professional_id: uuid.UUID | None,
    usager_id: uuid.UUID | None,
    target: Any,
    reason: str,
    result: str,
    detail: Mapping[str, Any],
) -> Event:
    return Event(
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
