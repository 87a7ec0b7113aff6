"""Where the agenda shows itself: a tab of the record, the Synthèse, the navigation."""

from __future__ import annotations


def plug() -> None:
    """Filled with the screens."""
