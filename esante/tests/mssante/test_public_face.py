"""The public face is complete and says each name once (ruff keeps it sorted)."""

from __future__ import annotations

from esante import mssante


def test_every_public_name_exists_and_is_said_once() -> None:
    assert all(hasattr(mssante, name) for name in mssante.__all__)
    assert len(set(mssante.__all__)) == len(mssante.__all__)
