"""CarePlan (projet), Goal (attente, projet de vie, objectif), ServiceRequest (besoin), Task (action, prestation, moyen, bilan)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from esante.fhirkit import Json
from esante.fhirkit.reading import objects
from esante.fhirkit.reading import text as said
from esante.tddui import names
from esante.tddui.codec import Codec, Field, coded, codeds, needed, nested, ref, refs, status, text, texts
from esante.tddui.codecs.agenda import TASKS
from esante.tddui.codecs.spec import Spec, declared
from esante.tddui.errors import RefusedTransfer
from esante.tddui.names import profile
from esante.tddui.parts import base, discriminator
from esante.tddui.parts import coded as concept
from esante.tddui.plan import (
    Accord,
    Action,
    Attente,
    Besoin,
    Bilan,
    Moyen,
    Objectif,
    Preparation,
    Prestation,
    Projet,
    ProjetVie,
)
from esante.tddui.refs import Arrived, Inward, Outward, profiles_of

_PLANS = {"ENCOURS": "active", "ENPREPARATION": "draft", "ENPAUSE": "on-hold", "TERMINE": "completed"}
_GOALS = {"ACTIF": "active", "ENPREPARATION": "planned", "TERMINE": "completed", "ANNULE": "cancelled"}
_PROJET_REF = "extension[tddui-careplan-projet-perso-ref].valueReference"
_STRUCTURE, _USAGER = "accordStructure", "accordUsager"


def _inputs(what: str) -> str:
    return f"{names.TDDUI}/CodeSystem/tddui-task-input-{what}"


def _author() -> Field:
    """Professional, or the usager when ""."""
    return Field(
        "author",
        "authorReference",
        lambda value, out: out.reference("professional", value),
        lambda value, into, where: into.linked(value, where, "professional"),
    )


def _annotation() -> Codec[Preparation]:
    return Codec(Preparation, (needed(text("text", "text")), _author()))


PROJET = Codec(
    Projet,
    (
        status("status", _PLANS),
        needed(text("title", "title")),
        coded("kind", "category[]"),
        text("description", "description"),
        text("communication", "note[].text"),
        text("start", "period.start"),
        text("end", "period.end"),
        refs("attachments", "extension[tddui-attachment].valueReference", "document"),
    ),
)
ATTENTE = Codec(
    Attente,
    (
        status("lifecycleStatus", _GOALS),
        needed(text("origin", "note[origineAttente].text")),
        needed(text("description", "description.text")),
        text("comment", "note[commentaireAttente].text"),
        ref("projet", _PROJET_REF, "projet"),
    ),
)
PROJET_VIE = Codec(
    ProjetVie,
    (
        status("lifecycleStatus", _GOALS),
        needed(text("title", "description.text")),
        text("start", "startDate"),
        text("due", "target[].dueDate"),
        Field(
            "aspirations",
            "target[].detailString",
            lambda value, _: value,
            lambda value, *_: value if isinstance(value, str) and value else None,
            many=True,
        ),
    ),
)
BESOIN = Codec(
    Besoin,
    (
        needed(ref("projet", "basedOn[]", "projet")),
        needed(text("description", "code.text")),
        coded("kind", "category[]"),
        texts("analysis", "orderDetail[].text"),
        texts("comments", "note[].text"),
    ),
)
OBJECTIF = Codec(
    Objectif,
    (
        status("lifecycleStatus", _GOALS),
        needed(text("title", "note[titreObjectif].text")),
        needed(text("description", "description.text")),
        ref("projet", _PROJET_REF, "projet"),
        codeds("domains", "category[]"),
        text("start", "startDate"),
        text("due", "target[].dueDate"),
        text("expected", "target[].detailString"),
        text("opinion", "note[avisUsagerObjectif].text"),
        text("strategy", "note[strategieMiseEnOeuvreObjectif].text"),
        refs("besoins", "addresses[]", "besoin"),
    ),
)
_STEP: tuple[Field, ...] = (
    status("status", TASKS),
    needed(ref("projet", "basedOn[]", "projet")),
    needed(text("title", "input[titre].valueString")),
    text("description", "description"),
    text("start", "executionPeriod.start"),
    text("end", "executionPeriod.end"),
    refs("attachments", "input[pieceJointe].valueReference", "document"),
)
ACTION = Codec(
    Action,
    (
        *_STEP,
        text("expected", "input[resultatAttendu].valueString"),
        text("opinion", "input[avisUsager].valueString"),
        ref("owner", "owner", "professional"),
        refs("objectifs", "input[objectif].valueReference", "objectif"),
        refs("evaluations", "input[evaluation].valueReference", "evaluation"),
    ),
    inputs=_inputs("action"),
)
PRESTATION = Codec(
    Prestation,
    (*_STEP, codeds("types", "input[typePrestation].valueCodeableConcept"), ref("action", "partOf[]", "action")),
    inputs=_inputs("prestation"),
)
MOYEN = Codec(
    Moyen,
    (*_STEP, coded("kind", "code"), ref("action", "partOf[]", "action")),
    inputs=_inputs("moyen-ressource"),
)
BILAN = Codec(
    Bilan,
    (
        status("status", TASKS),
        needed(ref("projet", "basedOn[]", "projet")),
        needed(text("date", "executionPeriod.start")),
        coded("category", "code"),
        text("perimeter", "input[perimetre].valueString"),
        text("problem", "input[problematique].valueString"),
        texts("guests", "input[invite].valueString"),
        text("next_date", "input[dateProchainBilan].valueDate"),
        nested("preparations", "input[synthesePreparationBilan].valueAnnotation", _annotation(), many=True),
        nested("synthesis", "output[syntheseBilan].valueAnnotation", _annotation()),
        refs("attachments", "input[pieceJointe].valueReference", "document"),
    ),
    inputs=_inputs("bilan"),
)


def encode_accord(accord: Accord, out: Outward) -> Json:
    """Consent (tddui-consent-accord), signed by the professional, or by the usager."""
    author = out.reference("professional", accord.author) if accord.author else out.patient
    return base("Consent", "tddui-consent-accord") | {
        "status": "active",
        "scope": concept(names.CONSENT_SCOPE, "patient-privacy"),
        "category": [concept(names.LOINC, "59284-0")],
        "patient": out.patient,
        "dateTime": accord.date,
        "performer": [author],
        "policy": [{"authority": "https://www.cnsa.fr/"}],
    }


def accords_of(projet: Projet) -> list[tuple[str, str, Accord]]:
    """(discriminator, identifier, agreement) of a projet, those of the structure first."""
    signed = [(_STRUCTURE, one) for one in projet.accords_structure] + [(_USAGER, one) for one in projet.accords_usager]
    return [(what, f"{projet.id} {number}", one) for number, (what, one) in enumerate(signed)]


def _encode_projet(projet: Projet, out: Outward) -> Json:
    if not projet.accords_structure:
        raise RefusedTransfer("Un projet personnalisé porte au moins un accord de la structure.")
    info = [
        {
            "extension": [
                {
                    "url": profile("tddui-discriminator"),
                    "valueCodeableConcept": concept(f"{names.TDDUI}/CodeSystem/tddui-discriminator", what),
                }
            ],
            **out.reference("accord", key),
        }
        for what, key, _ in accords_of(projet)
    ]
    return _PROJET.encode(projet, out) | {"supportingInfo": info}


def _decode_projet(resource: Json, into: Inward, where: str) -> Projet:
    found = [_accords(resource, into, where, what) for what in (_STRUCTURE, _USAGER)]
    if not found[0]:
        into.fault("missing", where, "Un projet personnalisé ne porte pas l'accord de la structure.")
    for number, (one, _) in enumerate(found[0] + found[1]):
        into.place("accord", f"{_PROJET.identity(resource)} {number}", one)
    signed = [tuple(accord for _, accord in held) for held in found]
    return replace(PROJET.decode(resource, into, where), accords_structure=signed[0], accords_usager=signed[1])


def _accords(resource: Json, into: Inward, where: str, what: str) -> list[tuple[Arrived, Accord]]:
    held = []
    for reference in objects(resource.get("supportingInfo")):
        consent = into.resolve(reference, where) if discriminator(reference) == what else None
        if consent is not None:
            performer: Sequence[Json] = objects(consent.resource.get("performer"))
            author = into.linked(performer[0], where, "professional") if performer else ""
            held.append((consent, Accord(said(consent.resource.get("dateTime")), author)))
    return held


def _decode_objectif(resource: Json, into: Inward, where: str) -> Objectif:
    """Older messages name the opinion otherwise, and may give no title: the description stands in."""
    read = OBJECTIF.decode(resource, into, where)
    older = (said(one.get("text")) for one in objects(resource.get("note")) if discriminator(one) == "avisUsager")
    return replace(read, title=read.title or read.description, opinion=read.opinion or next(older, ""))


def _claims(name: str) -> Any:
    return lambda resource: name in profiles_of(resource)


def _goal(attr: str, kind: str, name: str, codec: Codec[Any], identifier: str) -> Spec:
    return declared(attr, kind, name, codec, type="Goal", identifier=identifier, accepts=_claims(name))


def _task(attr: str, kind: str, name: str, codec: Codec[Any], identifier: str, subject: str = "for") -> Spec:
    start = {"intent": "plan"}
    return declared(
        attr, kind, name, codec, type="Task", identifier=identifier, subject=subject, start=start, accepts=_claims(name)
    )


_PROJET = declared(
    "projets",
    "projet",
    "tddui-careplan-projet-personnalise",
    PROJET,
    type="CarePlan",
    identifier="projetpersonnalise",
    start={"intent": "plan"},
)
SPECS: tuple[Spec, ...] = (
    replace(_PROJET, encode=_encode_projet, decode=_decode_projet),
    _goal("attentes", "attente", "tddui-goal-attente", ATTENTE, "attente"),
    _goal("projets_vie", "projetvie", "tddui-goal-projet-vie", PROJET_VIE, "projetvie"),
    declared(
        "besoins",
        "besoin",
        "tddui-service-request-besoin",
        BESOIN,
        type="ServiceRequest",
        identifier="besoin",
        start={"status": "active", "intent": "plan"},
        accepts=_claims("tddui-service-request-besoin"),
    ),
    replace(_goal("objectifs", "objectif", "tddui-goal-objectif", OBJECTIF, "objectif"), decode=_decode_objectif),
    _task("actions", "action", "tddui-task-action", ACTION, "action"),
    _task("prestations", "prestation", "tddui-task-prestation", PRESTATION, "prestation"),
    _task("moyens", "moyen", "tddui-task-moyen-ressource", MOYEN, "moyenressource"),
    _task("bilans", "bilan", "tddui-task-bilan", BILAN, "bilan"),
)
