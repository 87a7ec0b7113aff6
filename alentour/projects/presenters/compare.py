"""Two versions side by side, in words: what was added, what ended, what was written otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

from alentour.projects import serafin
from alentour.projects.content import ExpectationContent, GoalContent, NeedContent, ProjetContent
from alentour.projects.enums import SectionKind
from alentour.ui import words

WORD = re.compile(r"\s+|\S+")
MANY = 4000
# share of words kept from which two texts are one text touched up
TOUCHED_UP = 0.55


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text. ``how``: « same », « added », « gone »."""

    how: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference. ``kind``: « ajouté », « retiré », « modifié »."""

    where: str
    what: str
    kind: str
    runs: tuple[Run, ...]


def runs(before: str, after: str) -> tuple[Run, ...]:
    """Line by line, then word by word in a line that was only touched up; a line written anew is shown whole."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    found: list[Run] = []
    for how, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        was, now = "".join(old[a:b]), "".join(new[c:d])
        found += [Run("same", was)] if how == "equal" else _words(was, now)
    return tuple(found)


def _words(was: str, now: str) -> list[Run]:
    old, new = WORD.findall(was), WORD.findall(now)
    if len(old) + len(new) > MANY or SequenceMatcher(None, was.split(), now.split()).ratio() < TOUCHED_UP:
        return [Run(how, text) for how, text in (("gone", was), ("added", now)) if text]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    found: list[Run] = []
    for how, a, b, c, d in matcher.get_opcodes():
        gone, added = "".join(old[a:b]), "".join(new[c:d])
        if how == "equal":
            found.append(Run("same", gone))
            continue
        found += [Run(name, text) for name, text in (("gone", gone), ("added", added)) if text]
    return found


def compare(before: ProjetContent, after: ProjetContent) -> list[Change]:
    """In the order in which a projet is read."""
    return [
        *_sections(before, after),
        *_things("Attente", _attentes(before.expectations), _attentes(after.expectations)),
        *_things("Besoin", _besoins(before.needs), _besoins(after.needs)),
        *_things("Objectif", _objectifs(before.goals), _objectifs(after.goals)),
    ]


def _sections(before: ProjetContent, after: ProjetContent) -> list[Change]:
    found = []
    for kind in SectionKind:
        old, new = before.section(kind), after.section(kind)
        was, now = old.text if old else "", new.text if new else ""
        if was != now:
            found.append(_change(str(kind.label), "", was, now))
    return found


Said = Mapping[UUID, tuple[str, str]]


def _things(where: str, before: Said, after: Said) -> list[Change]:
    nothing = ("", "")
    return [
        _change(where, (after.get(key) or before[key])[0], before.get(key, nothing)[1], after.get(key, nothing)[1])
        for key in [*before, *(key for key in after if key not in before)]
        if before.get(key) != after.get(key)
    ]


def _change(where: str, what: str, was: str, now: str) -> Change:
    kind = "ajouté" if not was else "retiré" if not now else "modifié"
    return Change(where=where, what=what, kind=kind, runs=runs(was, now))


def _attentes(rows: Sequence[ExpectationContent]) -> Said:
    return {e.lineage: (str(e.origin.label), e.words) for e in rows}


def _besoins(rows: Sequence[NeedContent]) -> Said:
    return {n.lineage: (serafin.label(n.code), f"{serafin.label(n.code)} : {n.description}") for n in rows}


def _objectifs(rows: Sequence[GoalContent]) -> Said:
    return {g.lineage: (g.title, _in_words(g)) for g in rows}


def _in_words(goal: GoalContent) -> str:
    parts = {
        "": goal.title,
        "Résultat attendu": goal.expected,
        "Comment": goal.strategy,
        "Précision": goal.description,
        "Échéance": words.birth(goal.due_on) if goal.due_on else "",
    }
    said = [f"{name} : {text}" if name else text for name, text in parts.items() if text]
    done = [f"{action.title}{f', {action.frequency}' if action.frequency else ''}" for action in goal.actions]
    return "\n".join([*said, *(f"Action : {one}" for one in done)])
