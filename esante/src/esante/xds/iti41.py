"""ITI-41 Provide and Register Document Set-b: a lot and its documents, in MTOM (dmp-ins §3.4, §2.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from esante.soap import Buffer, Part, Payload, content, include
from esante.xds.errors import MetadataError, UnreadableMetadata
from esante.xds.model import Submission
from esante.xds.names import LCM, XDSB
from esante.xds.objects import decode_submission, encode_submission
from esante.xds.registry_response import RegistryResponse, decode_response, encode_response

ACTION: Final = "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b"
RESPONSE_ACTION: Final = "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-bResponse"
_REQUEST: Final = f"{{{XDSB}}}ProvideAndRegisterDocumentSetRequest"
_DOCUMENT: Final = f"{{{XDSB}}}Document"
_METADATA: Final = f"{{{LCM}}}SubmitObjectsRequest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Metadata, and document bytes by entry ``id`` (exact case)."""

    submission: Submission
    documents: Mapping[str, Buffer] = field(default_factory=dict)


Response = RegistryResponse


def encode_request(request: Request) -> Payload:
    """Body and parts; Content-IDs are made of the entry ids. Raises :class:`MetadataError` when they do not match."""
    described = [entry.id for entry in request.submission.entries]
    if sorted(described) != sorted(request.documents):
        raise MetadataError("Chaque document du lot doit être décrit une fois et joint une fois.", "Document")
    element = etree.Element(_REQUEST, nsmap={"xdsb": XDSB})
    element.append(encode_submission(request.submission))
    parts = []
    for entry in request.submission.entries:
        part = Part(content_id=f"{entry.id}@alentour", data=request.documents[entry.id], content_type=entry.mime_type)
        include(etree.SubElement(element, _DOCUMENT, {"id": entry.id}), part)
        parts.append(part)
    return Payload(element=element, parts=tuple(parts))


def decode_request(payload: Payload) -> Request:
    """Read a lot, whether its documents are beside or inside. What is missing on one side is the registry's to refuse."""
    element = payload.element
    metadata = element.find(_METADATA)
    if element.tag != _REQUEST or metadata is None:
        raise UnreadableMetadata("Un ProvideAndRegisterDocumentSetRequest était attendu.")
    documents = {found.get("id", ""): content(found, payload.parts) for found in element.iterchildren(_DOCUMENT)}
    return Request(submission=decode_submission(metadata), documents=documents)


def encode_answer(response: Response) -> Payload:
    """Body of the answer."""
    return Payload(element=encode_response(response))


def decode_answer(payload: Payload) -> Response:
    """Outcome of a deposit. A lot is all or nothing."""
    return decode_response(payload.element)
