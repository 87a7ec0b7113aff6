"""The public face is complete and says each name once (ruff keeps it sorted)."""

from __future__ import annotations

from esante import tddui


def test_every_public_name_exists_and_is_said_once() -> None:
    assert all(hasattr(tddui, name) for name in tddui.__all__)
    assert len(set(tddui.__all__)) == len(tddui.__all__)
