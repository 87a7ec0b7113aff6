"""XDS.b metadata and transactions ITI-18, 41, 43, 57, in both roles. See README.md."""

from __future__ import annotations

from esante.xds.errors import (
    Meaning,
    MetadataError,
    QueryError,
    RegistryError,
    UnreadableMetadata,
    XdsError,
    meanings,
)
from esante.xds.model import Association, Author, DocumentEntry, Folder, RegistryObject, Submission, SubmissionSet
from esante.xds.names import ON_DEMAND, STABLE, AssociationType, ResponseStatus, Severity, Status
from esante.xds.objects import decode_objects, decode_submission, encode_objects, encode_submission

__all__ = [
    "ON_DEMAND",
    "STABLE",
    "Association",
    "AssociationType",
    "Author",
    "DocumentEntry",
    "Folder",
    "Meaning",
    "MetadataError",
    "QueryError",
    "RegistryError",
    "RegistryObject",
    "ResponseStatus",
    "Severity",
    "Status",
    "Submission",
    "SubmissionSet",
    "UnreadableMetadata",
    "XdsError",
    "decode_objects",
    "decode_submission",
    "encode_objects",
    "encode_submission",
    "meanings",
]
