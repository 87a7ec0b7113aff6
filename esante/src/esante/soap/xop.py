"""XOP includes: an element whose content travels beside the XML instead of inside it (W3C XOP §3)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from urllib.parse import unquote

from lxml import etree

from esante.soap.errors import BadMime
from esante.soap.mtom import Buffer, Part
from esante.soap.names import XOP

_INCLUDE = f"{{{XOP}}}Include"


def include(element: etree._Element, part: Part) -> None:
    """Make ``element`` carry ``part`` by reference."""
    etree.SubElement(element, _INCLUDE, {"href": part.href}, nsmap={"xop": XOP})


def content(element: etree._Element, parts: Sequence[Part]) -> Buffer:
    """Bytes carried by ``element``: the part its Include designates, or its own base64 text.

    The reference is URL-encoded and the Content-ID usually is not, so both spellings are compared. Raises
    :class:`BadMime` when the part is missing or the base64 unreadable.
    """
    found = element.find(_INCLUDE)
    if found is None:
        return _inline(element)
    wanted = found.get("href", "").removeprefix("cid:")
    for part in parts:
        if part.content_id in (wanted, unquote(wanted)) or unquote(part.content_id) == unquote(wanted):
            return part.data
    raise BadMime(f"aucune partie ne répond à la référence cid:{wanted}")


def _inline(element: etree._Element) -> bytes:
    text = "".join((element.text or "").split())
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise BadMime("contenu base64 illisible dans le message") from error


def inlined(root: etree._Element, parts: Sequence[Part]) -> etree._Element:
    """A copy of ``root`` where every Include is replaced by base64: what a schema validates."""
    copy = etree.fromstring(etree.tostring(root))
    for found in list(copy.iter(_INCLUDE)):
        holder = found.getparent()
        if holder is not None:
            data = content(holder, parts)
            holder.remove(found)
            holder.text = base64.b64encode(data).decode()
    return copy
