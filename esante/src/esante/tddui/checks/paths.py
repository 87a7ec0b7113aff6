"""A very small path language over FHIR JSON: `input[titre].valueString`, `extension[tddui-comment].valueString`.

A bracket names which element of a list is meant: the type code of an input, an output or an identifier, the discriminator
of a note or of a supportingInfo, the last word of the URL of an extension, the system code of a telecom.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from esante.fhirkit import Json
from esante.fhirkit.reading import objects, text
from esante.tddui.parts import discriminator, inner

_STEP = re.compile(r"(\w+)(?:\[([^\]]+)\])?")


def reach(resource: Json, path: str) -> list[tuple[str, Any]]:
    """Every (location, value) at the end of a path; locations are relative to the resource."""
    held: list[tuple[str, Any]] = [("", resource)]
    for name, wanted in _STEP.findall(path):
        held = [found for where, one in held for found in _step(where, one, name, wanted)]
    return held


def has(resource: Json, path: str) -> bool:
    """Whether something is at the end of a path (an empty text is nothing)."""
    return any(value not in (None, "", [], {}) for _, value in reach(resource, path))


def _step(where: str, one: Any, name: str, wanted: str) -> Iterator[tuple[str, Any]]:
    value = one.get(name) if isinstance(one, dict) else None
    if value is None:
        return
    if not isinstance(value, list):
        if not wanted or _is(name, value, wanted):
            yield f"{where}.{name}", value
        return
    for at, inner_value in enumerate(value):
        if not wanted or _is(name, inner_value, wanted):
            yield f"{where}.{name}[{at}]", inner_value


def _is(name: str, element: Any, wanted: str) -> bool:
    if not isinstance(element, dict):
        return False
    if name in ("input", "output", "identifier"):
        codes = [text(one.get("code")) for kind in objects(element.get("type")) for one in objects(kind.get("coding"))]
        return wanted in codes or wanted == inner(element, "type", "text")
    if name in ("note", "supportingInfo"):
        return discriminator(element) == wanted
    if name == "extension":
        return text(element.get("url")).rpartition("/")[2] == wanted
    return False
