"""Reading of component: one file, or sections with their narrative and media.

Source: HL7 CDA R2 §4.3; CI-SIS «Structuration minimale» §corps.
"""

from __future__ import annotations

import binascii
from typing import Any

from .model import Media, NonXmlBody, Section, StructuredBody
from .narrative import read_narrative
from .paths import descendants, every, one, value, words
from .reading import read_code


def read_body(document: Any) -> NonXmlBody | StructuredBody:
    """The body of a ClinicalDocument; no sections at all when it has none."""
    text = one(document, "component/nonXMLBody/text")
    if text is not None:
        media = read_media(text)
        return NonXmlBody(media.media_type, media.data)
    sections = [one(component, "section") for component in every(document, "component/structuredBody/component")]
    return StructuredBody(
        tuple(read_section(section) for section in sections if section is not None),
        {
            ref: read_media(one(item, "value"))
            for item in descendants(document, "observationMedia")
            if (ref := _ref(item))
        },
    )


def read_section(element: Any) -> Section:
    """A section and its subsections, in order."""
    text = one(element, "text")
    inner = [one(component, "section") for component in every(element, "component")]
    return Section(
        title=words(one(element, "title")),
        code=read_code(one(element, "code")),
        template_ids=tuple(value(item, ".", "root") for item in every(element, "templateId")),
        narrative=read_narrative(text) if text is not None else (),
        subsections=tuple(read_section(section) for section in inner if section is not None),
        element=element,
    )


def read_media(element: Any) -> Media:
    """An encapsulated datum (ED); empty when its base64 is broken."""
    if element is None:
        return Media("", b"")
    media_type = element.get("mediaType") or "text/plain"
    text = "".join(element.itertext())
    if element.get("representation") != "B64":
        return Media(media_type, text.encode("utf-8"))
    return Media(media_type, decode_base64(text) or b"")


def decode_base64(text: str) -> bytes | None:
    """Bytes of a base64 text, whitespace ignored; None when it is broken."""
    try:
        return binascii.a2b_base64("".join(text.split()), strict_mode=True)
    except (binascii.Error, ValueError):
        return None


def _ref(item: Any) -> str:
    return item.get("ID") or ""
