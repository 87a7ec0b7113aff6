"""The projet personnalisé: CarePlan, Consent, ServiceRequest (besoin), Goal (objectif), Task (action)."""

from __future__ import annotations

from collections.abc import Sequence

from esante.fhirkit import Json
from esante.fhirkit.reading import objects, text
from esante.tddui import names
from esante.tddui.identifiers import checked, system_of
from esante.tddui.model import Accord, Action, Besoin, Objectif, Projet
from esante.tddui.names import profile
from esante.tddui.parts import base, coded, filled, identity, inner, note, notes, period

_PLANS = {"ENPREPARATION": "draft", "ENCOURS": "active", "ENPAUSE": "on-hold", "TERMINE": "completed"}
_GOALS = {"ENPREPARATION": "planned", "ACTIF": "active", "TERMINE": "completed", "ANNULE": "cancelled"}
_TASKS = {"ENPREPARATION": "draft", "ACTIF": "in-progress", "TERMINE": "completed", "ANNULE": "cancelled"}
_INPUTS = f"{names.TDDUI}/CodeSystem/tddui-task-input-action"


def encode_accord(accord: Accord, patient: Json, author: Json) -> Json:
    """Consent (tddui-consent-accord); ``author`` refers to the professional, or to the usager."""
    return base("Consent", "tddui-consent-accord") | {
        "status": "active",
        "scope": coded(names.CONSENT_SCOPE, "patient-privacy"),
        "category": [coded(names.LOINC, "59284-0")],
        "patient": patient,
        "dateTime": accord.date,
        "performer": [author],
        "policy": [{"authority": "https://www.cnsa.fr/"}],
    }


def decode_accord(resource: Json, author: str) -> Accord:
    """Read a Consent; ``author`` is the PS_IdNat its performer led to, "" for the usager."""
    return Accord(text(resource.get("dateTime")), author)


def encode_projet(projet: Projet, patient: Json, accords: Sequence[tuple[str, Json]]) -> Json:
    """CarePlan; ``accords`` are (accordStructure or accordUsager, reference) pairs."""
    info = [
        {"extension": [{"url": profile("tddui-discriminator"), "valueCode": what}], **reference}
        for what, reference in accords
    ]
    return base("CarePlan", "tddui-careplan-projet-personnalise") | filled(
        identifier=_identifier("projetpersonnalise", projet.id),
        status=_PLANS.get(projet.status, "unknown"),
        intent="plan",
        title=projet.title,
        description=projet.description,
        subject=patient,
        period=period(projet.start, projet.end),
        supportingInfo=info,
    )


def decode_projet(resource: Json, structure: tuple[Accord, ...], usager: tuple[Accord, ...]) -> Projet:
    """Read a CarePlan and its agreements."""
    return Projet(
        id=identity(resource),
        title=text(resource.get("title")),
        status=_french(_PLANS, resource.get("status"), "ENCOURS"),
        description=text(resource.get("description")),
        start=inner(resource, "period", "start"),
        end=inner(resource, "period", "end"),
        accords_structure=structure,
        accords_usager=usager,
    )


def encode_besoin(besoin: Besoin, patient: Json, projet: Json) -> Json:
    """ServiceRequest."""
    return base("ServiceRequest", "tddui-service-request-besoin") | filled(
        identifier=_identifier("besoin", besoin.id),
        basedOn=[projet],
        status="active",
        intent="plan",
        code={"text": besoin.description},
        orderDetail=[{"text": one} for one in besoin.analysis],
        subject=patient,
    )


def decode_besoin(resource: Json, projet: str) -> Besoin:
    """Read a ServiceRequest."""
    analysis = tuple(text(one.get("text")) for one in objects(resource.get("orderDetail")))
    return Besoin(id=identity(resource), projet=projet, description=inner(resource, "code", "text"), analysis=analysis)


def encode_objectif(objectif: Objectif, patient: Json, besoins: Sequence[Json]) -> Json:
    """Goal: its title and the usager's opinion are annotations of the guide."""
    return base("Goal", "tddui-goal-objectif") | filled(
        identifier=_identifier("objectif", objectif.id),
        lifecycleStatus=_GOALS.get(objectif.status, "active"),
        description={"text": objectif.description},
        subject=patient,
        startDate=objectif.start,
        target=[held] if (held := filled(detailString=objectif.expected, dueDate=objectif.due)) else [],
        addresses=list(besoins),
        note=notes((("titreObjectif", objectif.title), ("avisUsager", objectif.opinion))),
    )


def decode_objectif(resource: Json, besoins: tuple[str, ...]) -> Objectif:
    """Read a Goal; without title, its description stands in."""
    description = inner(resource, "description", "text")
    return Objectif(
        id=identity(resource),
        title=note(resource, "titreObjectif") or description,
        description=description,
        status=_french(_GOALS, resource.get("lifecycleStatus"), "ACTIF"),
        start=text(resource.get("startDate")),
        due=inner(resource, "target", "dueDate"),
        expected=inner(resource, "target", "detailString"),
        opinion=note(resource, "avisUsager"),
        besoins=besoins,
    )


def encode_action(action: Action, patient: Json, projet: Json, owner: Json | None, objectifs: Sequence[Json]) -> Json:
    """Task: title and goals are inputs."""
    inputs = [_input("titre", valueString=action.title)]
    inputs += [_input("objectif", valueReference=objectif) for objectif in objectifs]
    return base("Task", "tddui-task-action") | filled(
        identifier=_identifier("action", action.id),
        basedOn=[projet],
        status=_TASKS.get(action.status, "in-progress"),
        intent="plan",
        description=action.description,
        **{"for": patient},
        executionPeriod=period(action.start, action.end),
        owner=owner,
        input=inputs,
    )


def decode_action(resource: Json, projet: str, owner: str, objectifs: tuple[str, ...]) -> Action:
    """Read a Task."""
    titles = (text(one.get("valueString")) for one in inputs_of(resource, "titre"))
    return Action(
        id=identity(resource),
        projet=projet,
        title=next(titles, ""),
        status=_french(_TASKS, resource.get("status"), "ACTIF"),
        description=text(resource.get("description")),
        start=inner(resource, "executionPeriod", "start"),
        end=inner(resource, "executionPeriod", "end"),
        owner=owner,
        objectifs=objectifs,
    )


def inputs_of(task: Json, what: str) -> list[Json]:
    """Inputs of a Task of that type, by code (with or without system) or by text."""
    return [
        one
        for one in objects(task.get("input"))
        if what in (inner(one, "type", "coding", "code"), inner(one, "type", "text"))
    ]


def _input(what: str, **value: object) -> Json:
    return {"type": {"coding": [{"system": _INPUTS, "code": what}], "text": what}, **value}


def _identifier(kind: str, value: str) -> list[Json]:
    return [{"system": system_of(kind), "value": checked(kind, value)}]


def _french(table: dict[str, str], status: object, default: str) -> str:
    return next((french for french, code in table.items() if code == status), default)
