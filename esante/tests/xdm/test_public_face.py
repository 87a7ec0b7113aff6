"""The public face is complete and says each name once (ruff keeps it sorted)."""

from __future__ import annotations

from esante import xdm


def test_every_public_name_exists_and_is_said_once() -> None:
    assert all(hasattr(xdm, name) for name in xdm.__all__)
    assert len(set(xdm.__all__)) == len(xdm.__all__)
