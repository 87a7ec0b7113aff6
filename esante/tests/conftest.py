"""Shared by every esante test: where the official samples are, and the cast."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def kits() -> Path:
    """The folder of official samples (ALENTOUR_KITS, else `shared` beside the repository): never inside it."""
    repository = Path(__file__).resolve().parents[2]
    folder = Path(os.environ.get("ALENTOUR_KITS", repository.parent / "shared"))
    if not folder.is_dir():
        reason = "official samples not found: set ALENTOUR_KITS to their folder"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder
