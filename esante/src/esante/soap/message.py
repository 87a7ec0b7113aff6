"""A SOAP message as HTTP carries it: plain ``application/soap+xml`` or MTOM, chosen by its parts.

``encode_message`` and ``decode_message`` serve both roles: client requests and server answers.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from esante.soap.envelope import Addressing, Envelope, decode_envelope, encode_envelope
from esante.soap.errors import NotSoap, SoapFault
from esante.soap.fault import decode_fault, encode_fault
from esante.soap.mtom import Package, Part, decode_package, encode_package, media_type

FAULT_ACTION = "http://www.w3.org/2005/08/addressing/soap/fault"
_XML_TYPES = ("application/soap+xml", "text/xml", "application/xml", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """What a transaction puts in a message: the body element and the parts it refers to."""

    element: etree._Element
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One SOAP message in either direction. ``mtom`` forces the multipart packaging even without parts."""

    payload: Payload
    addressing: Addressing
    headers: tuple[etree._Element, ...] = ()
    mtom: bool = False

    @property
    def security(self) -> etree._Element | None:
        """The token of ``wsse:Security``."""
        return self._envelope.security

    @property
    def fault(self) -> SoapFault | None:
        """The fault this message carries, if it does."""
        return decode_fault(self.payload.element)

    @property
    def _envelope(self) -> Envelope:
        return Envelope(body=self.payload.element, addressing=self.addressing, headers=self.headers)


def encode_message(message: Message, *, boundary: str = "") -> Package:
    """HTTP Content-Type and body chunks of a message. ``boundary`` defaults to one made from the message id."""
    root = encode_envelope(message._envelope)
    action = message.addressing.action
    if not (message.mtom or message.payload.parts):
        return Package(f'application/soap+xml; charset=UTF-8; action="{action}"', (root,))
    unique = message.addressing.message_id.rpartition(":")[2] or "alentour"
    return encode_package(
        root,
        message.payload.parts,
        action=action,
        boundary=boundary or f"MIME_{unique}",
        root_id=f"root.{unique}@alentour",
    )


def decode_message(content_type: str, body: bytes) -> Message:
    """Read what HTTP brought. Raises :class:`NotSoap` (or its child ``BadMime``). A Fault is a message like another."""
    kind = media_type(content_type)
    parts: tuple[Part, ...] = ()
    root: bytes | memoryview = body
    if kind == "multipart/related":
        root, parts = decode_package(content_type, body)
    elif kind not in _XML_TYPES:
        raise NotSoap(f"réponse de type {kind} au lieu de SOAP")
    envelope = decode_envelope(root)
    return Message(
        payload=Payload(element=envelope.body, parts=parts),
        addressing=envelope.addressing,
        headers=envelope.headers,
        mtom=kind == "multipart/related",
    )


def answer(request: Message, action: str, payload: Payload, *, new_id: str, mtom: bool = False) -> Message:
    """The answer to ``request``. ``new_id`` is a bare UUID; MTOM when asked for, or when there are parts."""
    return Message(payload=payload, addressing=request.addressing.answer(action, f"urn:uuid:{new_id}"), mtom=mtom)


def answer_fault(request: Addressing, fault: SoapFault, *, new_id: str, mtom: bool = False) -> Message:
    """The Fault that answers a request of these headers (those of an unreadable request are empty)."""
    payload = Payload(element=encode_fault(fault))
    return Message(payload=payload, addressing=request.answer(FAULT_ACTION, f"urn:uuid:{new_id}"), mtom=mtom)
