"""The constantes: units, what is possible, what asks a second look, and the usual marks (``constantes.csv``).

Three circles: out of ``possible`` a value is refused (a typing mistake); out of ``likely`` it is asked again; out of the thresholds
in force it raises an alert. The ``usual`` marks hold until a médecin or an infirmière sets those of the person.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).with_name("constantes.csv")
# Slips of unit: 13 for 130 mmHg, 1,65 for 165 cm, 110 for 1,10 g/L.
FACTORS = (Decimal(10), Decimal(100), Decimal("0.1"), Decimal("0.01"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Constante:
    """One kind of measure. Bounds are included; a missing usual mark raises nothing on that side."""

    slug: str
    label: str
    short: str
    unit: str
    possible_low: Decimal
    possible_high: Decimal
    likely_low: Decimal
    likely_high: Decimal
    decimals: int
    usual_low: Decimal | None
    usual_high: Decimal | None
    icon: str

    def is_possible(self, value: Decimal) -> bool:
        return self.possible_low <= value <= self.possible_high

    def is_likely(self, value: Decimal) -> bool:
        return self.likely_low <= value <= self.likely_high

    def write(self, value: Decimal) -> str:
        """« 37,5 », « 1,10 », « 128 »: as it is read aloud, without its unit."""
        return f"{value:.{self.decimals}f}".replace(".", ",")


@lru_cache(maxsize=1)
def constantes() -> dict[str, Constante]:
    """Every constante by its slug, in the order of the table (the order of the screens)."""
    with TABLE.open(encoding="utf-8", newline="") as handle:
        return {row["slug"]: _read(row) for row in csv.DictReader(handle, delimiter=";")}


def _read(row: dict[str, str]) -> Constante:
    words = {name: row[name] for name in ("slug", "label", "short", "unit", "icon")}
    bounds = {name: Decimal(row[name]) for name in ("possible_low", "possible_high", "likely_low", "likely_high")}
    usual = {name: Decimal(row[name]) if row[name] else None for name in ("usual_low", "usual_high")}
    return Constante(**words, **bounds, **usual, decimals=int(row["decimals"]))  # type: ignore[arg-type]


def why_impossible(kind: Constante, value: Decimal) -> str:
    """Why this value cannot be one, and what was perhaps meant; empty when it can."""
    if kind.is_possible(value):
        if value == round(value, kind.decimals):
            return ""
        return f"{_decimals(kind)} pour {kind.label.lower()}."
    meant = next((value * factor for factor in FACTORS if kind.is_likely(value * factor)), None)
    hint = f" Vouliez-vous écrire {kind.write(meant)} ?" if meant is not None else ""
    low, high = kind.write(kind.possible_low), kind.write(kind.possible_high)
    return f"{_plain(value)} {kind.unit} n'est pas une valeur possible (de {low} à {high}).{hint}"


def why_unlikely(kind: Constante, value: Decimal) -> str:
    """Why this value deserves a second look; empty when it does not."""
    if kind.is_likely(value):
        return ""
    return f"{kind.label} : {kind.write(value)} {kind.unit} est inhabituel"


def _decimals(kind: Constante) -> str:
    return (
        "Un nombre entier est attendu" if not kind.decimals else f"{kind.decimals} chiffre(s) après la virgule au plus"
    )


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


def body_mass(weight: Decimal, height_cm: Decimal) -> Decimal:
    """IMC in kg/m², one decimal; ``weight`` in kg."""
    metres = height_cm / 100
    return round(weight / (metres * metres), 1)
