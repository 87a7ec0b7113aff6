"""What HL7 v3 interactions of the DMP have in common: wrapper, devices, acknowledgement (dmp-ins §2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lxml import etree

from esante.cisis.times import utc14

HL7: Final = "urn:hl7-org:v3"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
DMP_OID: Final = "1.2.250.1.213.4.1.1.1"
INTERACTIONS: Final = "2.16.840.1.113883.1.6"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapper:
    """Identity of an interaction: message id (root, extension), moment, sending device (OID, name)."""

    id_root: str
    id_extension: str = ""
    created_at: datetime
    sender_oid: str
    sender_name: str
    processing: str = "P"


def hl7(name: str) -> str:
    """Clark name of an HL7 v3 element."""
    return f"{{{HL7}}}{name}"


def child(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    """A child element; attributes with an empty value are left out."""
    return etree.SubElement(parent, hl7(name), {key: value for key, value in attributes.items() if value})


def interaction(name: str) -> etree._Element:
    """The root element of an interaction."""
    nsmap: dict[object, str] = {None: HL7, "xsi": XSI}
    return etree.Element(hl7(name), {"ITSVersion": "XML_1.0"}, nsmap=nsmap)  # type: ignore[arg-type]


def encode_wrapper(root: etree._Element, wrapper: Wrapper, receiver: tuple[str, str], acknowledge: str) -> None:
    """Everything before the attention lines. ``receiver`` is (OID, name)."""
    name = etree.QName(root).localname
    child(root, "id", root=wrapper.id_root, extension=wrapper.id_extension)
    child(root, "creationTime", value=utc14(wrapper.created_at))
    child(root, "interactionId", root=INTERACTIONS, extension=name)
    child(root, "processingCode", code=wrapper.processing)
    child(root, "processingModeCode", code="T")
    child(root, "acceptAckCode", code=acknowledge)
    _device(child(root, "receiver", typeCode="RCV"), *receiver)
    _device(child(root, "sender", typeCode="SND"), wrapper.sender_oid, wrapper.sender_name)


def _device(holder: etree._Element, oid: str, name: str) -> None:
    device = child(holder, "device", classCode="DEV", determinerCode="INSTANCE")
    child(device, "id", root=oid)
    child(device, "softwareName").text = name


def typed(parent: etree._Element, kind: str, **attributes: str) -> etree._Element:
    """A ``value`` element with its ``xsi:type``."""
    element = child(parent, "value", **attributes)
    element.set(f"{{{XSI}}}type", kind)
    return element


def nil(parent: etree._Element, name: str) -> None:
    """An element said to be empty."""
    child(parent, name).set(f"{{{XSI}}}nil", "true")


def attribute(element: etree._Element, path: str, name: str) -> str:
    """An attribute at a path of local names separated by ``/``; an empty text when something is missing."""
    found = element.find("/".join(hl7(step) for step in path.split("/")))
    return "" if found is None else found.get(name, "")
