"""ServiceRequest (demande d'orientation) and Basic (décision and droit): what the MDPH was asked and decided."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from esante.fhirkit import Json
from esante.fhirkit.reading import objects
from esante.fhirkit.reading import text as said
from esante.tddui import names
from esante.tddui.codec import Codec, Field, coded, codeds, flag, nested, number, ref, refs, text, texts
from esante.tddui.codecs.spec import Spec, declared
from esante.tddui.errors import RefusedTransfer
from esante.tddui.names import local_system, profile
from esante.tddui.orientation import Decision, DemandeOrientation, DetailPrestation, Droit, PriseCharge
from esante.tddui.parts import base, inner
from esante.tddui.parts import coded as concept
from esante.tddui.refs import Inward, Outward, profiles_of

_NUMBERS = {
    "registration": ("NUMENREG", "https://identifiant-medicosocial-numenregistrement.esante.gouv.fr/"),
    "national": ("IDNATDECISION", "urn:oid:1.2.250.1.213.8.1"),
    "allocataire": ("NUMALLOC", "https://identifiant-medicosocial-numallocataire.esante.gouv.fr/"),
}
_CLOSING, _GIVEN, _OTHER = "5", "1", "9999"
_NEW, _AGAIN = "1", frozenset({"2", "3", "6", "7"})


def _document(attr: str, what: str, *, many: bool = False) -> Field:
    """The reference itself carries its discriminator."""

    def write(value: Any, out: Outward) -> Json:
        kind = concept(f"{names.TDDUI}/CodeSystem/tddui-discriminator", what)
        return {
            "extension": [{"url": profile("tddui-discriminator"), "valueCodeableConcept": kind}],
            **out.reference("document", value),
        }

    def read(value: Any, into: Inward, where: str) -> str | None:
        return into.linked(value, where, "document") or None

    return Field(attr, f"supportingInfo[{what}]", write, read, many=many)


DEMANDE = Codec(
    DemandeOrientation,
    (
        coded("kind", "category[]"),
        coded("nature", "code"),
        text("sent", "occurrencePeriod.start"),
        text("answered", "occurrencePeriod.end"),
        _document("forms", "demandeOrientation", many=True),
        _document("receipt", "depotPoste"),
        _document("answer", "reponseOrientation"),
        _document("complements", "pieceComplementaire", many=True),
    ),
)
_CARE = Codec(
    PriseCharge,
    (
        coded("mode", "extension[modePriseCharge].valueCodeableConcept"),
        number("value", "extension[quantification].extension[valeurPriseCharge].valueInteger"),
        text("unit", "extension[quantification].extension[unitePriseCharge].valueQuantity.unit"),
        coded("frequency", "extension[quantification].extension[frequencePriseCharge].valueCodeableConcept"),
    ),
)
_DETAIL = Codec(
    DetailPrestation,
    (
        coded("qualification", "extension[qualificationOrientation].valueCodeableConcept"),
        coded("temporality", "extension[temporaliteAccueil].valueCodeableConcept"),
        coded("precision", "extension[precisionOrientation].valueCodeableConcept"),
        flag("sequential", "extension[accueilSequentiel].valueBoolean"),
        text("training", "extension[formation].valueString"),
        number("amount", "extension[montantAttribue].valueMoney", {"currency": "EUR"}),
        refs("structures", "extension[structureAccueil].valueReference", "structure"),
        nested("care", "extension[priseCharge]", _CARE, many=True, start={"url": "priseCharge"}),
    ),
)
_DROIT = Codec(
    Droit,
    (
        coded("category", "extension[categorieDroitPrestation].valueCodeableConcept"),
        coded("kind", "extension[typeDroitPrestation].valueCodeableConcept"),
        coded("nature", "extension[natureDroitPrestation].valueCodeableConcept"),
        text("opened", "extension[dateOuverture].valueDate"),
        text("due", "extension[dateEcheance].valueDate"),
        flag("pag", "extension[existencePAG].valueBoolean"),
        coded("pag_end", "extension[motifFinPAG].valueCodeableConcept"),
        flag("creton", "extension[creton].valueBoolean"),
        number("rate", "extension[taux].valueQuantity", {"unit": "%", "system": names.UCUM, "code": "%"}),
        coded("compensation", "extension[typeCompensation].valueCodeableConcept"),
        text("comment", "extension[commentaire].valueString"),
        nested("detail", "extension[detailPrestation]", _DETAIL, start={"url": "detailPrestation"}),
    ),
)
_TOLD = "extension[tddui-decision]"
DECISION = Codec(
    Decision,
    (
        coded("kind", f"{_TOLD}.extension[typeDecision].valueCodeableConcept"),
        text("closing", f"{_TOLD}.extension[dateEffetCloture].valueDate"),
        text("date", f"{_TOLD}.extension[dateDecision].valueDate"),
        codeds("motives", f"{_TOLD}.extension[motivation].valueCodeableConcept"),
        texts("local_motives", f"{_TOLD}.extension[motivationLocale].valueString"),
        text("comment", f"{_TOLD}.extension[commentaire].valueString"),
        nested("right", f"{_TOLD}.extension[droitPrestation]", _DROIT, start={"url": "droitPrestation"}),
        ref("demande", "subject", "demande"),
    ),
)


def _encode_demande(held: DemandeOrientation, out: Outward) -> Json:
    if not re.fullmatch(r"[^/\s]+/[^/\s]+", held.id):
        raise RefusedTransfer("L'identifiant d'une demande d'orientation s'écrit numéro/MDPH.")
    if held.kind and not held.nature:
        raise RefusedTransfer("Une demande d'orientation dont le type est donné dit sa nature.")
    named = {"system": local_system("demandeorientation"), "value": held.id}
    return _DEMANDE.encode(held, out) | {"identifier": [named]}


def _encode_decision(held: Decision, out: Outward) -> Json:
    _check(held)
    resource = base("Basic", "tddui-basic-decision") | {
        "identifier": _identifiers(held),
        "code": concept(names.BASIC_TYPE, "DECISION"),
        "subject": out.patient,
    }
    return DECISION.encode(held, resource, out)


def _decode_decision(resource: Json, into: Inward, where: str) -> Decision:
    held = objects(resource.get("identifier"))

    def values(code: str) -> list[str]:
        return [said(one.get("value")) for one in held if inner(one, "type", "coding", "code") == code]

    numbers: Any = {attr: next(iter(values(code)), "") for attr, (code, _) in _NUMBERS.items()}
    mine = next((one for one in held if said(one.get("value")) == _decision_id(resource)), {})
    read = DECISION.decode(resource, into, where)
    return replace(read, mdph=said(mine.get("system")), replaces=tuple(values("IDDECISIONMAJ")), **numbers)


def _identifiers(held: Decision) -> list[Json]:
    kinds = [("IDDECISION", held.mdph, held.id)]
    kinds += [("IDDECISIONMAJ", held.mdph, one) for one in held.replaces]
    kinds += [(code, system, getattr(held, attr)) for attr, (code, system) in _NUMBERS.items() if getattr(held, attr)]
    return [
        {
            "type": concept(names.DECISION_IDENTIFIER, code),
            **({"system": system} if system else {}),
            "value": value,
        }
        for code, system, value in kinds
    ]


def _check(held: Decision) -> None:
    """The invariants of the guide."""
    nature = held.right.nature.code if held.right else ""
    if held.kind.code == _CLOSING and not held.closing:
        raise RefusedTransfer("Une clôture de droit dit quand elle prend effet.")
    if not held.replaces and (held.kind.code == _CLOSING or (held.kind.code == _GIVEN and nature in _AGAIN)):
        raise RefusedTransfer("Une décision qui en remplace ou en clôt une autre dit laquelle.")
    if held.replaces and held.kind.code == _GIVEN and nature == _NEW:
        raise RefusedTransfer("Un nouveau droit ne remplace aucune décision.")
    if any(one.code == _OTHER for one in held.motives) != bool(held.local_motives):
        raise RefusedTransfer("La motivation locale accompagne la motivation « Autre », et elle seule.")


def _decision_id(resource: Json) -> str:
    held = objects(resource.get("identifier"))
    main = (one for one in held if inner(one, "type", "coding", "code") == "IDDECISION" or one.get("use") == "official")
    return said(next(main, held[0] if held else {}).get("value"))


def _told(resource: Json) -> bool:
    return "tddui-basic-decision" in profiles_of(resource)


_DEMANDE = declared(
    "demandes",
    "demande",
    "tddui-service-request-demande-orientation",
    DEMANDE,
    type="ServiceRequest",
    start={"status": "active", "intent": "order"},
    accepts=lambda resource: "tddui-service-request-demande-orientation" in profiles_of(resource),
)
SPECS: tuple[Spec, ...] = (
    replace(_DEMANDE, encode=_encode_demande),
    Spec(
        attr="decisions",
        kind="decision",
        type="Basic",
        profiles=("tddui-basic-decision",),
        encode=_encode_decision,
        decode=_decode_decision,
        identity=_decision_id,
        accepts=_told,
    ),
)
