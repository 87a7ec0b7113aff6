"""AGGIR inside TDDUI: QuestionnaireResponse to ``tddui-questionnaire-aggir-pa-ssiad`` (specs/fhir §1a, MED-1293).

Fifteen items answered by ICF qualifiers, each with four Booleans, True when the person DOES it. Coherence and orientation
are single items here; the others are pooled into the eight letters of the law by `esante.aggir`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from esante.aggir import VARIABLES, Unsettled, gir, pool
from esante.fhirkit import Json, of_system
from esante.fhirkit.reading import objects, text
from esante.tddui import names
from esante.tddui.errors import RefusedTransfer
from esante.tddui.identifiers import checked, system_of
from esante.tddui.model import Evaluation
from esante.tddui.parts import base, filled, inner

# linkId -> variable it makes, in the order of its sub-variables; the last two never count.
ITEMS: Final[Mapping[str, str]] = {
    "fonction-pensee": "coherence",
    "fonction-orientation": "orientation",
    "se-laver": "toilette",
    "prendre-soin": "toilette",
    "mettre-vetement": "habillage",
    "motricite-fine": "habillage",
    "mettre-chaussure": "habillage",
    "passage-aliment": "alimentation",
    "manger": "alimentation",
    "assurer-regulation-miction": "elimination",
    "assurer-regulation-defecation": "elimination",
    "position-corps": "transferts",
    "deplacer-maison": "deplacements_interieurs",
    "deplacer-dehors": "deplacements_exterieurs",
    "appareil-communication": "alerter",
}
ADVERBS: Final = ("spont", "tot", "correct", "habit")
_QUALIFIERS = {"A": "qf0", "B": "qf2", "C": "qf4"}
_LETTERS = {qualifier: letter for letter, qualifier in _QUALIFIERS.items()}
_RESULTS = {f"MED-{338 + result}": result for result in range(1, 7)}


def profile_of(letters: Mapping[str, str]) -> tuple[str, ...]:
    """The eight letters the items make, "" where one is missing. Raises `aggir.Unsettled` (alimentation AC, CA)."""
    eight = []
    for variable in VARIABLES:
        held = "".join(letters.get(item, "") for item, made in ITEMS.items() if made == variable.key)
        # Coherence and orientation come as one letter, already pooled.
        expected = sum(made == variable.key for made in ITEMS.values())
        if len(held) < expected:
            eight.append("")
        else:
            eight.append(held if expected == 1 else pool(variable, held))
    return tuple(eight)


def gir_of(letters: Mapping[str, str]) -> int | None:
    """The GIR the items make; None when a letter is missing or when the sources disagree."""
    try:
        result = gir(profile_of(letters))
    except Unsettled:
        return None
    return result.gir if result else None


def encode_evaluation(evaluation: Evaluation, patient: Json, author: Json | None) -> Json:
    """QuestionnaireResponse. Raises RefusedTransfer when the GIR told is not the one the letters make."""
    made = gir_of(evaluation.letters)
    if made and evaluation.gir and made != evaluation.gir:
        raise RefusedTransfer("Le GIR de l'évaluation n'est pas celui que donnent ses lettres.")
    items = [_item(link, evaluation) for link in ITEMS if link in evaluation.letters]
    if evaluation.gir:
        code = {"system": names.CISIS_TERMS, "code": f"MED-{338 + evaluation.gir}", "display": f"GIR {evaluation.gir}"}
        items.append({"linkId": "resultat-eval", "answer": [{"valueCoding": code}]})
    return base("QuestionnaireResponse", "tddui-questionnaire-response") | filled(
        identifier={"system": system_of("evaluation"), "value": checked("evaluation", evaluation.id)},
        questionnaire=names.AGGIR_QUESTIONNAIRE,
        status="completed" if evaluation.gir else "in-progress",
        subject=patient,
        authored=evaluation.date,
        author=author,
        item=items,
    )


def decode_evaluation(resource: Json, author: str) -> Evaluation:
    """Read a QuestionnaireResponse to the AGGIR questionnaire; items may be nested in a group."""
    items = dict(_items(resource))
    letters = {link: letter for link, item in items.items() if link in ITEMS and (letter := _letter(item))}
    result = inner(items.get("resultat-eval", {}), "answer", "valueCoding", "code")
    return Evaluation(
        id=inner(resource, "identifier", "value"),
        date=text(resource.get("authored")),
        author=author,
        letters=letters,
        adverbs={link: adverbs for link, item in items.items() if link in ITEMS and (adverbs := _adverbs(link, item))},
        gir=_RESULTS.get(result),
    )


def is_aggir(resource: Json) -> bool:
    """Whether a QuestionnaireResponse answers the AGGIR questionnaire, whatever its version."""
    return text(resource.get("questionnaire")).partition("|")[0] == names.AGGIR_QUESTIONNAIRE


def items_of(resource: Json) -> tuple[tuple[str, Json], ...]:
    """Every item of an answer with its linkId, nested ones included."""
    return tuple(_items(resource))


def _item(link: str, evaluation: Evaluation) -> Json:
    letter = evaluation.letters[link]
    if letter not in _QUALIFIERS:
        raise RefusedTransfer("Une lettre de l'évaluation n'est ni A, ni B, ni C.")
    answer: Json = {"valueCoding": {"system": names.ICF, "code": _QUALIFIERS[letter]}}
    if link in evaluation.adverbs:
        held = zip(ADVERBS, evaluation.adverbs[link], strict=True)
        answer["item"] = [{"linkId": f"{link}-{adverb}", "answer": [{"valueBoolean": done}]} for adverb, done in held]
    return {"linkId": link, "answer": [answer]}


def _items(element: Json) -> Iterator[tuple[str, Json]]:
    """Every item, those of groups and those under an answer included, without recursion."""
    waiting = objects(element.get("item"))
    while waiting:
        item = waiting.pop()
        yield text(item.get("linkId")), item
        waiting += objects(item.get("item"))
        for answer in objects(item.get("answer")):
            waiting += objects(answer.get("item"))


def _letter(item: Json) -> str:
    codes = (of_system(one.get("valueCoding"), names.ICF) for one in objects(item.get("answer")))
    return next((_LETTERS[code] for code in codes if code in _LETTERS), "")


def _adverbs(link: str, item: Json) -> tuple[bool, bool, bool, bool] | None:
    held = {name: one for name, one in _items({"item": [item]}) if name.startswith(f"{link}-")}
    values = [
        next((one.get("valueBoolean") for one in objects(held.get(f"{link}-{adverb}", {}).get("answer"))), None)
        for adverb in ADVERBS
    ]
    if not all(isinstance(value, bool) for value in values):
        return None
    return values[0], values[1], values[2], values[3]  # type: ignore[return-value]  # four Booleans, checked above
