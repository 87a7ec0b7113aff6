"""The public face is complete and says each name once (ruff keeps it sorted)."""

from __future__ import annotations

from esante import aggir


def test_every_public_name_exists_and_is_said_once() -> None:
    assert all(hasattr(aggir, name) for name in aggir.__all__)
    assert len(set(aggir.__all__)) == len(aggir.__all__)
