"""The public faces are complete and single."""

from __future__ import annotations

import pytest
from esante.cda import render, validation

from esante import cda


@pytest.mark.parametrize("package", [cda, render, validation])
def test_every_announced_name_exists_once(package: object) -> None:
    names = package.__all__  # type: ignore[attr-defined]
    assert [name for name in names if not hasattr(package, name)] == []
    assert len(set(names)) == len(names)
