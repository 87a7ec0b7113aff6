"""The grid: discriminating variables, their sub-variables, and the letter of each (CASF, annexe 2-1; CNSA grid of 2008).

A letter says what the person does alone, technical aids being part of the person: A spontaneously, totally, correctly
and habitually; C not at all; B anything in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from esante.aggir.errors import BadProfile, Unsettled

Letter = Literal["A", "B", "C"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One discriminating variable.

    parts   keys and French labels of its sub-variables, () when it is judged whole
    rules   letter of a combination of sub-variables; ``other`` the letter of any combination not listed
    open    combinations the sources disagree about
    counts  whether it enters the GIR
    """

    key: str
    label: str
    parts: tuple[tuple[str, str], ...] = ()
    rules: Mapping[str, Letter] = field(default_factory=dict)
    other: Letter = "B"
    open: frozenset[str] = frozenset()
    counts: bool = True


_PAIR: Mapping[str, Letter] = MappingProxyType({"AA": "A", "AB": "B", "BA": "B", "BB": "B"})

VARIABLES: tuple[Variable, ...] = (
    Variable(
        key="coherence",
        label="Cohérence",
        parts=(("communication", "Communication"), ("comportement", "Comportement")),
        rules=_PAIR,
        other="C",
    ),
    Variable(
        key="orientation",
        label="Orientation",
        parts=(("temps", "Dans le temps"), ("espace", "Dans l'espace")),
        rules=_PAIR,
        other="C",
    ),
    Variable(key="toilette", label="Toilette", parts=(("haut", "Haut"), ("bas", "Bas")), rules={"AA": "A", "CC": "C"}),
    Variable(
        key="habillage",
        label="Habillage",
        parts=(("haut", "Haut"), ("moyen", "Moyen"), ("bas", "Bas")),
        rules={"AAA": "A", "CCC": "C"},
    ),
    Variable(
        key="alimentation",
        label="Alimentation",
        parts=(("se_servir", "Se servir"), ("manger", "Manger")),
        rules=_PAIR,
        other="C",
        open=frozenset({"AC", "CA"}),
    ),
    Variable(
        key="elimination",
        label="Élimination",
        parts=(("urinaire", "Urinaire"), ("fecale", "Fécale")),
        rules=_PAIR,
        other="C",
    ),
    Variable(key="transferts", label="Transferts"),
    Variable(key="deplacements_interieurs", label="Déplacements à l'intérieur"),
)
# Judged with the others and never counted: their coefficient is zero in every group.
DEPLACEMENTS_EXTERIEURS = Variable(key="deplacements_exterieurs", label="Déplacements à l'extérieur", counts=False)
ALERTER = Variable(key="alerter", label="Alerter", counts=False)


def letter_of(*, spontaneously: bool, totally: bool, correctly: bool, habitually: bool) -> Letter:
    """The letter of the four adverbs, each True when the person DOES it so (as TDDUI writes them).

    The paper grid of 2008 ticks the contrary: negate its boxes before calling.
    """
    done = (spontaneously, totally, correctly, habitually)
    if all(done):
        return "A"
    return "B" if any(done) else "C"


def pool(variable: Variable, letters: str) -> Letter:
    """The letter of a variable from those of its sub-variables, in the order of `Variable.parts`.

    Raises BadProfile when a letter is missing or is none, Unsettled when the sources disagree. A professional may always
    give the letter directly: only the step from eight letters to the GIR is law.
    """
    if len(letters) != (len(variable.parts) or 1) or set(letters) - set("ABC"):
        raise BadProfile(f"{variable.label} : chaque sous-variable porte une lettre, A, B ou C.")
    if not variable.parts:
        return letters  # type: ignore[return-value]  # one letter of ABC, checked above
    if letters in variable.open:
        raise Unsettled(variable.key, letters)
    return variable.rules.get(letters, variable.other)
