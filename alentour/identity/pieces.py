"""Identity documents and what each one proves: the table ``pieces.csv`` (specs/dmp-ins §1.10), to be adjusted by an establishment."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from alentour.core.doors import Refused

TABLE = Path(__file__).with_name("pieces.csv")
PAIRINGS = {
    "photo": "avec la carte Vitale, ou une autre pièce, portant une photo",
    "parent": "avec la pièce d'identité d'un des parents",
    "tuteur": "avec la pièce du tuteur ou du délégataire et la décision de justice",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A kind of document. ``pairings``: it validates only beside one of these; ``condition``: in which case it may be used."""

    code: str
    label: str
    is_high_trust: bool
    condition: str
    pairings: tuple[str, ...]


@lru_cache(maxsize=1)
def table() -> dict[str, Piece]:
    with TABLE.open(encoding="utf-8", newline="") as handle:
        rows = [
            Piece(
                row["code"],
                row["libelle"],
                row["haut_niveau"] == "oui",
                row["condition"],
                tuple(filter(None, row["jumelage"].split("|"))),
            )
            for row in csv.DictReader(handle, delimiter=";")
        ]
    return {piece.code: piece for piece in rows}


def require_high_trust(document: str, pairing: str) -> Piece:
    """The kind of document, if it validates an identity with this pairing; raises :class:`Refused` in words otherwise."""
    piece = table().get(document)
    if piece is None:
        raise Refused("Choisissez la pièce d'identité qui a été présentée.")
    if not piece.is_high_trust:
        raise Refused(
            f"« {piece.label} » ne suffit pas à valider une identité : demandez une pièce à haut niveau de confiance."
        )
    if piece.pairings and pairing not in piece.pairings:
        choices = " ; ".join(PAIRINGS[one] for one in piece.pairings)
        raise Refused(f"« {piece.label} » ne valide une identité que jumelé : {choices}.")
    return piece
