"""The public face is complete, sorted, and nothing else."""

from __future__ import annotations

from esante import xdm


def test_every_public_name_exists_and_the_list_is_sorted() -> None:
    assert all(hasattr(xdm, name) for name in xdm.__all__)
    assert list(xdm.__all__) == sorted(xdm.__all__)
