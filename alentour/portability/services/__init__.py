"""The gestures of the transfers."""

from __future__ import annotations

from alentour.portability.services.exports import ask, forget, take
from alentour.portability.services.imports import apply, choose, discard, identify, receive, skip, undo

__all__ = ["apply", "ask", "choose", "discard", "forget", "identify", "receive", "skip", "take", "undo"]
