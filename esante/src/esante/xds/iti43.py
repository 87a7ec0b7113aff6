"""ITI-43 Retrieve Document Set: documents by repository and uniqueId, answered in MTOM (dmp-ins §3.7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from esante.soap import Buffer, Part, Payload, content, include
from esante.xds.errors import UnreadableMetadata
from esante.xds.names import RS, XDSB
from esante.xds.registry_response import RegistryResponse, decode_response, encode_response

ACTION: Final = "urn:ihe:iti:2007:RetrieveDocumentSet"
RESPONSE_ACTION: Final = "urn:ihe:iti:2007:RetrieveDocumentSetResponse"


def _x(name: str) -> str:
    return f"{{{XDSB}}}{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRef:
    """Where a document is: repository, its own uniqueId, and the community when there are several."""

    repository_id: str
    unique_id: str
    home: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Documents wanted."""

    documents: tuple[DocumentRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """A document and its bytes, untouched."""

    ref: DocumentRef
    mime_type: str
    data: Buffer = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What was found. ``PARTIAL`` when some documents are missing, with one error each."""

    outcome: RegistryResponse
    documents: tuple[Retrieved, ...] = ()


def encode_request(request: Request) -> Payload:
    """Body of the request."""
    element = etree.Element(_x("RetrieveDocumentSetRequest"), nsmap={"xdsb": XDSB})
    for ref in request.documents:
        _encode_ref(etree.SubElement(element, _x("DocumentRequest")), ref)
    return Payload(element=element)


def decode_request(payload: Payload) -> Request:
    """Read what is wanted. Raises :class:`UnreadableMetadata`."""
    if payload.element.tag != _x("RetrieveDocumentSetRequest"):
        raise UnreadableMetadata("Un RetrieveDocumentSetRequest était attendu.")
    return Request(documents=tuple(_decode_ref(each) for each in payload.element.iterchildren(_x("DocumentRequest"))))


def encode_answer(response: Response) -> Payload:
    """Body and parts of the answer, documents in the order given."""
    element = etree.Element(_x("RetrieveDocumentSetResponse"), nsmap={"xdsb": XDSB, "rs": RS})
    element.append(encode_response(response.outcome))
    parts = []
    for number, found in enumerate(response.documents, 1):
        part = Part(content_id=f"document{number}@alentour", data=found.data, content_type=found.mime_type)
        holder = etree.SubElement(element, _x("DocumentResponse"))
        _encode_ref(holder, found.ref)
        etree.SubElement(holder, _x("mimeType")).text = found.mime_type
        include(etree.SubElement(holder, _x("Document")), part)
        parts.append(part)
    return Payload(element=element, parts=tuple(parts))


def decode_answer(payload: Payload) -> Response:
    """Read what was found. Raises :class:`UnreadableMetadata`, or ``BadMime`` when a part is missing."""
    outcome = payload.element.find(f"{{{RS}}}RegistryResponse")
    if payload.element.tag != _x("RetrieveDocumentSetResponse") or outcome is None:
        raise UnreadableMetadata("Un RetrieveDocumentSetResponse était attendu.")
    documents = tuple(
        Retrieved(
            ref=_decode_ref(each),
            mime_type=_text(each, "mimeType"),
            data=content(holder, payload.parts),
        )
        for each in payload.element.iterchildren(_x("DocumentResponse"))
        if (holder := each.find(_x("Document"))) is not None
    )
    return Response(outcome=decode_response(outcome), documents=documents)


def _encode_ref(holder: etree._Element, ref: DocumentRef) -> None:
    """Their order matters (XDS.b_DocumentRepository.xsd)."""
    if ref.home:
        etree.SubElement(holder, _x("HomeCommunityId")).text = ref.home
    etree.SubElement(holder, _x("RepositoryUniqueId")).text = ref.repository_id
    etree.SubElement(holder, _x("DocumentUniqueId")).text = ref.unique_id


def _decode_ref(holder: etree._Element) -> DocumentRef:
    return DocumentRef(
        repository_id=_text(holder, "RepositoryUniqueId"),
        unique_id=_text(holder, "DocumentUniqueId"),
        home=_text(holder, "HomeCommunityId"),
    )


def _text(holder: etree._Element, name: str) -> str:
    return (holder.findtext(_x(name)) or "").strip()
