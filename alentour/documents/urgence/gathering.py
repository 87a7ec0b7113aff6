"""The record, read for a document de liaison d'urgence: only what the post that asks may read of this person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from alentour.accounts.enums import DataClass
from alentour.accounts.models import Post
from alentour.care.enums import FIXED
from alentour.care.models import TreatmentLine
from alentour.care.selectors.evaluations import gir_of
from alentour.care.selectors.treatments import lines_of
from alentour.documents.urgence.parts import Part, Row
from alentour.identity.models import Usager
from alentour.record import selectors as record
from alentour.record.access import readable
from alentour.record.enums import AlertTopic, CircleRole, DirectiveState, ProblemKind, Severity
from alentour.ui import words

GRAVE = frozenset({Severity.GRAVE, Severity.VITALE})


def gather(post: Post, usager: Usager) -> list[Part]:
    """Every part, in the order of an emergency; a part that this post may not read is closed."""
    known = record.known_of(usager)
    problems = list(record.problems_of(usager))
    told: list[tuple[DataClass, Part]] = [
        (DataClass.SANTE, _alerts(known)),
        (DataClass.SANTE, _allergies(known)),
        (DataClass.ADMINISTRATION, _treatments(lines_of(post, usager))),
        (DataClass.SANTE, _problems("problemes", "Problèmes de santé en cours", problems, {ProblemKind.ACTIF})),
        (
            DataClass.SANTE,
            _problems("antecedents", "Antécédents", problems, {ProblemKind.MEDICAL, ProblemKind.FAMILIAL}),
        ),
        (DataClass.SANTE, _problems("chirurgie", "Opérations", problems, {ProblemKind.CHIRURGICAL})),
        (DataClass.IDENTITE, _contacts(usager)),
        (DataClass.IDENTITE, _circle(usager)),
        (DataClass.SANTE, _directives(usager)),
        (DataClass.EVALUATIONS, _autonomy(post, usager)),
        (DataClass.SANTE, _devices(usager)),
        (DataClass.TRANSMISSIONS_VIE, _habits(usager)),
        (DataClass.SANTE, _vaccinations(usager)),
    ]
    may = {kind: readable(post, usager, kind) for kind in {kind for kind, _ in told}}
    return [part if may[kind] else Part(slug=part.slug, label=part.label, closed=True) for kind, part in told]


def _newest(rows: Iterable[Any], moment: Callable[[Any], Any] = lambda row: row.created_at) -> date | None:
    return max((words.local(moment(row)).date() for row in rows), default=None)


def _day(value: date | None, word: str = "depuis le") -> str:
    return f"{word} {value:%d/%m/%Y}" if value else ""


def _join(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _alerts(known: record.Known) -> Part:
    rows = [
        Row(
            text=one.get_topic_display() if one.topic not in {"", AlertTopic.AUTRE} else one.get_kind_display(),
            more=one.label,
            data={"topic": one.topic, "since": one.since.isoformat()},
        )
        for one in known.others
    ]
    return Part(slug="alertes", label="À savoir d'abord", rows=tuple(rows), as_of=_newest(known.others))


def _allergies(known: record.Known) -> Part:
    rows = [
        Row(
            text=one.label,
            more=_join(one.reaction, one.get_severity_display(), one.get_certainty_display()),
            data={
                "reaction": one.reaction, "severe": one.severity in GRAVE, "since": one.since.isoformat(),
                "code": one.code, "system": one.code_system,
            },
        )
        for one in known.allergies
    ]  # fmt: skip
    asked = known.none_known.created_at if known.none_known and not rows else None
    return Part(
        slug="allergies",
        label="Allergies et intolérances",
        rows=tuple(rows),
        none=f"Aucune allergie connue (demandé le {words.local(asked):%d/%m/%Y})" if asked else "",
        lacks="Demandez s'il y a des allergies, et écrivez la réponse au dossier, même « aucune ».",
        as_of=_newest(known.allergies) or (words.local(asked).date() if asked else None),
    )


def _treatments(lines: Iterable[TreatmentLine]) -> Part:
    lines = list(lines)
    rows = tuple(
        Row(text=line.drug, more=_join(*_posology(line), line.instructions, _day(line.ends_on, "jusqu'au")), data=_taken(line))
        for line in lines
    )  # fmt: skip
    return Part(
        slug="traitements",
        label="Traitements en cours",
        rows=rows,
        lacks="Le plan de prise est vide : s'il n'y a aucun traitement, dites-le en remarque.",
        as_of=_newest(lines, lambda line: line.written_at),
    )


def _posology(line: TreatmentLine) -> list[str]:
    fixed = [f"{moment.label} {line.dose(moment)}" for moment in FIXED if line.dose(moment)]
    return [*fixed, f"si besoin {line.besoin}"] if line.besoin else fixed


def _taken(line: TreatmentLine) -> dict[str, Any]:
    return {
        "moments": [f"{moment.label} {line.dose(moment)}" for moment in FIXED if line.dose(moment)],
        "dose": line.besoin,
        "as_needed": bool(line.besoin),
        "why": line.instructions if line.besoin else "",
        "since": line.starts_on.isoformat(),
        "until": line.ends_on.isoformat() if line.ends_on else "",
    }


def _problems(slug: str, label: str, problems: list[Any], kinds: set[ProblemKind]) -> Part:
    mine = [one for one in problems if one.kind in kinds]
    rows = tuple(
        Row(
            text=one.label,
            more=_join(
                "familial" if one.kind == ProblemKind.FAMILIAL else "",
                one.since and f"depuis {one.since}" if one.kind == ProblemKind.ACTIF else one.since,
                one.until and f"jusqu'à {one.until}", one.note,
            ),
            data={"code": one.code, "since": one.since, "until": one.until, "family": one.kind == ProblemKind.FAMILIAL},
        )
        for one in mine
    )  # fmt: skip
    lacks = "Aucun problème de santé n'est écrit au dossier." if slug == "problemes" else ""
    return Part(slug=slug, label=label, rows=rows, lacks=lacks, as_of=_newest(mine))


def _contacts(usager: Usager) -> Part:
    """Whom to call, in order; nobody whom a judge bars."""
    people = record.informable(usager)
    rows = tuple(
        Row(
            text=f"{one.given_name} {one.family_name.upper()}".strip(),
            more=_join(
                one.get_relation_display(), one.phone, one.other_phone, "personne de confiance" if one.is_trusted else "",
                "représentant légal" if one.is_guardian else "", "à prévenir en cas d'urgence" if one.is_emergency else "",
            ),
            data={"link": one.get_relation_display(), "telephone": one.phone or one.other_phone, "trusted": one.is_trusted},
        )
        for one in people
    )  # fmt: skip
    return Part(
        slug="contacts",
        label="Qui prévenir, dans l'ordre",
        rows=rows,
        lacks="Personne à prévenir n'est écrit au dossier.",
        as_of=_newest(people, lambda one: one.updated_at),
    )


def _circle(usager: Usager) -> Part:
    wanted = (CircleRole.MEDECIN_TRAITANT, CircleRole.HOPITAL, CircleRole.SPECIALISTE, CircleRole.PHARMACIE)
    people = sorted(
        (one for one in record.circle_of(usager) if one.role in wanted), key=lambda one: wanted.index(one.role)
    )
    rows = tuple(
        Row(
            text=one.name,
            more=_join(one.get_role_display(), one.structure_name, one.town, one.phone),
            data={"role": one.role, "idnps": one.idnps, "idnst": one.idnst, "structure": one.structure_name},
        )
        for one in people
    )
    has_doctor = any(one.role == CircleRole.MEDECIN_TRAITANT for one in people)
    return Part(
        slug="soignants",
        label="Médecin traitant et soignants",
        rows=rows,
        lacks="" if has_doctor else "Le médecin traitant n'est pas dans l'entourage professionnel de la personne.",
        as_of=_newest(people, lambda one: one.updated_at),
    )


def _directives(usager: Usager) -> Part:
    one = record.directive_of(usager)
    if one is None or one.state == DirectiveState.INCONNU:
        lacks = "Demandez si des directives anticipées existent."
        return Part(slug="directives", label="Directives anticipées", lacks=lacks)
    rows: tuple[Row, ...] = ()
    if one.state == DirectiveState.EXISTENT:
        where = f"conservées : {one.kept_where}" if one.kept_where else ""
        more = _join(_day(one.written_on, "rédigées le"), where, one.content, one.wishes)
        rows = (
            Row(text="Elles existent", more=more, data={"on": one.written_on.isoformat() if one.written_on else ""}),
        )
    none = "" if rows else f"{one.get_state_display()[:1].upper()}{one.get_state_display()[1:]}"
    return Part(slug="directives", label="Directives anticipées", rows=rows, none=none, as_of=_newest([one]))


def _autonomy(post: Post, usager: Usager) -> Part:
    one = gir_of(post, usager)
    if one is None or not one.gir:
        return Part(slug="autonomie", label="Autonomie", lacks="Aucune évaluation AGGIR complète n'est au dossier.")
    row = Row(text=f"GIR {one.gir}", more=f"évalué le {one.done_on:%d/%m/%Y}", data={"gir": one.gir})
    return Part(slug="autonomie", label="Autonomie", rows=(row,), as_of=one.done_on)


def _devices(usager: Usager) -> Part:
    lines = list(record.devices_of(usager))
    rows = tuple(
        Row(text=one.get_kind_display(), more=_join(one.label, one.note), data={"kind": one.kind}) for one in lines
    )
    return Part(slug="dispositifs", label="Appareils et aides", rows=rows, as_of=_newest(lines))


def _habits(usager: Usager) -> Part:
    lines = record.habits_of(usager)
    rows = tuple(Row(text=one.get_theme_display(), more=one.text, data={"theme": one.theme}) for one in lines)
    return Part(slug="habitudes", label="Habitudes de vie, ce qui apaise", rows=rows, as_of=_newest(lines))


def _vaccinations(usager: Usager) -> Part:
    lines = list(record.vaccinations_of(usager))
    rows = tuple(
        Row(
            text=one.vaccine, more=one.done_on, data={"on": one.done_on, "code": one.code, "system": one.code_system}
        )
        for one in lines
    )  # fmt: skip
    return Part(slug="vaccinations", label="Vaccinations", rows=rows, as_of=_newest(lines))


# Alerts that the volet has a code for: topic → SNOMED CT (JDV_ObservationEtatPatient).
RISKS = {
    AlertTopic.CHUTE: "161898004",
    AlertTopic.FAUSSE_ROUTE: "249492002",
    AlertTopic.FUGUE: "248046000",
    AlertTopic.ESCARRE: "285304000",
    AlertTopic.SUICIDE: "425104003",
    AlertTopic.CONTENTION: "386423001",
}
