"""A stay: Encounter of profile tddui-encounter-sejour."""

from __future__ import annotations

from esante.fhirkit import Json, extension
from esante.fhirkit.reading import text
from esante.tddui.identifiers import checked, system_of
from esante.tddui.model import Sejour
from esante.tddui.names import ACT_CODE, profile
from esante.tddui.parts import base, filled, identity, inner, period


def encode_sejour(sejour: Sejour, patient: Json, structure: Json) -> Json:
    """Encounter. A stay without start is planned, without end in progress."""
    status = "finished" if sejour.end else "in-progress" if sejour.start else "planned"
    extensions = [
        {"url": profile(name), kind: value}
        for name, kind, value in (
            ("tddui-admission-date", "valueDateTime", sejour.admission),
            ("tddui-comment", "valueString", sejour.comment),
        )
        if value
    ]
    return base("Encounter", "tddui-encounter-sejour") | filled(
        extension=extensions,
        identifier=[{"system": system_of("sejour"), "value": checked("sejour", sejour.id)}],
        status=status,
        **{"class": {"system": ACT_CODE, "code": "IMP"}},
        subject=patient,
        period=period(sejour.start, sejour.end),
        serviceProvider=structure,
    )


def decode_sejour(resource: Json, structure: str) -> Sejour:
    """Read an Encounter; ``structure`` is the Struct_IdNat its reference led to."""
    admission = (extension(resource, profile("tddui-admission-date")) or {}).get("valueDateTime")
    comment = (extension(resource, profile("tddui-comment")) or {}).get("valueString")
    return Sejour(
        id=identity(resource),
        structure=structure,
        admission=text(admission),
        start=inner(resource, "period", "start"),
        end=inner(resource, "period", "end"),
        comment=text(comment),
    )
