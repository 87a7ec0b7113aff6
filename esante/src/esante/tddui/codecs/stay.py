"""Encounter of profile tddui-encounter-sejour."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from esante.fhirkit import Json
from esante.fhirkit.reading import objects
from esante.tddui import names
from esante.tddui.codec import Codec, Field, coded, needed, ref, text
from esante.tddui.codecs.spec import Spec, declared
from esante.tddui.identifiers import system_of
from esante.tddui.refs import profiles_of
from esante.tddui.sejour import Sejour


def _typed(code: str) -> Json:
    return {"coding": [{"system": names.ENCOUNTER_IDENTIFIER, "code": code}]}


_FILE_NUMBER = Field(
    "file_number",
    "identifier[NUMDOSS]",
    lambda value, _: {"type": _typed("NUMDOSS"), "system": system_of("sejour"), "value": value},
    lambda value, *_: value.get("value") if isinstance(value.get("value"), str) else None,
)
SEJOUR = Codec(
    Sejour,
    (
        _FILE_NUMBER,
        text("admission", "extension[tddui-admission-date].valueDateTime"),
        text("planned_start", "extension[extension-Encounter.plannedStartDate].valueDateTime"),
        text("planned_end", "extension[extension-Encounter.plannedEndDate].valueDateTime"),
        text("entry", "extension[tddui-entry-mode-label].valueString"),
        text("exit", "extension[tddui-exit-mode-label].valueString"),
        text("comment", "extension[tddui-comment].valueString"),
        text("start", "period.start"),
        text("end", "period.end"),
        needed(ref("structure", "serviceProvider", "structure")),
        coded("came_from", "hospitalization.admitSource"),
        coded("left_for", "hospitalization.dischargeDisposition"),
        ref("origin", "hospitalization.origin", "structure"),
        text("origin_file", "hospitalization.preAdmissionIdentifier.value"),
        text("origin_entry", "hospitalization.extension[tddui-entry-date-origin].valueDateTime"),
        text("asked_by", "participant[].individual.display"),
        coded("modality", "serviceType"),
    ),
)


def _is_stay(resource: Json) -> bool:
    """A stay is known by its profile, or by what an event never has."""
    return bool(profiles_of(resource)) or any(
        one.get("system") == system_of("sejour") for one in objects(resource.get("identifier"))
    )


_DECLARED = declared(
    "sejours",
    "sejour",
    "tddui-encounter-sejour",
    SEJOUR,
    type="Encounter",
    identifier="sejour",
    start={"class": {"system": names.ACT_CODE, "code": "IMP"}},
    accepts=_is_stay,
)


def _encode(sejour: Sejour, out: Any) -> Json:
    resource = _DECLARED.encode(sejour, out)
    resource["identifier"][0] = {"type": _typed("SEJ"), **resource["identifier"][0]}
    return resource | {"status": "finished" if sejour.end else "in-progress" if sejour.start else "planned"}


SPECS: tuple[Spec, ...] = (replace(_DECLARED, encode=_encode),)
