"""A very small path language over FHIR JSON: `input[titre].valueString`, `extension[tddui-comment].valueString`.

A bracket is a list and names which of its elements is meant: the type code of an input, an output or an identifier, the
discriminator of a note or of a supportingInfo, the code of a component, the last word of the URL of an extension; an empty
one means any element to read, the first to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from esante.fhirkit import Json
from esante.fhirkit.reading import objects, text
from esante.tddui import names
from esante.tddui.parts import discriminator, inner

_STEP = re.compile(r"(\w+)(?:\[([^\]]*)\])?")
_COMPONENTS = f"{names.TDDUI}/CodeSystem/tddui-observation-periode-scolaire"
_DISCRIMINATORS = f"{names.TDDUI}/CodeSystem/tddui-discriminator"
_FURTHER = {
    "extension-Encounter.plannedStartDate": f"{names.R5}extension-Encounter.plannedStartDate",
    "extension-Encounter.plannedEndDate": f"{names.R5}extension-Encounter.plannedEndDate",
}


def reach(resource: Json, path: str) -> list[tuple[str, Any]]:
    """Every (location, value) at the end of a path; locations are relative to the resource."""
    held: list[tuple[str, Any]] = [("", resource)]
    for found in _STEP.finditer(path):
        name, wanted = found[1], found[2] or ""
        held = [one for where, element in held for one in _step(where, element, name, wanted)]
    return held


def has(resource: Json, path: str) -> bool:
    """Whether something is at the end of a path (an empty text is nothing)."""
    return any(value not in (None, "", [], {}) for _, value in reach(resource, path))


def put(resource: Json, path: str, value: Any, *, fresh: bool = False, inputs: str = "") -> None:
    """Write at the end of a path, making what leads there; ``fresh`` makes a new element of the last list.

    ``inputs`` is the system of the types of input and output.
    """
    steps = [(found[1], found[2]) for found in _STEP.finditer(path)]
    lists = [at for at, (_, wanted) in enumerate(steps) if wanted is not None]
    element = resource
    for at, (name, wanted) in enumerate(steps):
        last = at == len(steps) - 1
        if wanted is None:
            if last:
                element[name] = value
            else:
                element = element.setdefault(name, {})
            continue
        items = element.setdefault(name, [])
        if last:
            items.append(value)
            return
        held = None if fresh and at == lists[-1] else _found(name, items, wanted)
        if held is None:
            held = _stamped(name, wanted, inputs)
            items.append(held)
        element = held


def key_of(name: str, element: Any) -> str:
    """What tells an element of a list from the others, "" for lists without such a word."""
    if not isinstance(element, dict):
        return ""
    if name in ("input", "output"):
        return inner(element, "type", "coding", "code") or inner(element, "type", "text")
    if name in ("note", "supportingInfo"):
        return discriminator(element)
    if name == "extension":
        return text(element.get("url"))
    if name in ("identifier", "telecom"):
        return text(element.get("value"))
    if name == "name":
        return text(element.get("use"))
    if name == "component":
        return inner(element, "code", "coding", "code")
    return ""


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
    if name == "identifier":
        return any(
            text(one.get("code")) == wanted
            for kind in objects(element.get("type"))
            for one in objects(kind.get("coding"))
        )
    key = key_of(name, element)
    return key == wanted or (name == "extension" and key.rpartition("/")[2] == wanted)


def _found(name: str, items: list[Any], wanted: str) -> Json | None:
    return next((one for one in items if isinstance(one, dict) and (not wanted or _is(name, one, wanted))), None)


def _stamped(name: str, wanted: str, inputs: str) -> Json:
    if not wanted:
        return {}
    if name in ("input", "output"):
        return {"type": {"coding": [{"system": inputs, "code": wanted}], "text": wanted}}
    if name in ("note", "supportingInfo"):
        concept = {"coding": [{"system": _DISCRIMINATORS, "code": wanted}]}
        return {"extension": [{"url": names.profile("tddui-discriminator"), "valueCodeableConcept": concept}]}
    if name == "extension":
        return {"url": names.profile(wanted) if wanted.startswith("tddui-") else _FURTHER.get(wanted, wanted)}
    if name == "component":
        return {"code": {"coding": [{"system": _COMPONENTS, "code": wanted}]}}
    return {}
