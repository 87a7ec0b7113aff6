"""From a structured document, ours or another's, back to the entries a reader may take up. Nothing here refuses: what is absent
is empty, what says «none known» or «not known» is nothing to take up, and so is what an entry denies.

Source: CI-SIS «Modèles de contenus CDA»; entries are known by the IHE PCC identifiers that every volet keeps.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from esante.cda.decode import decode
from esante.cda.paths import HL7, XSI, descendants, every, one, value, words
from esante.cda.reading import read_code, read_time

from .entries_model import Allergy, Problem, Reading, Result, Treatment, Vaccination, Vital, VitalSign
from .urgency_parts import ABSENT

_PCC = "1.3.6.1.4.1.19376.1.5.3.1"
_ALLERGY, _PROBLEM, _PROBLEM_CONCERN = f"{_PCC}.4.6", f"{_PCC}.4.5", f"{_PCC}.4.5.2"
_MEDICINE, _VACCINE, _VITAL = f"{_PCC}.4.7", f"{_PCC}.4.12", f"{_PCC}.4.13.2"
_HISTORY = f"{_PCC}.3.8"
_LAB = "1.3.6.1.4.1.19376.1.3.1.6"
_SEVERE = {"24484000", "H"}
_VITALS = {kind.loinc: kind for kind in Vital}


def decode_entries(data: bytes) -> Reading:
    """What a structured document says, ready to be offered. Raises only what `esante.cda.decode` raises."""
    root = decode(data).element
    told = _Told(root)
    observations = list(descendants(root, "observation"))
    given = [item for item in descendants(root, "substanceAdministration") if item.get("negationInd") != "true"]
    return Reading(
        allergies=_kept(_allergy(item, told) for item in observations if _is(item, _ALLERGY)),
        problems=_kept(
            _problem(item, told)
            for act in descendants(root, "act")
            if _is(act, _PROBLEM_CONCERN)
            for item in every(act, "entryRelationship/observation")
            if _is(item, _PROBLEM)
        ),
        treatments=_kept(_treatment(item, told) for item in given if _is(item, _MEDICINE) and _top(item)),
        vital_signs=_kept(_vital(item) for item in observations if _is(item, _VITAL)),
        results=_kept(_result(item, told) for item in observations if _is(item, _LAB)),
        vaccinations=_kept(_vaccination(item, told) for item in given if _is(item, _VACCINE)),
    )


class _Told:
    """The words of the narratives, by anchor."""

    def __init__(self, root: Any) -> None:
        self._at = {
            item.get("ID"): item
            for text in descendants(root, "text")
            for item in text.iter(f"{{{HL7}}}*")
            if item.get("ID")
        }

    def at(self, element: Any) -> str:
        """What an element says: its own words, else those its reference points to."""
        if element is None:
            return ""
        return words(element) or _lines(self._at.get(value(element, "reference").lstrip("#")))


def _lines(element: Any) -> str:
    """The words of an element on one line; what it broke into lines is told apart by semicolons."""
    if element is None:
        return ""
    lines = [""]
    for item in element.iter():
        if not isinstance(item.tag, str):
            continue
        if item.tag == f"{{{HL7}}}br":
            lines.append("")
        else:
            lines[-1] += item.text or ""
        lines[-1] += item.tail or "" if item is not element else ""
    return " ; ".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _kept(rows: Any) -> tuple[Any, ...]:
    """Each thing once, in the order of the document."""
    return tuple(dict.fromkeys(row for row in rows if row is not None))


def _is(element: Any, template: str) -> bool:
    return any(item.get("root") == template for item in every(element, "templateId"))


def _top(item: Any) -> bool:
    """An administration of its own, not a step of another."""
    above = item.getparent()
    return above is None or not above.tag.endswith("}entryRelationship")


def _empty(item: Any, *codes: str) -> bool:
    """Denied by the entry, or said absent or unknown by one of its codes."""
    return item.get("negationInd") == "true" or any(value(item, path, "codeSystem") == ABSENT for path in codes)


def _named(code: Any, told: _Told) -> str:
    """A code in words: those of the document, else its label."""
    return told.at(one(code, "originalText")) or value(code, ".", "displayName")


def _allergy(item: Any, told: _Told) -> Allergy | None:
    if _empty(item, "value", "code"):
        return None
    agent = one(item, "participant/participantRole/playingEntity")
    text = words(one(agent, "name")) or _named(one(agent, "code"), told) or _named(one(item, "value"), told)
    text = text or told.at(one(item, "text"))
    if not text:
        return None
    reactions = [
        one(link, "observation") for link in every(item, "entryRelationship") if link.get("typeCode") == "MFST"
    ]
    return Allergy(
        text=text,
        code=read_code(one(agent, "code")),
        reaction=", ".join(filter(None, (_named(one(reaction, "value"), told) for reaction in reactions))),
        severe=any(_severity(row) in _SEVERE for row in (item, *reactions) if row is not None),
        since=_day(item, "low"),
        active=_status(item) not in {"inactive", "resolved"} and _concern_status(item) != "completed",
    )


def _severity(item: Any) -> str:
    for inner in every(item, "entryRelationship/observation"):
        if value(inner, "code", "code") == "SEV":
            return value(inner, "value", "code")
    return ""


def _status(item: Any) -> str:
    for inner in every(item, "entryRelationship/observation"):
        if value(inner, "code", "code") == "33999-4":
            return value(inner, "value", "code")
    return ""


def _concern_status(item: Any) -> str:
    """Of the act that holds an observation. Allergies alone: a problem's act is said completed even when the problem lasts."""
    link = item.getparent()
    return "" if link is None or link.getparent() is None else value(link.getparent(), "statusCode", "code")


def _problem(item: Any, told: _Told) -> Problem | None:
    if _empty(item, "value"):
        return None
    text = _named(one(item, "value"), told) or told.at(one(item, "text"))
    if not text:
        return None
    until = _day(item, "high")
    past = until is not None or _status(item) in {"inactive", "resolved"} or _in_history(item)
    return Problem(text=text, code=read_code(one(item, "value")), since=_day(item, "low"), until=until, active=not past)


def _in_history(item: Any) -> bool:
    return any(_is(above, _HISTORY) for above in item.iterancestors(f"{{{HL7}}}section"))


def _treatment(item: Any, told: _Told) -> Treatment | None:
    if _empty(item, "code"):
        return None
    material = one(item, "consumable/manufacturedProduct/manufacturedMaterial")
    name = words(one(material, "name")) or _named(one(material, "code"), told)
    if not name:
        return None
    said = told.at(one(item, "text"))
    return Treatment(
        medicine=name,
        dose=said if said != name else "",
        code=read_code(one(material, "code")),
        route=read_code(one(item, "routeCode")),
        since=_day(item, "low"),
        until=_day(item, "high"),
    )


def _vital(item: Any) -> VitalSign | None:
    kind = _VITALS.get(value(item, "code", "code"))
    found = one(item, "value")
    if kind is None or found is None or value(found, ".", "unit") != kind.unit:
        return None
    number = _number(value(found))
    return VitalSign(kind=kind, value=number, at=_moment(item)) if number is not None else None


def _result(item: Any, told: _Told) -> Result | None:
    code = one(item, "code")
    text = _named(code, told) or told.at(one(item, "text"))
    if not text or item.get("negationInd") == "true":
        return None
    return Result(text=text, value=_shown(one(item, "value"), told), code=read_code(code), at=_moment(item))


def _shown(found: Any, told: _Told) -> str:
    """A result in words; an interval has its bounds."""
    if found is None:
        return ""
    if (found.get(f"{{{XSI}}}type") or "").startswith("IVL"):
        bounds = (_amount(one(found, "low")), _amount(one(found, "high")))
        return " à ".join(bound for bound in bounds if bound)
    return _amount(found) or _named(found, told) or words(found)


def _amount(found: Any) -> str:
    unit = value(found, ".", "unit")
    return " ".join(part for part in (value(found), unit if unit != "1" else "") if part)


def _vaccination(item: Any, told: _Told) -> Vaccination | None:
    if _empty(item, "code"):
        return None
    material = one(item, "consumable/manufacturedProduct/manufacturedMaterial")
    code = one(material, "code")
    text = words(one(material, "name")) or _named(code, told) or told.at(one(item, "text"))
    if not text or value(code, ".", "codeSystem") == ABSENT:
        return None
    return Vaccination(text=text, code=read_code(code), on=_day(item, "."))


def _day(item: Any, end: str) -> date | None:
    """A bound of the first interval of an entry (`.`: its only moment)."""
    for period in every(item, "effectiveTime"):
        found = _parsed(period, end)
        if found:
            return found.date()
    return None


def _moment(item: Any) -> datetime | None:
    return _parsed(one(item, "effectiveTime"), ".")


def _parsed(period: Any, path: str) -> datetime | None:
    try:
        return read_time(period, path) if period is not None else None
    except ValueError:
        return None


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
