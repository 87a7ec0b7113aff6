"""Small readers over plain FHIR JSON; each forgives what is absent or of another type.

Received resources are only as good as their server: a reader here never raises, it returns nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from esante.fhirkit.errors import Json


def of_system(codings: Any, system: str) -> str:
    """First code of ``system`` in a list of Coding; "" when there is none."""
    for coding in objects(codings):
        if coding.get("system") == system and isinstance(coding.get("code"), str):
            return str(coding["code"])
    return ""


def codes(concepts: Any, system: str) -> tuple[str, ...]:
    """Every code of ``system`` in a list of CodeableConcept, in the order of the resource."""
    found = (of_system(concept.get("coding"), system) for concept in objects(concepts))
    return tuple(code for code in found if code)


def identifier(resource: Json, system: str) -> str:
    """Value of the first ``identifier`` of ``system``; "" when there is none."""
    for one in objects(resource.get("identifier")):
        if one.get("system") == system and isinstance(one.get("value"), str):
            return str(one["value"])
    return ""


def extensions(element: Json, url: str) -> Iterator[Json]:
    """Extensions of ``element`` whose URL is ``url``."""
    return (one for one in objects(element.get("extension")) if one.get("url") == url)


def extension(element: Json, url: str) -> Json | None:
    """First extension of ``element`` whose URL is ``url``."""
    return next(extensions(element, url), None)


def reference_key(reference: Any) -> str:
    """``Type/id`` of a literal reference, relative or absolute; "" for a logical or contained one."""
    if not isinstance(reference, dict) or not isinstance(reference.get("reference"), str):
        return ""
    parts = reference["reference"].split("/_history/")[0].rstrip("/").split("/")
    return "/".join(parts[-2:]) if len(parts) > 1 else ""


def objects(value: Any) -> list[Json]:
    """The JSON objects of a list; a lone object counts as a list of one, anything else as none."""
    if isinstance(value, dict):
        return [value]
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text(value: Any) -> str:
    """The string, or "" for anything else."""
    return value if isinstance(value, str) else ""
