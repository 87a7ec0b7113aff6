"""Pieces of entries that a prescription repeats: texts that refer to the narrative, yes-or-no observations, intervals."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from esante.cda.paths import XSI
from esante.cda.writing import Child, make
from esante.cisis import Code, oids, times

TA_ASIP = "1.2.250.1.213.1.1.4.322"
SIMPLE_OBSERVATION = ("1.3.6.1.4.1.19376.1.5.3.1.4.13", "1.2.250.1.213.1.1.3.48")
ALD, WORK_ACCIDENT, NOT_REFUNDED, PREVENTION, OFF_LABEL = (
    f"1.2.250.1.213.1.1.3.48.{arc}" for arc in (13, 14, 15, 34, 12)
)
QUESTIONS = {
    ALD: ("MED-574", "En rapport avec une ALD"),
    WORK_ACCIDENT: ("GEN-180", "En rapport avec un accident du travail ou une maladie professionnelle"),
    PREVENTION: ("GEN-295", "En rapport avec la prévention"),
    NOT_REFUNDED: ("GEN-181", "Non remboursable"),
    OFF_LABEL: ("GEN-179", "Hors Autorisation de Mise sur le Marché (AMM)"),
}


def templates(*roots: str) -> list[Any]:
    return [make("templateId", root=root) for root in roots]


def identifier(document_id: str, where: str) -> Any:
    """The identifier of an entry: the same each time the same document is written."""
    return make("id", root=str(uuid.uuid5(uuid.NAMESPACE_OID, f"{document_id}/{where}")).upper())


def typed(tag: str, kind: str, *children: Child, **attributes: str | None) -> Any:
    """An element whose datatype is said (`xsi:type`)."""
    element = make(tag, *children, **attributes)
    element.set(f"{{{XSI}}}type", kind)
    return element


def points_to(anchor: str, tag: str = "text") -> Any:
    """A text that is said in the narrative, at `anchor`."""
    return make(tag, make("reference", value=f"#{anchor}"))


def coded(code: str, label: str, system: str = oids.LOINC) -> Any:
    return make("code", code=code, codeSystem=system, displayName=label)


def days(start: date | None, end: date | None) -> Any:
    """Duration of a treatment; an end that is not known is said so."""
    return typed("effectiveTime", "IVL_TS", _day("low", start), _day("high", end))


def _day(tag: str, day: date | None) -> Any:
    return make(tag, value=times.hl7_day(day)) if day else make(tag, nullFlavor="UNK")


def answer(document_id: str, template: str, truth: bool, anchor: str, when: str) -> Any:
    """A yes-or-no observation on a line (ALD, AT/MP, prévention…)."""
    observation = make(
        "observation",
        *templates(*SIMPLE_OBSERVATION, template),
        identifier(document_id, f"{anchor}/{template}"),
        coded(*QUESTIONS[template], TA_ASIP),
        points_to(anchor),
        make("statusCode", code="completed"),
        make("effectiveTime", value=when),
        typed("value", "BL", value="true" if truth else "false"),
        classCode="OBS",
        moodCode="EVN",
    )
    return make("entryRelationship", observation, typeCode="COMP")


def code_with(code: Code | None, others: Sequence[Code], anchor: str) -> Any:
    """A product's code, its translations, and the words it was prescribed in."""
    inside = [points_to(anchor, "originalText"), *(_translation(other) for other in others)]
    if code is None:
        return make("code", *inside, nullFlavor="NA")
    return make("code", *inside, code=code.code, codeSystem=code.system, displayName=code.label)


def _translation(code: Code) -> Any:
    return make("translation", code=code.code, codeSystem=code.system, displayName=code.label)


# --- narrative


def row(label: str, text: str, anchor: str = "") -> Any:
    """A line of a table: what it is, what it says, and the anchor entries refer to."""
    words = lines(text)
    return make("tr", make("th", label), make("td", make("content", *words, ID=anchor) if anchor else _td(words)))


def _td(words: list[Any]) -> Any:
    return make("content", *words)


def lines(text: str) -> list[Any]:
    """A text and its line breaks; «-» when there is nothing to say."""
    first, *others = text.strip().splitlines() or ["-"]
    pieces: list[Any] = [first]
    for line in others:
        rest = make("br")
        rest.tail = line
        pieces.append(rest)
    return pieces


def table(*rows: Any) -> Any:
    return make("table", make("tbody", *rows), border="0")


def yes(truth: bool) -> str:
    return "Oui" if truth else "Non"


def french(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def span(start: date | None, end: date | None) -> str:
    """«du … au …», in French."""
    if start and end:
        return f"du {french(start)} au {french(end)}"
    if start:
        return f"à partir du {french(start)}"
    return f"jusqu'au {french(end)}" if end else ""
