"""Acts on the whole sandbox that the API and the pages share."""

from __future__ import annotations

from sandbox.services import Context


def reset(context: Context, name: str = "") -> None:
    """Put one service (by name) back in its original state, or everything: services, journal and faults."""
    chosen = [context.board.get(name)] if name else list(context.board.services)
    for service in chosen:
        service.reset()
    if not name:
        context.journal.reset()
        context.faults.clear()
