"""Narrative nodes as HTML: structure and words kept; no identifier, class of theirs, style, script or live link."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from html import escape

from esante.cda.model import Media
from esante.cda.narrative import Node

# Pictures a browser shows without running anything: SVG is not one of them
_PICTURES = {"image/jpeg", "image/png", "image/gif"}
_SAME_TAG = {"table", "thead", "tbody", "tfoot", "tr", "sub", "sup"}
_EMPHASIS = {"bold": "strong", "emphasis": "em", "italics": "em", "italic": "em", "underline": "u"}


def narrative_html(nodes: Iterable[Node | str], media: Mapping[str, Media]) -> str:
    """HTML of a section's narrative; `media` are the document's files, by identifier."""
    return "".join(escape(node) if isinstance(node, str) else _node(node, media) for node in nodes)


def _node(node: Node, media: Mapping[str, Media]) -> str:
    inside = _emphasised(node, narrative_html(node.children, media))
    if node.kind in _SAME_TAG:
        return f"<{node.kind}>{inside}</{node.kind}>"
    if node.kind in ("td", "th"):
        return f"<{node.kind}{_spans(node)}>{inside}</{node.kind}>"
    if node.kind == "list":
        return _list(node, media)
    if node.kind == "renderMultiMedia":
        return inside + "".join(
            media_html(media.get(ref)) for ref in node.attributes.get("referencedObject", "").split()
        )
    return _simple(node, inside)


def _simple(node: Node, inside: str) -> str:
    match node.kind:
        case "br":
            return f"<br>{inside}"
        case "paragraph":
            return f"<div>{inside}</div>"
        case "caption":
            return f"<strong>{inside}</strong> "
        case "item":
            return f"<li>{inside}</li>"
        case "linkHtml":
            address = node.attributes.get("href", "")
            return f"{inside} ({escape(address)})" if address and address not in node.text else inside
        case "footnote":
            return f" <small>{inside}</small> "
        case "col" | "colgroup" | "footnoteRef":
            return inside
        case _:
            return f"<span>{inside}</span>"


def _list(node: Node, media: Mapping[str, Media]) -> str:
    """A list; its caption, which HTML does not allow inside, comes before it."""
    tag = "ol" if node.attributes.get("listType") == "ordered" else "ul"
    inner = [child for child in node.children if isinstance(child, Node) and child.kind == "item"]
    outer = [child for child in node.children if not (isinstance(child, Node) and child.kind == "item")]
    return f"{narrative_html(outer, media)}<{tag}>{narrative_html(inner, media)}</{tag}>"


def _emphasised(node: Node, inside: str) -> str:
    for style in node.attributes.get("styleCode", "").split():
        tag = _EMPHASIS.get(style.lower())
        if tag and node.kind not in ("table", "thead", "tbody", "tfoot", "tr", "list"):
            inside = f"<{tag}>{inside}</{tag}>"
    return inside


def _spans(node: Node) -> str:
    kept = ((name, node.attributes.get(name)) for name in ("colspan", "rowspan", "scope"))
    return "".join(f' {name}="{escape(value)}"' for name, value in kept if value)


def media_html(media: Media | None) -> str:
    """A picture as data, or a line saying which file is there."""
    if media is None:
        return "<em>Image absente du document.</em>"
    if media.media_type in _PICTURES and media.data:
        data = base64.b64encode(media.data).decode("ascii")
        return f'<img alt="Image jointe au document" src="data:{media.media_type};base64,{data}">'
    return f"<em>Fichier joint ({escape(media.media_type)}, {size(len(media.data))}).</em>"


def size(count: int) -> str:
    """A number of bytes as a person says it."""
    if count < 1024:
        return f"{count} octets"
    return f"{count / 1024:.0f} Ko" if count < 1024 * 1024 else f"{count / 1024 / 1024:.1f} Mo".replace(".", ",")
