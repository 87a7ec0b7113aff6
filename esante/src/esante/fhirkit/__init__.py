"""FHIR R4 as plain JSON: bundles, search parameters, outcomes. Both roles, no I/O."""

from __future__ import annotations

from esante.fhirkit.bundle import Searchset, encode_searchset, read_bundle, read_searchset
from esante.fhirkit.errors import FhirError, Json, NotFhir
from esante.fhirkit.outcome import Issue, encode_outcome, read_outcome
from esante.fhirkit.paging import Page, cut
from esante.fhirkit.query import Parameter, parse_query, query_string
from esante.fhirkit.reading import codes, extension, extensions, identifier, of_system, reference_key
from esante.fhirkit.values import Token, instant_matches, parse_token, string_matches, token_matches

__all__ = [
    "FhirError",
    "Issue",
    "Json",
    "NotFhir",
    "Page",
    "Parameter",
    "Searchset",
    "Token",
    "codes",
    "cut",
    "encode_outcome",
    "encode_searchset",
    "extension",
    "extensions",
    "identifier",
    "instant_matches",
    "of_system",
    "parse_query",
    "parse_token",
    "query_string",
    "read_bundle",
    "read_outcome",
    "read_searchset",
    "reference_key",
    "string_matches",
    "token_matches",
]
