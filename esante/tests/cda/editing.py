"""Break a document on purpose, one element at a time."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from esante.cda.paths import HL7
from esante.cisis import safe_xml

Edit = Callable[[Any], None]


def find(root: Any, path: str) -> Any:
    """The element at a path of local names, ranks allowed; `//name` searches anywhere."""
    steps = [step if step in ("", ".") else f"{{{HL7}}}{step}" for step in path.removeprefix("//").split("/")]
    found = root.find((".//" if path.startswith("//") else "") + "/".join(steps))
    assert found is not None, path
    return found


def put(path: str, **attributes: str) -> Edit:
    """Set attributes."""

    def edit(root: Any) -> None:
        find(root, path).attrib.update(attributes)

    return edit


def without(path: str, *attributes: str) -> Edit:
    """Remove attributes, or the element itself when none is named."""

    def edit(root: Any) -> None:
        element = find(root, path)
        for name in attributes:
            del element.attrib[name]
        if not attributes:
            element.getparent().remove(element)

    return edit


def say(path: str, text: str) -> Edit:
    """Replace the text."""

    def edit(root: Any) -> None:
        find(root, path).text = text

    return edit


def twice(path: str, **attributes: str) -> Edit:
    """Repeat an element beside itself, with other attributes."""

    def edit(root: Any) -> None:
        element = find(root, path)
        twin = copy.deepcopy(element)
        twin.attrib.update(attributes)
        element.addnext(twin)

    return edit


def insert_after(path: str, fragment: str) -> Edit:
    """Put an element, written without its namespace, after another."""

    def edit(root: Any) -> None:
        wrapped = safe_xml.parse(f'<w xmlns="{HL7}">{fragment}</w>'.encode())
        find(root, path).addnext(wrapped[0])

    return edit


def broken(data: bytes, *edits: Edit) -> bytes:
    """The document after its edits."""
    root = safe_xml.parse(data)
    for edit in edits:
        edit(root)
    return safe_xml.serialize(root)
