"""Encounter (évènement), Slot, Task (transport), Observation (repas, période scolaire, mobilité)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from esante.fhirkit import Json
from esante.fhirkit.reading import objects
from esante.fhirkit.reading import text as said
from esante.tddui import names
from esante.tddui.agenda import Evenement, Mobilite, PeriodeScolaire, PresenceAbsence, Repas, Transport
from esante.tddui.codec import (
    Codec,
    Field,
    address,
    coded,
    codeds,
    flag,
    needed,
    number,
    ref,
    refs,
    status,
    text,
    texts,
)
from esante.tddui.codecs.spec import Spec, declared
from esante.tddui.coded import Coded, decode_coded, encode_coded
from esante.tddui.errors import RefusedTransfer
from esante.tddui.refs import Inward, Outward, profiles_of

_EVENTS = {"PLANIFIE": "planned", "VALIDE": "triaged", "TERMINE": "finished", "ANNULE": "cancelled"}
TASKS = {"ACTIF": "in-progress", "ENPREPARATION": "draft", "TERMINE": "completed", "ANNULE": "cancelled"}
_TRANSPORTS = f"{names.TDDUI}/CodeSystem/tddui-task-input-transport"
_NOT_CODED = {"system": names.ABSENT_REASON, "code": "not-permitted", "display": "Not Permitted"}
_EUROS = {"currency": "EUR"}
_KM = {"unit": "km", "system": names.UCUM, "code": "km"}
_MINUTES = {"unit": "min", "system": names.UCUM, "code": "min"}
_ABSENCE = "2"


def _event_types() -> Field:
    """A type without code is a text whose code is «not permitted»."""

    def write(value: Coded, _: Outward) -> Json:
        return encode_coded(value) if value.code else {"coding": [dict(_NOT_CODED)], "text": value.label}

    def read(value: Any, *_: Any) -> Coded | None:
        held = decode_coded(value)
        if held is not None and (held.code, held.system) == ("not-permitted", names.ABSENT_REASON):
            label = said(value.get("text"))
            return Coded(label=label) if label else None
        return held

    return Field("types", "type[]", write, read, many=True)


EVENEMENT = Codec(
    Evenement,
    (
        status("status", _EVENTS, others=False),
        coded("cancel_reason", "_status.extension[tddui-cancel-reason].valueCodeableConcept"),
        _event_types(),
        text("label", "extension[tddui-event-label].valueString"),
        text("reason", "extension[tddui-event-reason].valueString"),
        texts("comments", "extension[tddui-comment].valueString"),
        text("report", "extension[tddui-event-report].valueString"),
        flag("outside", "extension[tddui-event-outside-service].valueBoolean"),
        flag("present", "extension[tddui-patient-present].valueBoolean"),
        flag("meal", "extension[tddui-meal].valueBoolean"),
        refs("attachments", "extension[tddui-attachment].valueReference", "document"),
        text("place", "location[].location.display"),
        needed(text("start", "period.start")),
        needed(text("end", "period.end")),
        ref("structure", "serviceProvider", "structure"),
        ref("sejour", "partOf", "sejour"),
        refs("participants", "participant[].individual", "professional"),
    ),
)


def _presence_kind() -> Field:
    return Field(
        "kind",
        "serviceType[]",
        lambda value, _: {"coding": [{"system": names.PRESENCE_TYPE, "code": value}]},
        lambda value, *_: held.code if (held := decode_coded(value)) and held.code else None,
    )


PRESENCE = Codec(
    PresenceAbsence,
    (
        _presence_kind(),
        needed(text("start", "start")),
        needed(text("end", "end")),
        coded("reason", "appointmentType"),
        flag("planned", "extension[tddui-planned-absence].valueBoolean"),
        flag("billed", "extension[tddui-facturation].valueBoolean"),
        text("comment", "comment"),
    ),
)
TRANSPORT = Codec(
    Transport,
    (
        status("status", TASKS),
        needed(text("start", "executionPeriod.start")),
        needed(text("end", "executionPeriod.end")),
        ref("professional", "for", "professional"),
        ref("evenement", "encounter", "evenement"),
        ref("carrier", "owner", "structure"),
        coded("mode", "code"),
        coded("motor", "input[typeMotorisation].valueCodeableConcept"),
        address("departure", "input[adresseDepart].valueAddress"),
        address("destination", "input[adresseDestination].valueAddress"),
        number("planned_cost", "input[budgetPrevisionnel].valueMoney", _EUROS),
        number("cost", "input[budgetReel].valueMoney", _EUROS),
        number("distance", "input[distance].valueDistance", _KM),
        number("duration", "input[dureeTheorique].valueDuration", _MINUTES),
        flag("accompanied", "input[accompagnement].valueBoolean"),
        flag("aseptic", "input[asepsie].valueBoolean"),
        coded("nature", "input[natureTransport].valueCodeableConcept"),
    ),
    inputs=_TRANSPORTS,
)
REPAS = Codec(
    Repas,
    (
        needed(text("date", "effectiveDateTime")),
        flag("present", "extension[tddui-patient-present].valueBoolean"),
        coded("kind", "category[]"),
    ),
)
SCOLARITE = Codec(
    PeriodeScolaire,
    (
        text("start", "effectivePeriod.start"),
        text("end", "effectivePeriod.end"),
        ref("school", "performer[]", "structure"),
        codeds("teaching", "component[typeEnseignementSpecialise].valueCodeableConcept"),
        codeds("diplomas", "component[diplome].valueCodeableConcept"),
        number("half_days", "component[volumeScolarisation].valueQuantity", {"unit": "demi-journée"}),
        text("comment", "note[].text"),
    ),
)
MOBILITE = Codec(Mobilite, (coded("mode", "valueCodeableConcept"), text("fitting", "component[LP73551-1].valueString")))


def _observed(code: str, system: str = names.OBSERVATION_TYPE) -> Json:
    return {"status": "final", "code": {"coding": [{"system": system, "code": code}]}}


def _claims(name: str) -> Any:
    return lambda resource: name in profiles_of(resource)


def _encode_presence(held: PresenceAbsence, out: Outward) -> Json:
    if held.kind == _ABSENCE and held.reason is None:
        raise RefusedTransfer("Une absence est donnée avec son motif.")
    return _PRESENCE.encode(held, out) | {"status": "busy", "schedule": out.reference("schedule", "")}


def encode_schedule(out: Outward) -> Json:
    """The Schedule that holds every presence and absence of the person."""
    return {
        "resourceType": "Schedule",
        "meta": {"profile": [names.profile("tddui-schedule")]},
        "actor": [out.patient],
    }


def _encode_transport(held: Transport, out: Outward) -> Json:
    kind = "professionnel" if held.professional else "usager"
    spec = _TRANSPORTS_OF[kind]
    return {**spec.encode(held, out), **({} if held.professional else {"for": out.patient})}


def _decode_mobilite(resource: Json, into: Inward, where: str) -> Mobilite | None:
    return MOBILITE.decode(resource, into, where) if decode_coded(resource.get("valueCodeableConcept")) else None


_PRESENCE = declared(
    "presences",
    "presence",
    "tddui-slot-presence-absence",
    PRESENCE,
    type="Slot",
    identifier="presenceabsence",
    subject="",
)
_TRANSPORTS_OF = {
    who: declared(
        "transports",
        "transport",
        f"tddui-task-transport-{who}",
        TRANSPORT,
        type="Task",
        identifier=f"transport{who}",
        subject="",
        start={"intent": "plan"},
        accepts=_claims(f"tddui-task-transport-{who}"),
    )
    for who in ("usager", "professionnel")
}
SPECS: tuple[Spec, ...] = (
    declared(
        "evenements",
        "evenement",
        "tddui-encounter-evenement",
        EVENEMENT,
        type="Encounter",
        identifier="evenement",
        start={"class": {"system": names.ACT_CODE, "code": "IMP"}},
        accepts=_claims("tddui-encounter-evenement"),
    ),
    replace(_PRESENCE, encode=_encode_presence),
    replace(
        _TRANSPORTS_OF["usager"],
        profiles=("tddui-task-transport-usager", "tddui-task-transport-professionnel"),
        encode=_encode_transport,
        identity=lambda resource: said((objects(resource.get("identifier")) or [{}])[0].get("value")),
        accepts=lambda resource: any("tddui-task-transport" in name for name in profiles_of(resource)),
    ),
    declared(
        "repas",
        "repas",
        "tddui-observation-repas",
        REPAS,
        type="Observation",
        identifier="repas",
        start=_observed("REPAS"),
        accepts=_claims("tddui-observation-repas"),
    ),
    declared(
        "scolarite",
        "scolarite",
        "tddui-observation-periode-scolaire",
        SCOLARITE,
        type="Observation",
        identifier="periodescolaire",
        start=_observed("PERIODESCOL"),
        accepts=_claims("tddui-observation-periode-scolaire"),
    ),
    replace(
        declared(
            "mobilites",
            "mobilite",
            "tddui-observation-mobilite-usager",
            MOBILITE,
            type="Observation",
            start=_observed("LP73551-1", names.LOINC),
            numbered=True,
            accepts=_claims("tddui-observation-mobilite-usager"),
        ),
        decode=_decode_mobilite,
    ),
)
