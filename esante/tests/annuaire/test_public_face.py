"""The public face is complete and says each name once (ruff keeps it sorted)."""

from __future__ import annotations

from esante import annuaire


def test_every_public_name_exists_and_is_said_once() -> None:
    assert all(hasattr(annuaire, name) for name in annuaire.__all__)
    assert len(set(annuaire.__all__)) == len(annuaire.__all__)
