"""Pieces shared by the urgency documents of an EHPAD: sections, and the few shapes of entry that all of them use.

Source: CI-SIS volet «Modèles de contenus CDA» (FR-Simple-Observation, FR-Liste-des-problemes, FR-Traitement…), 2022.01.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from esante.cda.writing import Child, make
from esante.cisis import Code, times

from .prescription_parts import SIMPLE_OBSERVATION, coded, identifier, points_to, table, templates, typed
from .prescription_parts import lines as words_of

SNOMED = "2.16.840.1.113883.6.96"
ABSENT = "2.16.840.1.113883.5.1150.1"


@dataclass(frozen=True, slots=True)
class Page:
    """The document being written: its identifier, from which those of its entries derive, and its date."""

    document_id: str
    when: datetime

    @property
    def now(self) -> str:
        return times.hl7(self.when)

    def id(self, where: str) -> Any:
        return identifier(self.document_id, where)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a section's table: its label, its words, and the anchor of these words; that of the label is `named(anchor)`.

    `more` follows the words, outside their anchor: what the entry says by its own elements (dates, severity).
    """

    label: str
    words: str
    anchor: str
    more: str = ""


def _after(more: str) -> list[Any]:
    return [make("br"), make("content", *words_of(more))] if more else []


def named(anchor: str) -> str:
    """Where the label of the line `anchor` is."""
    return f"{anchor}-name"


def section(
    page: Page, where: str, roots: Sequence[str], code: Any, title: str, lines: Sequence[Line], entries: Sequence[Any]
) -> Any:
    """A section whose table says everything its entries say."""
    rows = [
        make(
            "tr",
            make("th", make("content", line.label, ID=named(line.anchor))),
            make("td", make("content", *words_of(line.words), ID=line.anchor), *_after(line.more)),
        )
        for line in lines
    ]
    return make(
        "section",
        *templates(*roots),
        page.id(where),
        code,
        make("title", title),
        make("text", table(*rows)),
        *(make("entry", entry) for entry in entries),
    )


def observed(
    page: Page, anchor: str, code: Any, value: Any, *more: Child, at: datetime | None = None, also: str = ""
) -> Any:
    """A simple observation (FR-Simple-Observation)."""
    return make(
        "observation",
        *templates(*SIMPLE_OBSERVATION, *([also] if also else [])),
        page.id(f"{anchor}/observation"),
        code,
        points_to(anchor),
        make("statusCode", code="completed"),
        make("effectiveTime", value=times.hl7(at or page.when)),
        value,
        *more,
        classCode="OBS",
        moodCode="EVN",
    )


def truth(value: bool | None) -> Any:
    """True, false, or not known."""
    if value is None:
        return typed("value", "BL", nullFlavor="UNK")
    return typed("value", "BL", value="true" if value else "false")


def said(anchor: str, code: Code | None = None) -> Any:
    """A value in words, with its code when it is known."""
    words = points_to(anchor, "originalText")
    if code is None:
        return typed("value", "CD", words)
    return typed("value", "CD", words, code=code.code, codeSystem=code.system, displayName=code.label)


def place(name: str, kind: str) -> Any:
    """A place known by its name alone; ``kind`` is the class of its role."""
    unknown = [make(tag, nullFlavor="UNK") for tag in ("id", "code", "addr", "telecom")]
    entity = make("playingEntity", make("name", name), classCode="ENT")
    return make("participantRole", *unknown, entity, classCode=kind)


def absent(code: str, label: str) -> Code:
    """«None known» or «nothing known», of the system of IPS (JDV_AbsentOrUnknown…)."""
    return Code(code, ABSENT, label)


def when_of(tag: str, moment: Any) -> Any:
    """A bound of an interval, in days or to the second; not known is said so."""
    if moment is None:
        return make(tag, nullFlavor="UNK")
    return make(tag, value=times.hl7(moment) if isinstance(moment, datetime) else times.hl7_day(moment))


def snomed(code: str, label: str) -> Any:
    return coded(code, label, SNOMED)
