"""The AGGIR grid between our forms and ``esante.aggir``: pure, no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from esante.aggir import (
    ALERTER,
    DEPLACEMENTS_EXTERIEURS,
    VARIABLES,
    BadProfile,
    Unsettled,
    Variable,
    gir,
    letter_of,
    opens_apa,
    pool,
)

GRID = "aggir"
# The grid of the annexe 2-1 of the CASF, as filled since the guide of 2008.
GRID_VERSION = "AGGIR 2008"
# The order of the adverbs in the guide, each True when the person DOES it so (the paper grid ticks the contrary).
ADVERBS = {
    "s": "spontanément",
    "t": "totalement",
    "c": "correctement",
    "h": "habituellement",
}
# The seven illustrative variables of the annexe 2-1: for the help plan, never in the GIR, and absent from TDDUI.
ILLUSTRATIVE = {
    "gestion": "Gestion",
    "cuisine": "Cuisine",
    "menage": "Ménage",
    "transports": "Transports",
    "achats": "Achats",
    "traitement": "Suivi du traitement",
    "temps_libre": "Activités de temps libre",
}
ALL_VARIABLES: tuple[Variable, ...] = (*VARIABLES, DEPLACEMENTS_EXTERIEURS, ALERTER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of the grid to answer: a sub-variable, or a variable judged whole."""

    key: str
    label: str
    variable: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the answers give. ``gir`` is None while a letter is missing: A is never assumed.

    ``letters`` by variable ("" when unknown); ``missing`` and ``unsettled`` are French labels.
    """

    letters: dict[str, str]
    gir: int | None = None
    rank: int | None = None
    missing: tuple[str, ...] = ()
    unsettled: tuple[str, ...] = ()

    @property
    def profile(self) -> str:
        """« ABC-AAAA »: the eight letters of the law, a dash where one is missing."""
        return "".join(self.letters[variable.key] or "-" for variable in VARIABLES)

    @property
    def opens_apa(self) -> bool:
        return self.gir is not None and opens_apa(self.gir)


def items_of(variable: Variable) -> list[Item]:
    if not variable.parts:
        return [Item(key=variable.key, label=variable.label, variable=variable.key)]
    return [Item(key=f"{variable.key}.{part}", label=label, variable=variable.key) for part, label in variable.parts]


def letter_from(adverbs: Mapping[str, bool]) -> str:
    """The letter of the four adverbs of :data:`ADVERBS`."""
    return letter_of(spontaneously=adverbs["s"], totally=adverbs["t"], correctly=adverbs["c"], habitually=adverbs["h"])


def illustrative_of(answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and letter ("" when unknown) of each illustrative variable."""
    given = answers.get("illustrative", {})
    return [(label, str(given.get(key, ""))) for key, label in ILLUSTRATIVE.items()]


def judge(answers: Mapping[str, Any]) -> Judged:
    """``answers``: ``{"items": {key: {"letter": "A"|"B"|"C", …}}, "own": {variable: letter}}``; ``own`` letters win.

    Two sub-variables the sources disagree about leave the variable without a letter until the professional gives it.
    """
    letters: dict[str, str] = {}
    unsettled = []
    for variable in ALL_VARIABLES:
        try:
            letters[variable.key] = _letter(variable, answers)
        except Unsettled:
            letters[variable.key] = ""
            unsettled.append(variable.label)
    found = gir(letters[variable.key] for variable in VARIABLES)
    missing = [v.label for v in VARIABLES if not letters[v.key] and v.label not in unsettled]
    return Judged(
        letters=letters,
        gir=found.gir if found else None,
        rank=found.rank if found else None,
        missing=tuple(missing),
        unsettled=tuple(unsettled),
    )


def _letter(variable: Variable, answers: Mapping[str, Any]) -> str:
    own = answers.get("own", {}).get(variable.key, "")
    if own:
        return str(own)
    items = answers.get("items", {})
    given = "".join(items.get(item.key, {}).get("letter", "") for item in items_of(variable))
    try:
        return pool(variable, given)
    except BadProfile:
        return ""
