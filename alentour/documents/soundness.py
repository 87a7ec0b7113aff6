"""What keeps a document from leaving, in plain French: what it lacks, and who can repair it.

``soundness.csv`` turns a finding (code of our rules, or place the official rules point at) into words: the first row that fits speaks.
Our own rules judge when a document is signed; ``services.leaving`` judges again, official kit included, before it leaves.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

TABLE = Path(__file__).with_name("soundness.csv")
SHOWN = 5
MAX_SENTENCE = 480
REPAIRS = {
    "identity": "la personne chargée des identités peut le reprendre dans l'identité de la personne",
    "relatives": "l'équipe peut le reprendre dans les coordonnées et l'entourage de la personne",
    "author": "l'auteur peut le compléter dans le brouillon",
    "content": "l'auteur peut compléter le dossier de la personne, puis préparer de nouveau le document",
    "file": "l'auteur peut joindre de nouveau le fichier",
    "professional": "l'administrateur peut le reprendre dans la fiche du professionnel",
    "structure": "l'administrateur peut le reprendre dans les réglages de l'établissement",
    "support": "l'assistance du logiciel doit le corriger, vous n'avez rien à refaire",
}


class Remark(Protocol):
    """A finding of ``esante``: a fault of our rules, or a finding of the official ones (``check`` says whose)."""

    @property
    def code(self) -> str: ...
    @property
    def location(self) -> str: ...
    @property
    def severity(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Row:
    code: str
    place: str
    lack: str
    who: str

    def speaks_of(self, code: str, location: str) -> bool:
        exact = self.code == code
        family = self.code.endswith("*") and code.startswith(self.code[:-1])
        return (exact or family) and (not self.place or self._stands_at(location))

    def _stands_at(self, location: str) -> bool:
        """A place is the beginning of a path, or its last step."""
        steps = [step.partition("[")[0] for step in location.split("/") if step]
        wanted = self.place.split("/")
        return steps[: len(wanted)] == wanted or (len(wanted) == 1 and steps[-1:] == wanted)


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that keeps the document here: a sentence for people; code and location for who repairs the software."""

    sentence: str
    who: str
    code: str
    location: str


@lru_cache(maxsize=1)
def table() -> tuple[Row, ...]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return tuple(Row(**row) for row in csv.DictReader(lines, delimiter=";"))


def lacks_of(remarks: Iterable[Remark]) -> tuple[Lack, ...]:
    """Each error in words, each sentence once; a warning never keeps a document here."""
    found: dict[str, Lack] = {}
    for remark in remarks:
        if remark.severity == "error":
            lack = _in_words(remark.code, remark.location)
            found.setdefault(lack.sentence, lack)
    return tuple(found.values())


def _in_words(code: str, location: str) -> Lack:
    asked = "official" if code == "xsd" or code.endswith(".schematron") else code
    row = next(row for row in table() if row.speaks_of(asked, location))
    return Lack(f"{row.lack} : {REPAIRS[row.who]}.", row.who, code, location)


def told(lacks: tuple[Lack, ...], opening: str) -> str:
    """One text for a screen or for the tray: the opening, then the sentences, as many as are read at once."""
    text, shown = opening, 0
    for lack in lacks[:SHOWN]:
        if shown and len(text) + len(lack.sentence) > MAX_SENTENCE - 40:
            break
        text, shown = f"{text} {lack.sentence}", shown + 1
    left = len(lacks) - shown
    return (
        text
        if not left
        else f"{text} Et {left} autre{'s' if left > 1 else ''} point{'s' if left > 1 else ''} à revoir."
    )
