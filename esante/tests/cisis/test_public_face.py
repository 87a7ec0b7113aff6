"""The public face is complete and sorted."""

from __future__ import annotations

from esante import cisis


def test_every_announced_name_exists() -> None:
    assert [name for name in cisis.__all__ if not hasattr(cisis, name)] == []


def test_names_are_sorted_and_single() -> None:
    assert len(set(cisis.__all__)) == len(cisis.__all__)
