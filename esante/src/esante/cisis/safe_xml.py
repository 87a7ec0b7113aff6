"""The only door by which XML enters: no DOCTYPE, no entity, no network, bounded size.

Source: OWASP XXE; measured in `stack`: lxml refuses a text above 10 MB unless `huge`.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from .errors import MalformedXml, UnsafeXml

Element = Any  # lxml's own element type is private

MAX_BYTES = 20 * 1024 * 1024
MAX_HUGE_BYTES = 200 * 1024 * 1024
MAX_DEPTH = 200
_TOO_DEEP = "Ce fichier XML est imbriqué au-delà de ce qui est lu."


def parse(data: bytes, *, huge: bool = False) -> Element:
    """The root element of `data`.

    `huge` admits documents that embed megabytes of base64 (up to 200 MB instead of 20). Comments and processing
    instructions are kept, for signatures and for fidelity. Raises `UnsafeXml` or `MalformedXml`.
    """
    if len(data) > (MAX_HUGE_BYTES if huge else MAX_BYTES):
        raise UnsafeXml("Ce fichier XML est trop volumineux pour être lu.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=huge
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if _announces_doctype(data):
            raise UnsafeXml("Ce fichier XML déclare un DOCTYPE : il n'est pas ouvert.") from error
        if "depth" in (error.msg or ""):
            raise UnsafeXml(_TOO_DEEP) from error
        raise MalformedXml(f"Ce fichier n'est pas du XML bien formé (ligne {error.lineno}).") from error
    except ValueError as error:
        raise MalformedXml("Ce fichier n'est pas du XML bien formé.") from error
    docinfo: Any = root.getroottree().docinfo
    if docinfo.doctype or docinfo.internalDTD is not None:
        raise UnsafeXml("Ce fichier XML déclare un DOCTYPE : il n'est pas ouvert.")
    if huge and _deeper_than(root, MAX_DEPTH):
        raise UnsafeXml(_TOO_DEEP)
    return root


def serialize(element: Element) -> bytes:
    """UTF-8 bytes with an XML declaration, without the whitespace around the element."""
    data: bytes = etree.tostring(element, encoding="UTF-8", xml_declaration=True, with_tail=False)
    return data


def _announces_doctype(data: bytes) -> bool:
    """Whether the prologue holds a DOCTYPE, in UTF-8 or (zero bytes removed) UTF-16."""
    return b"<!DOCTYPE" in data[:65536].replace(b"\0", b"")


def _deeper_than(root: Element, limit: int) -> bool:
    """Without `huge`, libxml2 itself stops at 256 levels; with it nothing does, and our readers recurse."""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limit:
            return True
    return False
