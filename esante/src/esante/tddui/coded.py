"""A coded value of a system, as it travels: a CodeableConcept of one coding, or a text alone."""

from __future__ import annotations

from dataclasses import dataclass

from esante.fhirkit import Json
from esante.fhirkit.reading import objects, text


@dataclass(frozen=True, slots=True)
class Coded:
    """``code`` of ``system`` (a URL), with its label; without code, the label is a free text."""

    code: str = ""
    system: str = ""
    label: str = ""


def encode_coded(value: Coded) -> Json:
    """CodeableConcept."""
    if not value.code:
        return {"text": value.label}
    held = {"system": value.system, "code": value.code, "display": value.label}
    return {"coding": [{name: one for name, one in held.items() if one}]}


def decode_coded(concept: object) -> Coded | None:
    """Read the first coding of a CodeableConcept, or its text; None when it says neither."""
    if not isinstance(concept, dict):
        return None
    for one in objects(concept.get("coding")):
        if text(one.get("code")):
            return Coded(text(one["code"]), text(one.get("system")), text(one.get("display")))
    label = text(concept.get("text"))
    return Coded(label=label) if label else None
