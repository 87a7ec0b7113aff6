"""What the package promises to export exists."""

from __future__ import annotations

import esante.soap


def test_every_public_name_exists() -> None:
    assert [name for name in esante.soap.__all__ if not hasattr(esante.soap, name)] == []
