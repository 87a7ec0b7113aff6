"""Rules between the elements of one resource: absences, events, decisions, goals, evaluations (TDDUI 2.3.0, content model)."""

from __future__ import annotations

from datetime import date
from typing import Any

from esante.aggir import Unsettled
from esante.fhirkit import Json
from esante.fhirkit.reading import objects, text
from esante.tddui import evaluation
from esante.tddui.checks.report import GUIDE, Findings
from esante.tddui.checks.structure import Entry
from esante.tddui.checks.times import after_day, before
from esante.tddui.paths import has, reach

_LAW = "CASF, annexe 2-2"
_AGGIR = f"{GUIDE}, tddui-questionnaire-aggir-pa-ssiad"
_ABSENCE = "2"
_DECISION = "extension[tddui-decision]"
_RIGHT = f"{_DECISION}.extension[droitPrestation]"
_CLOSING, _GIVEN, _OTHER_MOTIVE = "5", "1", "9999"
# Nature of a right: new; renewed or revised (2 and 3 in the model, 6 and 7 in the guide's invariants).
_NEW, _AGAIN = "1", frozenset({"2", "3", "6", "7"})


def check_business(entry: Entry, today: date, findings: Findings) -> None:
    """Judge one resource by what it tells."""
    match entry.kind:
        case "Slot":
            _absence(entry, findings)
        case "Encounter":
            _encounter(entry, today, findings)
        case "Goal":
            _goal(entry, findings)
        case "Basic":
            _decision(entry, findings)
        case "QuestionnaireResponse":
            _evaluation(entry, today, findings)
        case "Observation":
            _meal(entry, findings)


def _absence(entry: Entry, findings: Findings) -> None:
    source = f"{GUIDE}, tddui-slot-presence-absence"
    if _ABSENCE in _codes(entry.resource, "serviceType") and not has(entry.resource, "appointmentType"):
        sentence = "Une absence est donnée sans son motif."
        findings.error("absence.reason", f"{entry.location}.appointmentType", sentence, source)


def _encounter(entry: Entry, today: date, findings: Findings) -> None:
    if entry.profile == "tddui-encounter-evenement":
        if entry.resource.get("status") == "cancelled" and not has(entry.resource, "_status.extension"):
            sentence = "Un évènement annulé ne dit pas pourquoi."
            findings.warning("event.reason", f"{entry.location}.status", sentence, f"{GUIDE}, {entry.profile}")
        return
    start = next((value for _, value in reach(entry.resource, "period.start")), None)
    if after_day(start, today) and entry.resource.get("status") in ("in-progress", "finished"):
        sentence = "Un séjour commencé ou terminé débute à une date à venir."
        findings.error("date.future", f"{entry.location}.period.start", sentence, f"{GUIDE}, tddui-encounter-sejour")


def _goal(entry: Entry, findings: Findings) -> None:
    for where, due in reach(entry.resource, "target.dueDate"):
        if before(due, entry.resource.get("startDate")):
            sentence = "L'échéance d'un objectif précède son début."
            findings.error("date.order", f"{entry.location}{where}", sentence, f"{GUIDE}, {entry.profile}")
    origin = has(entry.resource, "note[origineAttente].text") or has(entry.resource, "expressedBy")
    if entry.profile == "tddui-goal-attente" and not origin:
        sentence = "Une attente ne dit pas de qui elle vient."
        findings.error("element.missing", f"{entry.location}.note", sentence, f"{GUIDE}, {entry.profile}")


def _meal(entry: Entry, findings: Findings) -> None:
    present = [f"extension[{name}].valueBoolean" for name in ("tddui-patient-present", "tddui-participant-present")]
    if entry.profile == "tddui-observation-repas" and not any(has(entry.resource, path) for path in present):
        sentence = "Un repas ne dit pas si l'usager était présent."
        findings.error("element.missing", f"{entry.location}.extension", sentence, f"{GUIDE}, {entry.profile}")


def _decision(entry: Entry, findings: Findings) -> None:
    if entry.profile != "tddui-basic-decision" or not has(entry.resource, _DECISION):
        return
    source, where = f"{GUIDE}, tddui-decision", f"{entry.location}.extension"
    kinds = _codes(entry.resource, f"{_DECISION}.extension[typeDecision].valueCodeableConcept")
    natures = _codes(entry.resource, f"{_RIGHT}.extension[natureDroitPrestation].valueCodeableConcept")
    updated = has(entry.resource, "identifier[IDDECISIONMAJ]")
    if not kinds:
        findings.error("decision.type", where, "Une décision ne dit pas son type.", source)
    if _CLOSING in kinds and not has(entry.resource, f"{_DECISION}.extension[dateEffetCloture].valueDate"):
        findings.error("decision.closing", where, "Une clôture de droit ne dit pas quand elle prend effet.", source)
    if not updated and (_CLOSING in kinds or (_GIVEN in kinds and natures & _AGAIN)):
        sentence = "Une décision qui en remplace ou en clôt une autre ne dit pas laquelle."
        findings.error("decision.updated", f"{entry.location}.identifier", sentence, source)
    if updated and _GIVEN in kinds and _NEW in natures:
        sentence = "Un nouveau droit ne remplace aucune décision."
        findings.error("decision.updated", f"{entry.location}.identifier", sentence, source)
    motives = _codes(entry.resource, f"{_DECISION}.extension[motivation].valueCodeableConcept")
    local = has(entry.resource, f"{_DECISION}.extension[motivationLocale].valueString")
    if (_OTHER_MOTIVE in motives) != local:
        sentence = "La motivation locale accompagne la motivation « Autre », et elle seule."
        findings.error("decision.motive", where, sentence, source)
    _right(entry, findings)


def _right(entry: Entry, findings: Findings) -> None:
    if not has(entry.resource, _RIGHT):
        return
    source, where = f"{GUIDE}, tddui-decision", f"{entry.location}.extension"
    for name in (
        "categorieDroitPrestation.valueCodeableConcept",
        "typeDroitPrestation.valueCodeableConcept",
        "natureDroitPrestation.valueCodeableConcept",
        "dateOuverture.valueDate",
        "dateEcheance.valueDate",
        "existencePAG.valueBoolean",
    ):
        what, _, value = name.partition(".")
        if not has(entry.resource, f"{_RIGHT}.extension[{what}].{value}"):
            findings.error("element.missing", where, f"Un élément obligatoire manque (droit : {what}).", source)
    opened = [value for _, value in reach(entry.resource, f"{_RIGHT}.extension[dateOuverture].valueDate")]
    closed = [value for _, value in reach(entry.resource, f"{_RIGHT}.extension[dateEcheance].valueDate")]
    if opened and closed and before(closed[0], opened[0]):
        findings.error("date.order", where, "L'échéance d'un droit précède son ouverture.", source)


def _evaluation(entry: Entry, today: date, findings: Findings) -> None:
    if after_day(entry.resource.get("authored"), today):
        sentence = "Une évaluation est datée de l'avenir."
        findings.error("date.future", f"{entry.location}.authored", sentence, f"{GUIDE}, tddui-questionnaire-response")
    if not has(entry.resource, "author") and not has(entry.resource, "source"):
        sentence = "Une évaluation ne dit pas qui l'a faite."
        findings.warning("evaluation.author", entry.location, sentence, f"{GUIDE}, tddui-questionnaire-response")
    if evaluation.is_aggir(entry.resource):
        _aggir(entry, findings)


def _aggir(entry: Entry, findings: Findings) -> None:
    where = f"{entry.location}.item"
    read = evaluation.decode_evaluation(entry.resource, "")
    items = evaluation.items_of(entry.resource)
    if len({link for link, _ in items if link in evaluation.ITEMS}) < sum(
        link in evaluation.ITEMS for link, _ in items
    ):
        findings.error("aggir.twice", where, "Un item de la grille AGGIR est donné deux fois.", _AGGIR)
    for link, item in items:
        answered = [one for one in objects(item.get("answer")) if "valueCoding" in one]
        if link in evaluation.ITEMS and answered and link not in read.letters:
            sentence = "Une réponse de la grille AGGIR n'est ni A (qf0), ni B (qf2), ni C (qf4)."
            findings.error("aggir.letter", where, sentence, _AGGIR)
        if link == "resultat-eval" and objects(item.get("answer")) and read.gir is None:
            findings.error("aggir.result", where, "Le résultat de la grille n'est pas un GIR de 1 à 6.", _AGGIR)
    _adverbs(where, read.letters, read.adverbs, findings)
    _gir(where, read.letters, read.gir, findings)


def _adverbs(where: str, letters: Any, adverbs: Any, findings: Findings) -> None:
    for link, done in adverbs.items():
        expected = "A" if all(done) else "" if any(done) else "C"
        letter = letters.get(link, "")
        if letter and expected and letter != expected:
            sentence = "Une lettre de la grille AGGIR contredit ses adverbes."
            findings.error("aggir.adverbs", where, sentence, _AGGIR)


def _gir(where: str, letters: Any, told: int | None, findings: Findings) -> None:
    try:
        missing = "" in evaluation.profile_of(letters)
    except Unsettled:
        sentence = "Les lettres de l'alimentation n'ont pas de regroupement certain : le GIR n'est pas vérifié."
        findings.warning("aggir.unsettled", where, sentence, _LAW)
        return
    made = evaluation.gir_of(letters)
    if told and missing:
        findings.error("aggir.incomplete", where, "Un GIR est annoncé alors que des lettres manquent.", _LAW)
    elif told and made != told:
        sentence = f"Le GIR annoncé ({told}) n'est pas celui des lettres ({made})."
        findings.error("aggir.gir", where, sentence, _LAW)


def _codes(resource: Json, path: str) -> set[str]:
    concepts = [value for _, value in reach(resource, path) if isinstance(value, dict)]
    return {text(one.get("code")) for concept in concepts for one in objects(concept.get("coding"))}
