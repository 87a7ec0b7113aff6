"""AGGIR: from what an elderly person does alone to the GIR, by the algorithm of the law (CASF, annexes 2-1 and 2-2)."""

from __future__ import annotations

from esante.aggir.errors import BadProfile, Unsettled
from esante.aggir.gir import Gir, gir, gmp, opens_apa, read_profile
from esante.aggir.grid import ALERTER, DEPLACEMENTS_EXTERIEURS, VARIABLES, Letter, Variable, letter_of, pool

__all__ = [
    "ALERTER",
    "DEPLACEMENTS_EXTERIEURS",
    "VARIABLES",
    "BadProfile",
    "Gir",
    "Letter",
    "Unsettled",
    "Variable",
    "gir",
    "gmp",
    "letter_of",
    "opens_apa",
    "pool",
    "read_profile",
]
