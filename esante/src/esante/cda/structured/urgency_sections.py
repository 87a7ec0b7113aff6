"""The sections of the urgency documents that hold lists: problems, history, allergies, treatments, vaccinations, vital signs.

Each list is written, said empty («aucun… connu») or said not known; the three are never taken for one another.
Source: CI-SIS «Modèles de contenus CDA», entries FR-Liste-des-problemes, FR-Liste-des-allergies, FR-Traitement, FR-Vaccination,
FR-Signes-vitaux.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from esante.cda.writing import make, write_code
from esante.cisis import Code, times

from .entries_model import Allergy, Problem, Treatment, Vaccination, Vital, VitalSign
from .prescription_parts import coded, french, points_to, span, templates, typed
from .urgency_parts import SNOMED, Line, Page, absent, named, section, snomed, when_of
from .urgency_parts import said as said_at

_PCC = "1.3.6.1.4.1.19376.1.5.3.1"
_CCD = "2.16.840.1.113883.10.20.1"
_FR = "1.2.250.1.213.1.1"
PROBLEMS = (f"{_CCD}.11", f"{_PCC}.3.6", f"{_FR}.2.132")
HISTORY = (f"{_PCC}.3.8", f"{_FR}.2.134")
# a unit as one says it, for those whose UCUM is not what one says
_UNITS = {"Cel": "°C", "/min": "par minute", "mm[Hg]": "mmHg"}
_NO_PROBLEM = absent("no-known-problems", "Pas de problème connu")
_UNKNOWN_PROBLEM = absent("no-problem-info", "Pas d'information sur les problèmes")
_NO_ALLERGY = absent("no-known-allergies", "Pas d'allergie connue")
_UNKNOWN_ALLERGY = absent("no-allergy-info", "Pas d'information sur les allergies")
_NO_MEDICINE = absent("no-known-medications", "Pas de traitement médicamenteux connu")
_UNKNOWN_MEDICINE = absent("no-medication-info", "Pas d'information sur les traitements")


def problems(page: Page, rows: Sequence[Problem] | None) -> Any:
    return _problems(
        page, "problem", PROBLEMS, coded("11450-4", "Liste des problèmes actifs"), "Pathologies actives", rows
    )


def history(page: Page, rows: Sequence[Problem] | None) -> Any:
    return _problems(page, "history", HISTORY, coded("11348-0", "Antécédents médicaux"), "Antécédents médicaux", rows)


def _problems(
    page: Page, name: str, roots: Sequence[str], code: Any, title: str, rows: Sequence[Problem] | None
) -> Any:
    if not rows:
        said, value = ("Aucune connue", _NO_PROBLEM) if rows is not None else ("Non renseigné", _UNKNOWN_PROBLEM)
        said = said if name == "problem" else said.replace("Aucune connue", "Aucun connu")
        lines, whole = [Line(title, said, f"{name}-none")], [Problem(text=said, code=value)]
        entries = [_problem(page, f"{name}-none", whole[0], stated=True, denied=rows is not None)]
        return section(page, name, roots, code, title, lines, entries)
    lines = [
        Line(row.text, span(row.since, row.until) or "date non connue", f"{name}-{n}") for n, row in enumerate(rows, 1)
    ]
    entries = [_problem(page, f"{name}-{n}", row) for n, row in enumerate(rows, 1)]
    return section(page, name, roots, code, title, lines, entries)


def _problem(page: Page, anchor: str, row: Problem, *, stated: bool = False, denied: bool = False) -> Any:
    observation = _concern_observation(
        page,
        anchor,
        (f"{_CCD}.28", f"{_PCC}.4.5", f"{_FR}.3.37"),
        snomed("55607006", "problème"),
        make("effectiveTime", when_of("low", row.since), when_of("high", row.until) if row.until else None),
        said_at(anchor if stated else named(anchor), row.code),
        denied=denied,
    )
    return _concern(page, anchor, (f"{_PCC}.4.5.2", f"{_FR}.3.39"), observation, since=row.since, until=row.until)


def allergies(page: Page, rows: Sequence[Allergy] | None) -> Any:
    roots = (f"{_CCD}.2", f"{_PCC}.3.13", f"{_FR}.2.137")
    code, title = coded("48765-2", "Allergies et hypersensibilités"), "Allergies et intolérances"
    if not rows:
        said, value = ("Aucune connue", _NO_ALLERGY) if rows is not None else ("Non renseigné", _UNKNOWN_ALLERGY)
        entry = _allergy(page, "allergy-none", Allergy(text=said, code=value), stated=True, denied=rows is not None)
        return section(page, "allergy", roots, code, title, [Line(title, said, "allergy-none")], [entry])
    lines = [
        Line(row.text, row.reaction or "réaction non précisée", f"allergy-{n}", _precise(row))
        for n, row in enumerate(rows, 1)
    ]
    entries = [_allergy(page, f"allergy-{n}", row) for n, row in enumerate(rows, 1)]
    return section(page, "allergy", roots, code, title, lines, entries)


def _precise(row: Allergy) -> str:
    since = f"depuis le {french(row.since)}" if row.since else ""
    return ", ".join(part for part in ("forme grave" if row.severe else "", since) if part)


def _allergy(page: Page, anchor: str, row: Allergy, *, stated: bool = False, denied: bool = False) -> Any:
    agent = None if stated else make(
        "participant",
        make(
            "participantRole",
            make("playingEntity", _agent(anchor, row.code), make("name", row.text), classCode="MMAT"),
            classCode="MANU",
        ),
        typeCode="CSM",
    )  # fmt: skip
    observation = _concern_observation(
        page,
        anchor,
        (f"{_CCD}.18", f"{_CCD}.28", f"{_PCC}.4.5", f"{_PCC}.4.6", f"{_FR}.3.41"),
        snomed("420134006", "prédisposition à des réactions indésirables"),
        typed("effectiveTime", "IVL_TS", when_of("low", row.since)),
        said_at(anchor if stated else named(anchor), row.code if stated else None),
        agent,
        None if stated else _manifested(page, anchor, row),
        denied=denied,
    )
    return _concern(
        page, anchor, (f"{_PCC}.4.5.3", f"{_FR}.3.40"), observation, since=row.since, running=row.active and not stated
    )


def _manifested(page: Page, anchor: str, row: Allergy) -> Any:
    """What the allergy does, and that it is severe."""
    if not (row.reaction or row.severe):
        return None
    severity = make(
        "observation",
        *templates(f"{_CCD}.55", f"{_PCC}.4.1", f"{_FR}.3.29"),
        coded("SEV", "Sévérité", "2.16.840.1.113883.5.4"),
        points_to(anchor),
        make("statusCode", code="completed"),
        typed("value", "CD", code="24484000", codeSystem=SNOMED, displayName="sévère"),
        classCode="OBS",
        moodCode="EVN",
    )
    reaction = make(
        "observation",
        *templates(f"{_CCD}.28", f"{_PCC}.4.5", f"{_CCD}.54", f"{_FR}.3.37"),
        page.id(f"{anchor}/reaction"),
        snomed("55607006", "problème"),
        points_to(anchor),
        make("statusCode", code="completed"),
        typed("effectiveTime", "IVL_TS", when_of("low", row.since)),
        said_at(anchor, None),
        make("entryRelationship", severity, typeCode="SUBJ", inversionInd="true") if row.severe else None,
        classCode="OBS",
        moodCode="EVN",
    )
    return make("entryRelationship", reaction, typeCode="MFST")


def _agent(anchor: str, code: Code | None) -> Any:
    words = points_to(named(anchor), "originalText")
    if code is None:
        return make("code", words, nullFlavor="UNK")
    return make("code", words, code=code.code, codeSystem=code.system, displayName=code.label)


def _concern_observation(
    page: Page, anchor: str, roots: Sequence[str], code: Any, period: Any, value: Any, *more: Any, denied: bool
) -> Any:
    return make(
        "observation",
        *templates(*roots),
        page.id(f"{anchor}/observation"),
        code,
        points_to(anchor),
        make("statusCode", code="completed"),
        period,
        value,
        *more,
        classCode="OBS",
        moodCode="EVN",
        negationInd="true" if denied else "false",
    )


def _concern(
    page: Page, anchor: str, roots: Sequence[str], observation: Any, *, since: Any, until: Any = None,
    running: bool = False,
) -> Any:  # fmt: skip
    return make(
        "act",
        *templates(f"{_CCD}.27", f"{_PCC}.4.5.1", *roots),
        page.id(f"{anchor}/concern"),
        make("code", nullFlavor="NA"),
        make("statusCode", code="active" if running else "completed"),
        make("effectiveTime", when_of("low", since), None if running else when_of("high", until)),
        make("entryRelationship", observation, typeCode="SUBJ", inversionInd="false"),
        classCode="ACT",
        moodCode="EVN",
    )


def treatments(page: Page, rows: Sequence[Treatment] | None, *, last: datetime | None = None) -> Any:
    """The medicines being taken; ``last``: when the person last took her usual treatment, whatever it was."""
    roots = (f"{_CCD}.8", f"{_PCC}.3.19", f"{_FR}.2.143")
    code, title = coded("10160-0", "Traitements"), "Traitements en cours"
    usual = Treatment(medicine="Traitement habituel", dose="dernière prise", last_taken=last) if last else None
    if usual:
        rows = (*(rows or ()), usual)
    if not rows:
        said, value = ("Aucun connu", _NO_MEDICINE) if rows is not None else ("Non renseignés", _UNKNOWN_MEDICINE)
        entry = _treatment(page, "treatment-none", None, value)
        return section(page, "treatment", roots, code, title, [Line(title, said, "treatment-none")], [entry])
    lines = [
        Line(row.medicine, row.posology or "posologie non précisée", f"treatment-{n}", _taken(row))
        for n, row in enumerate(rows, 1)
    ]
    entries = [_treatment(page, f"treatment-{n}", row, None) for n, row in enumerate(rows, 1)]
    return section(page, "treatment", roots, code, title, lines, entries)


def _taken(row: Treatment) -> str:
    last = f"dernière prise le {row.last_taken:%d/%m/%Y à %H:%M}" if row.last_taken else ""
    return "\n".join(part for part in (span(row.since, row.until), last) if part)


def _treatment(page: Page, anchor: str, row: Treatment | None, stated: Code | None) -> Any:
    words = points_to(anchor, "originalText")
    if stated:
        code = make("code", words, code=stated.code, codeSystem=stated.system, displayName=stated.label)
        material = [make("code", nullFlavor="NA"), make("name", nullFlavor="NA")]
        period = typed("effectiveTime", "IVL_TS", make("low", nullFlavor="NA"), make("high", nullFlavor="NA"))
    elif row:
        code = make("code", nullFlavor="NA")
        material = [_agent(anchor, row.code), make("name", row.medicine)]
        if row.last_taken:
            period = typed("effectiveTime", "IVL_TS", when_of("low", row.last_taken), when_of("high", row.last_taken))
        else:
            period = typed("effectiveTime", "IVL_TS", when_of("low", row.since), when_of("high", row.until))
    product = make(
        "manufacturedProduct",
        *templates(f"{_CCD}.53", f"{_PCC}.4.7.2", f"{_FR}.3.43"),
        make("manufacturedMaterial", *material),
    )
    return make(
        "substanceAdministration",
        *templates(f"{_CCD}.24", f"{_PCC}.4.7", f"{_FR}.3.42", f"{_PCC}.4.7.1"),
        page.id(f"{anchor}/treatment"),
        code,
        points_to(anchor),
        make("statusCode", code="completed"),
        period,
        make("effectiveTime", operator="A"),
        write_code(row.route, "routeCode") if row else None,
        make("consumable", product),
        classCode="SBADM",
        moodCode="EVN" if stated or (row and row.last_taken) else "INT",
    )


def vaccinations(page: Page, rows: Sequence[Vaccination]) -> Any:
    """The vaccines given; without any the section is not written (it is optional, and «none» would be a claim)."""
    lines, entries = [], []
    for number, row in enumerate(rows, 1):
        anchor = f"vaccine-{number}"
        lines.append(Line(row.text, french(row.on) if row.on else "date non connue", anchor))
        entries.append(_vaccination(page, anchor, row))
    roots = (f"{_CCD}.6", f"{_PCC}.3.23", f"{_FR}.2.147")
    return section(
        page, "vaccine", roots, coded("11369-6", "Historique des vaccinations"), "Vaccinations", lines, entries
    )


def _vaccination(page: Page, anchor: str, row: Vaccination) -> Any:
    product = make(
        "manufacturedProduct",
        *templates(f"{_CCD}.53", f"{_PCC}.4.7.2", f"{_FR}.3.43"),
        make("manufacturedMaterial", _agent(anchor, row.code), make("name", row.text)),
    )
    day = make("effectiveTime", value=times.hl7_day(row.on)) if row.on else make("effectiveTime", nullFlavor="UNK")
    return make(
        "substanceAdministration",
        *templates(f"{_CCD}.24", f"{_PCC}.4.12", f"{_FR}.3.45"),
        page.id(f"{anchor}/vaccine"),
        coded("IMMUNIZ", "Vaccination", "2.16.840.1.113883.5.4"),
        points_to(anchor),
        make("statusCode", code="completed"),
        day,
        make("consumable", product, typeCode="CSM"),
        classCode="SBADM",
        moodCode="EVN",
        negationInd="false",
    )


def vital_signs(page: Page, rows: Sequence[VitalSign]) -> Any:
    """The measures; without any, the pulse is said not known (the section is asked for, with one measure at least)."""
    lines = [Line("Constantes", "Non renseignées", f"vital-{Vital.PULSE.loinc}")] if not rows else []
    parts = [] if rows else [_vital_sign(page, Vital.PULSE, typed("value", "PQ", nullFlavor="UNK"), None)]
    for row in rows:
        amount = f"{row.value.normalize():f}"
        words = f"{amount.replace('.', ',')} {_UNITS.get(row.kind.unit, row.kind.unit)}"
        lines.append(Line(row.kind.words, words, f"vital-{row.kind.loinc}"))
        parts.append(_vital_sign(page, row.kind, typed("value", "PQ", value=amount, unit=row.kind.unit), row.at))
    organizer = make(
        "organizer",
        *templates(f"{_CCD}.32", f"{_CCD}.35", f"{_PCC}.4.13.1", f"{_FR}.3.49"),
        page.id("vital/organizer"),
        coded("85353-1", "Signes vitaux"),
        make("statusCode", code="completed"),
        make("effectiveTime", value=times.hl7(max((row.at for row in rows if row.at), default=page.when))),
        *parts,
        classCode="CLUSTER",
        moodCode="EVN",
    )
    roots = ("2.16.840.1.113883.10.20.1.16", f"{_PCC}.3.25", f"{_PCC}.1.5.3.2", f"{_FR}.2.75")
    return section(page, "vital", roots, coded("8716-3", "Signes vitaux"), "Constantes", lines, [organizer])


def _vital_sign(page: Page, kind: Vital, value: Any, at: datetime | None) -> Any:
    anchor = f"vital-{kind.loinc}"
    observation = make(
        "observation",
        *templates(f"{_CCD}.31", f"{_PCC}.4.13", f"{_PCC}.4.13.2", f"{_FR}.3.50"),
        page.id(f"{anchor}/observation"),
        coded(kind.loinc, kind.label),
        points_to(anchor),
        make("statusCode", code="completed"),
        make("effectiveTime", value=times.hl7(at or page.when)),
        value,
        classCode="OBS",
        moodCode="EVN",
    )
    return make("component", observation, typeCode="COMP")
