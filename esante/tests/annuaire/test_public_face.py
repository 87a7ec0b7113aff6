"""The public face is complete, sorted, and nothing else."""

from __future__ import annotations

from esante import annuaire


def test_every_public_name_exists_and_the_list_is_sorted() -> None:
    assert all(hasattr(annuaire, name) for name in annuaire.__all__)
    assert list(annuaire.__all__) == sorted(annuaire.__all__)
