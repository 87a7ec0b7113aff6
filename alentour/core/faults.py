"""Saying in a log where something of ours broke, without what it was about."""

from __future__ import annotations

import traceback


def where(error: BaseException) -> str:
    """« KeyError at services.py:42 < runner.py:51 »: the class and the places, never the message (it may hold content)."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {places}"
