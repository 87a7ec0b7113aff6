"""The PDF that accompanies a document in a message: its own when it has one, else a page that shows it (ECO.2.1.5)."""

from __future__ import annotations

import base64

from alentour.documents import pdf
from alentour.documents.models import Document
from alentour.documents.services.reading import content


def pdf_of(document: Document) -> bytes:
    """The PDF/A of a document: byte for byte the one in its CDA, or a page around its picture or its text."""
    data = content(document)
    if document.media_type == "application/pdf":
        return data
    return pdf.picture(document, _as_svg(data, document))


def _as_svg(data: bytes, document: Document) -> str:
    """A picture in an SVG, the only form in which typst takes one as data."""
    width, height = document.content.get("width", 1200), document.content.get("height", 900)
    encoded = base64.b64encode(data).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:{document.media_type};base64,{encoded}"/></svg>'
    )
