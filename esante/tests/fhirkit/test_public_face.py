"""The public face is complete, sorted, and nothing else."""

from __future__ import annotations

from esante import fhirkit


def test_every_public_name_exists_and_the_list_is_sorted() -> None:
    assert all(hasattr(fhirkit, name) for name in fhirkit.__all__)
    assert list(fhirkit.__all__) == sorted(fhirkit.__all__)
