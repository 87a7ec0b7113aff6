"""The public face is complete and says each name once (ruff keeps it sorted)."""

from __future__ import annotations

from esante import fhirkit


def test_every_public_name_exists_and_is_said_once() -> None:
    assert all(hasattr(fhirkit, name) for name in fhirkit.__all__)
    assert len(set(fhirkit.__all__)) == len(fhirkit.__all__)
