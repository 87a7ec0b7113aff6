"""Answers to a questionnaire other than AGGIR PA: situation SSIAD, SERAFIN-PH, AGGIR PH… one simple value by linkId.

A response with groups, or several answers to an item, has no place in our words: it is kept as it came.
"""

from __future__ import annotations

from typing import Any

from esante.fhirkit import Json
from esante.fhirkit.reading import objects, text
from esante.tddui.coded import Coded
from esante.tddui.errors import RefusedTransfer
from esante.tddui.identifiers import checked, system_of
from esante.tddui.model import Questionnaire
from esante.tddui.names import profile
from esante.tddui.parts import base, filled
from esante.tddui.refs import Inward, Outward

_VALUES = {"valueBoolean": bool, "valueInteger": int, "valueDecimal": float, "valueString": str, "valueDate": str}


def encode_questionnaire(held: Questionnaire, out: Outward) -> Json:
    """QuestionnaireResponse."""
    if not held.questionnaire:
        raise RefusedTransfer("Une évaluation dit de quel questionnaire elle est faite.")
    return base("QuestionnaireResponse", "tddui-questionnaire-response") | filled(
        extension=[{"url": profile("tddui-comment"), "valueString": held.comment}] if held.comment else [],
        identifier={"system": system_of("evaluation"), "value": checked("evaluation", held.id)},
        questionnaire=held.questionnaire,
        status="completed",
        subject=out.patient,
        authored=held.date,
        author=out.reference("professional", held.author) if held.author else {},
        item=[{"linkId": link, "answer": [_answer(value)]} for link, value in held.answers.items()],
    )


def decode_questionnaire(resource: Json, into: Inward, where: str) -> Questionnaire:
    """Read a QuestionnaireResponse that `is_simple`."""
    comments = (one for one in objects(resource.get("extension")) if one.get("url") == profile("tddui-comment"))
    author = resource.get("author") or resource.get("source")
    return Questionnaire(
        id="",
        questionnaire=text(resource.get("questionnaire")),
        date=text(resource.get("authored")),
        author=into.linked(author, where, "professional") if author else "",
        comment=text(next(comments, {}).get("valueString")),
        answers={
            text(item.get("linkId")): _value(answer)
            for item in objects(resource.get("item"))
            for answer in objects(item.get("answer"))
        },
    )


def is_simple(resource: Json) -> bool:
    """Whether every item of a response holds one value of a kind we write again just so."""
    items = resource.get("item", [])
    links = [text(one.get("linkId")) for one in objects(items)]
    return (
        bool(text(resource.get("questionnaire")))
        and isinstance(items, list)
        and len(objects(items)) == len(items)
        and len(set(links)) == len(links)
        and all(_is_simple(one) for one in objects(items))
    )


def _is_simple(item: Json) -> bool:
    answers = item.get("answer")
    if not (isinstance(answers, list) and len(answers) == 1 and isinstance(answers[0], dict) and "item" not in item):
        return False
    value = _value(answers[0])
    return value is not None and len(answers[0]) == 1 and _answer(value) == answers[0]


def _value(answer: Json) -> Any:
    for name, kind in _VALUES.items():
        value = answer.get(name)
        if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
            return value
    coding = answer.get("valueCoding")
    if isinstance(coding, dict) and text(coding.get("code")):
        return Coded(text(coding.get("code")), text(coding.get("system")), text(coding.get("display")))
    return None


def _answer(value: Any) -> Json:
    if isinstance(value, Coded):
        return {"valueCoding": filled(system=value.system, code=value.code, display=value.label)}
    name = next(name for name, kind in _VALUES.items() if type(value) is kind)
    return {name: value}
