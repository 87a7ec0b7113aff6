"""What the record proposes for a section, to this reader: nothing that their own doors keep closed (habilitations, oppositions).

Each function answers a text to correct, or a table (:func:`constantes`). A proposal is never more than that: it is read again, changed
and saved by a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from alentour.accounts.enums import DataClass
from alentour.accounts.models import Post
from alentour.agenda import selectors as agenda
from alentour.care.constantes import constantes as known_constantes
from alentour.care.models import Evaluation, Measure
from alentour.care.scales import current
from alentour.care.selectors import cibles_of
from alentour.care.selectors.evaluations import gir_of
from alentour.care.selectors.measures import curves_of
from alentour.care.selectors.scales import latest_by_grid
from alentour.care.selectors.tasks import tasks_of
from alentour.care.selectors.treatments import lines_of
from alentour.identity import paper
from alentour.identity.models import Usager
from alentour.projects import content as projects
from alentour.projects.selectors import projet_in_force
from alentour.record import selectors as record
from alentour.record.access import readable
from alentour.ui import words

Content = dict[str, Any]
MOST_ROWS, MOST_CURVES = 15, 4


def propose(name: str, post: Post, usager: Usager) -> Content:
    """The content of a section as the record has it for this reader; an empty text when it has nothing, or keeps it closed."""
    if not name:
        return {"text": ""}
    kind, tell = SOURCES[name]
    if kind is not None and not readable(post, usager, kind):
        return {"text": ""}
    told = tell(post, usager)
    return {"text": told} if isinstance(told, str) else told


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line.strip()}" for line in lines if line.strip())


def _join(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def problemes(post: Post, usager: Usager) -> str:
    return _list(
        _join(f"{row.label} ({row.get_kind_display().lower()})", row.since and f"depuis {row.since}", row.note)
        for row in record.problems_of(usager)
    )


def allergies(post: Post, usager: Usager) -> str:
    known = record.known_of(usager)
    if known.none_known and not known.allergies:
        asked = known.none_known.created_at
        return "\n".join(
            filter(None, (f"- Aucune allergie connue (demandé {words.full(asked)})", _alerts(known.others)))
        )
    return "\n".join(filter(None, (_alerts(known.allergies), _alerts(known.others))))


def _alerts(rows: Iterable[Any]) -> str:
    return _list(_join(f"{row.get_kind_display()} : {row.label}", row.reaction) for row in rows)


def traitements(post: Post, usager: Usager) -> str:
    rows = lines_of(post, usager)
    return _list(
        " : ".join(
            filter(
                None,
                (
                    row.drug,
                    _join(
                        *(f"{moment.label} {row.dose(moment)}" for moment in row.moments),
                        row.besoin and f"si besoin {row.besoin}", row.instructions,
                    ),
                ),
            )
        )
        for row in rows
    )  # fmt: skip


def dispositifs(post: Post, usager: Usager) -> str:
    return _list(_join(row.get_kind_display(), row.label, row.note) for row in record.devices_of(usager))


def vaccinations(post: Post, usager: Usager) -> str:
    return _list(
        _join(row.vaccine, row.done_on, (row.due_on and f"rappel le {row.due_on:%d/%m/%Y}") or "")
        for row in record.vaccinations_of(usager)
    )


def contacts(post: Post, usager: Usager) -> str:
    """Who may be told: nobody whom a judge bars is ever proposed."""
    return _list(
        _join(
            f"{row.given_name} {row.family_name.upper()}".strip(), row.get_relation_display(), row.phone,
            "personne de confiance" if row.is_trusted else "", "représentant légal" if row.is_guardian else "",
            "à prévenir en cas d'urgence" if row.is_emergency else "",
        )
        for row in record.informable(usager)
    )  # fmt: skip


def droits(post: Post, usager: Usager) -> str:
    return _list(
        _join(row.get_kind_display(), row.holder, (row.review_on and f"révision le {row.review_on:%d/%m/%Y}") or "")
        for row in record.protections_of(usager)
    )


def ressources(post: Post, usager: Usager) -> str:
    return _list(
        _join(row.get_kind_display(), (row.amount and f"{row.amount} € par {row.get_per_display()}") or "")
        for row in record.resources_of(usager)
    )


def directives(post: Post, usager: Usager) -> str:
    row = record.directive_of(usager)
    if row is None:
        return ""
    lines = [row.get_state_display(), (row.written_on and f"Rédigées le {row.written_on:%d/%m/%Y}") or ""]
    lines += [row.kept_where and f"Conservées : {row.kept_where}", row.content, row.wishes]
    return "\n".join(filter(None, lines))


def habitudes(post: Post, usager: Usager) -> str:
    return _list(f"{row.get_theme_display()} : {row.text}" for row in record.habits_of(usager))


def sejour(post: Post, usager: Usager) -> str:
    stay, where = record.current_stay(usager), record.whereabouts(usager)
    if stay is None:
        return where.sentence
    since = f"Accompagnement depuis le {stay.starts_on:%d/%m/%Y}" if getattr(stay, "starts_on", None) else ""
    return ". ".join(filter(None, (since, where.home, where.sentence)))


def autonomie(post: Post, usager: Usager) -> str:
    row = gir_of(post, usager)
    return f"GIR {row.gir}, évalué le {row.done_on:%d/%m/%Y}" if row and row.gir else ""


def scores(post: Post, usager: Usager) -> str:
    return _list(_score(row) for row in latest_by_grid(post, usager).values())


def _score(row: Evaluation) -> str:
    if row.gir:
        return f"AGGIR : GIR {row.gir}, le {row.done_on:%d/%m/%Y}"
    scale = current().get(row.grid)
    return f"{scale.label if scale else row.grid} : {row.score}, le {row.done_on:%d/%m/%Y}"


def soins(post: Post, usager: Usager) -> str:
    return _list(row.label for row in tasks_of(post, usager))


def cibles(post: Post, usager: Usager) -> str:
    return _list(f"{row.label}, depuis le {words.local(row.opened_at):%d/%m/%Y}" for row in cibles_of(post, usager))


def rendez_vous(post: Post, usager: Usager) -> str:
    return _list(_join(words.full(one.starts_at), one.entry.title) for one in agenda.next_of(post, usager))


def _projet(usager: Usager) -> projects.ProjetContent | None:
    found = projet_in_force(usager)
    return projects.content_of(found) if found else None


def attentes(post: Post, usager: Usager) -> str:
    held = _projet(usager)
    return _list(f"« {one.words} » ({one.said_by or one.origin.label})" for one in held.expectations) if held else ""


def besoins(post: Post, usager: Usager) -> str:
    held = _projet(usager)
    return _list(one.description or one.code for one in held.needs) if held else ""


def objectifs(post: Post, usager: Usager) -> str:
    held = _projet(usager)
    blocks = []
    for goal in held.goals if held else ():
        actions = _list(_join(one.title, one.who, one.frequency) for one in goal.actions)
        due = f" (d'ici le {goal.due_on:%d/%m/%Y})" if goal.due_on else ""
        blocks.append("\n".join(filter(None, (f"{goal.title}{due}", actions))))
    return "\n\n".join(blocks)


def accords(post: Post, usager: Usager) -> str:
    held = _projet(usager)
    return _list(
        f"{one.name}, {one.decision.label}, le {words.local(one.signed_at):%d/%m/%Y}"
        for one in (held.accords if held else ())
    )


def constantes(post: Post, usager: Usager) -> Content:
    """The last relevés as a table, and the curve of those measured several times."""
    values = curves_of(post, usager)
    if not values:
        return {"table": {"header": [], "rows": []}, "curves": []}
    newest = sorted((one for series in values.values() for one in series[-3:]), key=_moment, reverse=True)
    shown = [_cells(one) for one in newest[:MOST_ROWS]]
    long = [(slug, series) for slug, series in values.items() if len(series) > 2][:MOST_CURVES]
    return {
        "table": {"header": ["Mesuré le", "Constante", "Valeur", "Seuil"], "rows": shown},
        "curves": [_curve(slug, series) for slug, series in long],
        "taken_at": timezone.now().isoformat(),
    }


def _moment(measure: Measure) -> datetime:
    return measure.done_at


def _cells(measure: Measure) -> list[str]:
    kind = measure.constante
    side = str(measure.get_crossed_display()) if measure.crossed else ""
    return [paper.dated(measure.done_at), kind.label, f"{kind.write(measure.value)} {kind.unit}".strip(), side]


def _curve(slug: str, series: list[Any]) -> Content:
    kind = known_constantes()[slug]
    points: list[tuple[date, float]] = [(words.local(one.done_at).date(), float(one.value)) for one in series]
    drawn = paper.curve(points, name=kind.label, unit=kind.unit)
    return {"title": f"{kind.label}{f' ({kind.unit})' if kind.unit else ''}", "drawn": drawn}


Tell = Callable[[Post, Usager], str | Content]
# The door of each: what the reader must read of this person for it to be proposed. None: the selector itself cuts by the reader.
SOURCES: dict[str, tuple[DataClass | None, Tell]] = {
    "problemes": (DataClass.SANTE, problemes),
    "allergies": (DataClass.SANTE, allergies),
    "traitements": (DataClass.ADMINISTRATION, traitements),
    "dispositifs": (DataClass.SANTE, dispositifs),
    "vaccinations": (DataClass.SANTE, vaccinations),
    "contacts": (DataClass.IDENTITE, contacts),
    "droits": (DataClass.DROITS, droits),
    "ressources": (DataClass.SOCIAL, ressources),
    "directives": (DataClass.SANTE, directives),
    "habitudes": (DataClass.TRANSMISSIONS_VIE, habitudes),
    "sejour": (DataClass.IDENTITE, sejour),
    "autonomie": (DataClass.EVALUATIONS, autonomie),
    "scores": (DataClass.EVALUATIONS, scores),
    "soins": (DataClass.SOINS, soins),
    "cibles": (None, cibles),
    "rendez_vous": (None, rendez_vous),
    "attentes": (DataClass.PROJET, attentes),
    "besoins": (DataClass.PROJET, besoins),
    "objectifs": (DataClass.PROJET, objectifs),
    "accords": (DataClass.PROJET, accords),
    "constantes": (DataClass.SOINS, constantes),
}
