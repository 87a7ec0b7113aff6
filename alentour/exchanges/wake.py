"""A tap on the shoulder of the embedded runner, so that what was just asked leaves at once."""

from __future__ import annotations

import threading

_bell = threading.Event()


def up() -> None:
    _bell.set()


def wait(seconds: float) -> None:
    """Sleep until the bell rings or the time is over."""
    _bell.wait(seconds)
    _bell.clear()
