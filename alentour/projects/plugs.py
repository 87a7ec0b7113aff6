"""Where the projet shows itself: its tab, the Synthèse, the navigation."""

from __future__ import annotations


def plug() -> None:
    return None
