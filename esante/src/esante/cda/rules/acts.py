"""Rules of the documented act (documentationOf) and of the care it belongs to (componentOf)."""

from __future__ import annotations

from typing import Any

from esante.cda.paths import every, one, value
from esante.cisis import BadTime, oids, practice_settings, sectors, times

from .report import Report

_PERFORMERS = oids.INS_OIDS | {oids.PS}
_ENCOUNTERS = {"IMP", "EMER", "AMB", "FLD", "HH", "VR", "EXTERNE", "SEANCE"}  # JDV_J142


def main_act(report: Report) -> None:
    """The first act has a start, and one performer whose structure has a frame of care."""
    for documentation in every(report.root, "documentationOf")[:1]:
        event = one(documentation, "serviceEvent")
        if not value(event, "effectiveTime/low") and not value(event, "effectiveTime"):
            report.add(
                "act.time", documentation, "L'acte principal n'a pas de date de début.", at="serviceEvent/effectiveTime"
            )
        performers = every(event, "performer")
        if len(performers) != 1:
            sentence = "L'acte principal a un exécutant, et un seul."
            report.add("act.performer", documentation, sentence, at="serviceEvent/performer")
        for performer in performers[:1]:
            _performer(report, performer)


def _performer(report: Report, performer: Any) -> None:
    if performer.get("typeCode") != "PRF":
        report.add("act.performer", performer, "L'exécutant de l'acte n'est pas déclaré PRF.")
    identifier = one(performer, "assignedEntity/id")
    if identifier is None or not (identifier.get("nullFlavor") or value(identifier, ".", "root") in _PERFORMERS):
        where = performer if identifier is None else identifier
        report.add("act.performer.id", where, "L'exécutant de l'acte n'a pas d'identifiant national.")
    setting = one(performer, "assignedEntity/representedOrganization/standardIndustryClassCode")
    if setting is None:
        place = "assignedEntity/representedOrganization/standardIndustryClassCode"
        report.add("act.setting", performer, "Le cadre d'exercice de l'exécutant est absent.", at=place)
        return
    known = practice_settings().get(value(setting, ".", "code"))
    if known is None or known.system != value(setting, ".", "codeSystem"):
        report.add("act.setting", setting, "Le cadre d'exercice n'est pas dans la liste JDV_J04.")


def order_of_time(report: Report) -> None:
    """No act or care ends before it starts."""
    intervals = every(report.root, "documentationOf/serviceEvent/effectiveTime")
    for interval in [*intervals, *every(report.root, "componentOf/encompassingEncounter/effectiveTime")]:
        try:
            low, high = times.parse_hl7(value(interval, "low")), times.parse_hl7(value(interval, "high"))
        except BadTime:
            continue
        if high < low:
            report.add("act.order", interval, "La fin précède le début.")


def encounter(report: Report) -> None:
    """The care has a time and a kind of structure."""
    for element in every(report.root, "componentOf"):
        inside = one(element, "encompassingEncounter")
        if one(inside, "effectiveTime") is None:
            place = "encompassingEncounter/effectiveTime"
            report.add("encounter.time", element, "La prise en charge n'a pas de date.", at=place)
        facility = one(inside, "location/healthCareFacility/code")
        if facility is None:
            place = "encompassingEncounter/location/healthCareFacility/code"
            report.add("encounter.sector", element, "Le type de structure de la prise en charge est absent.", at=place)
        elif not _is_listed(facility):
            report.add("encounter.sector", facility, "Le type de structure n'est pas dans la liste JDV_J02.")
        code = one(inside, "code")
        if code is not None and not code.get("nullFlavor") and value(code, ".", "code") not in _ENCOUNTERS:
            report.add("encounter.type", code, "Le type de prise en charge n'est pas dans la liste JDV_J142.")


def _is_listed(facility: Any) -> bool:
    known = sectors().get(value(facility, ".", "code"))
    return known is not None and known.system == value(facility, ".", "codeSystem")


RULES = (main_act, order_of_time, encounter)
