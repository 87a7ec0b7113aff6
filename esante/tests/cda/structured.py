"""A small structured document of our own, to place a narrative in."""

from __future__ import annotations

from esante.cda.encode import encode_document
from esante.cisis import safe_xml

from .conftest import header_of_irene

_TEMPLATES = ("2.16.840.1.113883.2.8.2.1", "1.2.250.1.213.1.1.1.1", "1.2.250.1.213.1.1.1.29")


def with_narrative(text: str, *, title: str = "Observations", entries: str = "") -> bytes:
    """Irène's document with one section, whose `text` element holds `text`."""
    body = (
        '<structuredBody xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><component><section>'
        f'<code code="X" codeSystem="1.2.3"/><title>{title}</title><text>{text}</text>{entries}'
        "</section></component></structuredBody>"
    )
    element = encode_document(header_of_irene(), _TEMPLATES, safe_xml.parse(body.encode()))
    return safe_xml.serialize(element)


def picture(name: str, media_type: str, base64: str) -> str:
    """An entry holding a file, that a narrative may show."""
    return (
        f'<entry><observationMedia classCode="OBS" moodCode="EVN" ID="{name}">'
        f'<value mediaType="{media_type}" representation="B64">{base64}</value></observationMedia></entry>'
    )
