"""ITI-57 Update Document Set: new metadata versions and availability statuses (dmp-ins §2.7, §3.7)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from esante.soap import Payload
from esante.xds.errors import MetadataError
from esante.xds.model import Association, DocumentEntry, Submission, SubmissionSet
from esante.xds.names import AssociationType, Status
from esante.xds.objects import decode_submission, encode_submission
from esante.xds.registry_response import RegistryResponse, decode_response, encode_response

ACTION: Final = "urn:ihe:iti:2010:UpdateDocumentSet"
RESPONSE_ACTION: Final = "urn:ihe:iti:2010:UpdateDocumentSet-Response"
"""With the hyphen of the DMP; the WSDL of IHE has none, and both are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The lot of changes."""

    submission: Submission


Response = RegistryResponse


def new_metadata(lot: SubmissionSet, current: DocumentEntry, changed: DocumentEntry) -> Request:
    """Replace the metadata of a registered entry: mask, unmask, make visible.

    ``current`` is the entry as the registry last gave it (entryUUID, ``logical_id``, ``version``); ``changed`` the
    same with its new values. The whole entry is repeated under a symbolic id (TD3.3a, TD3.3b). Raises
    :class:`MetadataError` when the registry's identifiers are missing.
    """
    if not (current.logical_id and current.version):
        raise MetadataError("Les identifiants donnés par le registre manquent : relisez le document.", "lid")
    entry = replace(changed, id="Document01", logical_id=current.logical_id, status="", version="")
    link = Association(
        id="Association01",
        type=AssociationType.HAS_MEMBER,
        source=lot.id,
        target=entry.id,
        submission_set_status="Original",
        previous_version=current.version,
    )
    return Request(submission=Submission(sets=(lot,), entries=(entry,), associations=(link,)))


def new_status(lot: SubmissionSet, entry_uuid: str, original: Status, new: Status) -> Request:
    """Archive, unarchive or delete (logically) the entry of that entryUUID (TD3.3c, TD3.3d)."""
    link = Association(
        id="Association01",
        type=AssociationType.UPDATE_AVAILABILITY,
        source=lot.id,
        target=entry_uuid,
        original_status=original.value,
        new_status=new.value,
    )
    return Request(submission=Submission(sets=(lot,), associations=(link,)))


def encode_request(request: Request) -> Payload:
    """Body of the request."""
    return Payload(element=encode_submission(request.submission))


def decode_request(payload: Payload) -> Request:
    """Read a lot of changes."""
    return Request(submission=decode_submission(payload.element))


def encode_answer(response: Response) -> Payload:
    """Body of the answer."""
    return Payload(element=encode_response(response))


def decode_answer(payload: Payload) -> Response:
    """Outcome of a change."""
    return decode_response(payload.element)
