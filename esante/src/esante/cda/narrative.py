"""The narrative of a section, as a tree of known nodes: every word kept, every unknown mark forgotten.

Source: HL7 CDA R2, NarrativeBlock (urn:hl7-org:v3, Section.text).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

_BLOCKS = {
    "paragraph",
    "list",
    "item",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "col",
    "colgroup",
}
_INLINES = {"content", "br", "sub", "sup", "footnote", "footnoteRef", "linkHtml", "renderMultiMedia"}
KINDS = frozenset(_BLOCKS | _INLINES)
# What a node may carry: identifiers, spans, style; never a script, a colour or a file
_ATTRIBUTES = {
    "ID": r"[\w.:-]{1,200}",
    "IDREF": r"[\w.:-]{1,200}",
    "referencedObject": r"[\w.:\s-]{1,400}",
    "styleCode": r"[\w\s.-]{1,200}",
    "listType": r"ordered|unordered",
    "align": r"left|center|right|justify|char",
    "colspan": r"\d{1,3}",
    "rowspan": r"\d{1,3}",
    "span": r"\d{1,3}",
    "scope": r"row|col|rowgroup|colgroup",
    "revised": r"insert|delete",
}
_LINKS = {"http", "https", "mailto", "tel"}


@dataclass(frozen=True, slots=True)
class Node:
    """An element of narrative: its kind (one of `KINDS`; `content` for an unknown one), attributes and children."""

    kind: str
    children: tuple[Node | str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Its words in reading order; cells, items and lines are separated by a space."""
        return " ".join(child if isinstance(child, str) else child.text for child in self.children)


def read_narrative(element: Any) -> tuple[Node | str, ...]:
    """Children of a section's `text` element; no word of it is lost, comments and instructions are."""
    return _children(element)


def _children(element: Any) -> tuple[Node | str, ...]:
    found: list[Node | str] = [element.text] if element.text else []
    for child in element:
        if isinstance(child.tag, str):
            found.append(_node(child))
        elif isinstance(child, etree._Entity):
            continue
        if child.tail:
            found.append(child.tail)
    return tuple(_merged(found))


def _merged(found: list[Node | str]) -> list[Node | str]:
    """Join the texts a comment had cut in two."""
    merged: list[Node | str] = []
    for piece in found:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    return merged


def _node(element: Any) -> Node:
    name = etree.QName(element).localname
    kind = name if name in KINDS else "content"
    return Node(kind, _children(element), _attributes(element))


def _attributes(element: Any) -> dict[str, str]:
    kept = {}
    for name, value in element.attrib.items():
        pattern = _ATTRIBUTES.get(name)
        if (pattern and re.fullmatch(pattern, value)) or (name == "href" and is_safe_link(value)):
            kept[name] = value
    return kept


def is_safe_link(href: str) -> bool:
    """Whether a link may be shown as one: http, https, mailto, tel, or a place inside the document."""
    try:
        return href.startswith("#") or urlsplit(href.strip()).scheme.lower() in _LINKS
    except ValueError:
        return False
