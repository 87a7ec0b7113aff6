"""SOAP 1.2 envelope with WS-Addressing 1.0 headers ⇄ bytes (CI-SIS transport layer; specs of the W3C)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from esante.cisis import XmlError, safe_xml
from esante.soap.errors import NotSoap
from esante.soap.names import ANONYMOUS, SOAP, SOAP_11, WSA, WSSE, soap, wsa

_ROUTING: Final = ("MessageID", "To", "ReplyTo", "Action", "RelatesTo")
_SECURITY: Final = f"{{{WSSE}}}Security"
_INLINE_LIMIT: Final = 10_000_000
"""Above this size an envelope may hold a text node libxml2 refuses by default: it is parsed with its limits lifted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressing:
    """WS-Addressing headers. A request has ``message_id``, ``to`` and ``reply_to``; an answer adds ``relates_to``."""

    action: str
    message_id: str = ""
    to: str = ""
    reply_to: str = ANONYMOUS
    relates_to: str = ""

    def answer(self, action: str, message_id: str) -> Addressing:
        """Headers of the answer to these ones."""
        return Addressing(
            action=action, message_id=message_id, to=self.reply_to, reply_to="", relates_to=self.message_id
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One SOAP message: the only child of its Body, its addressing, its other header blocks in order."""

    body: etree._Element
    addressing: Addressing
    headers: tuple[etree._Element, ...] = field(default=())

    @property
    def security(self) -> etree._Element | None:
        """The token inside ``wsse:Security`` (for us, the VIHF assertion), if there is one."""
        for header in self.headers:
            if header.tag == _SECURITY:
                return next(header.iterchildren("{*}*"), None)
        return None

    def header(self, name: str) -> etree._Element | None:
        """The header block of this Clark name."""
        return next((header for header in self.headers if header.tag == name), None)


def security_header(token: etree._Element) -> etree._Element:
    """``wsse:Security`` around ``token``."""
    element = etree.Element(_SECURITY, nsmap={"wsse": WSSE})
    element.append(token)
    return element


def encode_envelope(envelope: Envelope) -> bytes:
    """Write the envelope in UTF-8, addressing first, without indentation (a signature must survive)."""
    root = etree.Element(soap("Envelope"), nsmap={"soap": SOAP, "wsa": WSA})
    header = etree.SubElement(root, soap("Header"))
    _encode_addressing(header, envelope.addressing)
    header.extend(_detached(block) for block in envelope.headers)
    etree.SubElement(root, soap("Body")).append(_detached(envelope.body))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _encode_addressing(header: etree._Element, addressing: Addressing) -> None:
    mandatory = {soap("mustUnderstand"): "true"} if addressing.reply_to else {}
    etree.SubElement(header, wsa("Action"), mandatory).text = addressing.action
    for name, value in (("MessageID", addressing.message_id), ("To", addressing.to)):
        if value:
            etree.SubElement(header, wsa(name)).text = value
    if addressing.reply_to:
        reply = etree.SubElement(header, wsa("ReplyTo"))
        etree.SubElement(reply, wsa("Address")).text = addressing.reply_to
    if addressing.relates_to:
        etree.SubElement(header, wsa("RelatesTo")).text = addressing.relates_to


def _detached(element: etree._Element) -> etree._Element:
    """A copy with its own document, so that writing a message never moves the caller's element."""
    return etree.fromstring(etree.tostring(element, with_tail=False), etree.XMLParser(huge_tree=True))


def decode_envelope(data: bytes | memoryview) -> Envelope:
    """Read an envelope, SOAP 1.2 or (some official samples) 1.1. Raises :class:`NotSoap`."""
    raw = bytes(data)
    try:
        root = safe_xml.parse(raw, huge=len(raw) > _INLINE_LIMIT)
    except XmlError as error:
        raise NotSoap(f"message XML illisible : {error.why}") from error
    name = etree.QName(root)
    if name.localname != "Envelope" or name.namespace not in (SOAP, SOAP_11):
        raise NotSoap(f"ce n'est pas une enveloppe SOAP mais {name.localname}")
    body = next(root.iterchildren(f"{{{name.namespace}}}Body"), None)
    content = None if body is None else next(body.iterchildren("{*}*"), None)
    if content is None:
        raise NotSoap("enveloppe SOAP sans contenu")
    header = next(root.iterchildren(f"{{{name.namespace}}}Header"), None)
    blocks = [] if header is None else list(header.iterchildren("{*}*"))
    others = tuple(block for block in blocks if not _is_routing(block))
    return Envelope(body=content, addressing=_decode_addressing(blocks), headers=others)


def _is_routing(block: etree._Element) -> bool:
    name = etree.QName(block)
    return name.namespace == WSA and name.localname in _ROUTING


def _decode_addressing(blocks: list[etree._Element]) -> Addressing:
    values = dict.fromkeys(_ROUTING, "")
    for block in blocks:
        if _is_routing(block):
            text = block.text if block.find(wsa("Address")) is None else block.findtext(wsa("Address"))
            values[etree.QName(block).localname] = (text or "").strip()
    return Addressing(
        action=values["Action"],
        message_id=values["MessageID"],
        to=values["To"],
        reply_to=values["ReplyTo"],
        relates_to=values["RelatesTo"],
    )
