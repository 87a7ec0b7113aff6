"""A whole document as HTML, as a page or as a fragment to place in one."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from esante.cda.model import ClinicalDocument, Media, NonXmlBody, Section

from .header import header_html
from .narrative import media_html, narrative_html

# Nothing but the pictures written inside the page may load
_POLICY = "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'"


def render_html(document: ClinicalDocument) -> str:
    """A complete page, in French, that runs nothing and loads nothing: it may be shown as it is, or printed."""
    title = escape(document.header.title or "Document de santé")
    return (
        '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><title>{title}</title></head>'
        f"<body>{render_fragment(document)}</body></html>"
    )


def render_fragment(document: ClinicalDocument) -> str:
    """One `article` element: header, then body. The words of the document are escaped, its marks are ours."""
    return f"<article>{header_html(document.header)}{_body(document)}</article>"


def _body(document: ClinicalDocument) -> str:
    body = document.body
    if isinstance(body, NonXmlBody):
        return f"<section>{_file(body)}</section>"
    return "".join(_section(section, body.media, 2) for section in body.sections)


def _file(body: NonXmlBody) -> str:
    if body.media_type == "text/plain":
        return f"<pre>{escape(body.data.decode('utf-8', 'replace'))}</pre>"
    return media_html(Media(body.media_type, body.data))


def _section(section: Section, media: Mapping[str, Media], level: int) -> str:
    heading = min(level, 6)
    title = section.title or (section.code.label if section.code else "")
    opening = f"<h{heading}>{escape(title)}</h{heading}>" if title else ""
    inner = "".join(_section(sub, media, level + 1) for sub in section.subsections)
    return f"<section>{opening}{narrative_html(section.narrative, media)}{inner}</section>"
