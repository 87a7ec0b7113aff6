"""What can go wrong while reading FHIR.

FhirError
└── NotFhir      the text received is not the FHIR JSON it should be
"""

from __future__ import annotations

from typing import Any

# A resource, or any object of it. FHIR's own names are kept as keys.
Json = dict[str, Any]


class FhirError(Exception):
    """Root of this package's errors."""


class NotFhir(FhirError):
    """The partner answered something that is not the expected resource.

    ``why`` is for a developer; it never repeats the content received.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
