"""XDS.b metadata and transactions ITI-18, 41, 43, 57, in both roles. See README.md.

Each transaction is a module with ``Request``, ``Response``, ``encode_request``, ``decode_request``, ``encode_answer``,
``decode_answer``, ``ACTION`` and ``RESPONSE_ACTION``.
"""

from __future__ import annotations

from esante.xds import iti18, iti41, iti43, iti57
from esante.xds.checks import check_deposit, check_submission, check_update
from esante.xds.deposit import lot
from esante.xds.errors import (
    Meaning,
    MetadataError,
    QueryError,
    RegistryError,
    UnreadableMetadata,
    XdsError,
    meanings,
)
from esante.xds.forms import Institution, PatientId, Person, coded_text, read_cx, read_xcn, read_xon, same_patient
from esante.xds.from_cda import differences, entry_from_cda
from esante.xds.model import Association, Author, DocumentEntry, Folder, RegistryObject, Submission, SubmissionSet
from esante.xds.names import ON_DEMAND, STABLE, AssociationType, ResponseStatus, Severity, Status
from esante.xds.objects import decode_objects, decode_submission, encode_objects, encode_submission
from esante.xds.queries import StoredQuery, stored_queries, stored_query
from esante.xds.registry_response import RegistryResponse

__all__ = [
    "ON_DEMAND",
    "STABLE",
    "Association",
    "AssociationType",
    "Author",
    "DocumentEntry",
    "Folder",
    "Institution",
    "Meaning",
    "MetadataError",
    "PatientId",
    "Person",
    "QueryError",
    "RegistryError",
    "RegistryObject",
    "RegistryResponse",
    "ResponseStatus",
    "Severity",
    "Status",
    "StoredQuery",
    "Submission",
    "SubmissionSet",
    "UnreadableMetadata",
    "XdsError",
    "check_deposit",
    "check_submission",
    "check_update",
    "coded_text",
    "decode_objects",
    "decode_submission",
    "differences",
    "encode_objects",
    "encode_submission",
    "entry_from_cda",
    "iti18",
    "iti41",
    "iti43",
    "iti57",
    "lot",
    "meanings",
    "read_cx",
    "read_xcn",
    "read_xon",
    "same_patient",
    "stored_queries",
    "stored_query",
]
