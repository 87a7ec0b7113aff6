"""What the package promises to export exists."""

from __future__ import annotations

import esante.psc


def test_every_public_name_exists() -> None:
    assert [name for name in esante.psc.__all__ if not hasattr(esante.psc, name)] == []
