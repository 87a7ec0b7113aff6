"""Walk in a document without writing its namespace everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lxml import etree

HL7 = "urn:hl7-org:v3"
SDTC = "urn:hl7-org:sdtc"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


def one(element: Any, path: str) -> Any:
    """First element at `path` (local names of HL7 v3, `a/b/c`), or None."""
    return None if element is None else element.find(_qualified(path))


def every(element: Any, path: str) -> list[Any]:
    """All elements at `path`."""
    return [] if element is None else element.findall(_qualified(path))


def value(element: Any, path: str = ".", attribute: str = "value") -> str:
    """An attribute of the element at `path`, stripped; empty when either is absent."""
    found = element if path == "." else one(element, path)
    return "" if found is None else (found.get(attribute) or "").strip()


def words(element: Any) -> str:
    """Text of an element and of what it holds, on one line."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def descendants(element: Any, name: str) -> Iterator[Any]:
    return iter(element.iter(f"{{{HL7}}}{name}"))


def local(element: Any) -> str:
    return str(etree.QName(element).localname)


def locate(element: Any, root: Any) -> str:
    """Path of an element from the document, with a rank where a name is repeated: `author[2]/assignedAuthor`."""
    steps: list[str] = []
    while element is not None and element is not root:
        parent = element.getparent()
        steps.append(_step(element, parent))
        element = parent
    return "/".join(reversed(steps)) or local(root)


def _step(element: Any, parent: Any) -> str:
    name = local(element)
    twins = [] if parent is None else parent.findall(element.tag)
    return name if len(twins) < 2 else f"{name}[{twins.index(element) + 1}]"


@lru_cache(maxsize=2048)
def _qualified(path: str) -> str:
    return "/".join(step if step in (".", "*") else f"{{{HL7}}}{step}" for step in path.split("/"))
