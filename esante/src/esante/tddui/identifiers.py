"""One grammar for every local identifier: ``3<FINESS>/<usager>-<TAG>-<number>`` (specs/fhir §1a)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Self

from esante.tddui.errors import RefusedTransfer
from esante.tddui.names import local_system

# What is identified -> its tag, and the name its system carries.
KINDS: Final = {
    "sejour": "SEJOUR",
    "evenement": "EVN",
    "evaluation": "EVAL",
    "projetpersonnalise": "PPER",
    "besoin": "BESO",
    "objectif": "OBJE",
    "action": "ACTI",
    "moyenressource": "MORE",
    "prestation": "PRES",
    "attente": "ATTE",
    "bilan": "BILA",
    "projetvie": "PDV",
    "periodescolaire": "PSCO",
    "presenceabsence": "PA",
    "repas": "REPAS",
    "transportprofessionnel": "TPPro",
    "transportusager": "TPPat",
}
# Corsican FINESS hold a letter although the guide's own expression forgets it.
_SHAPE = re.compile(r"(?P<finess>3[0-9AB]{9})/(?P<usager>[^-/\s]+)(?:-(?P<tag>[A-Za-z]+)-(?P<number>\S+))?")


@dataclass(frozen=True, slots=True)
class LocalId:
    """A local identifier taken apart; ``tag`` and ``number`` are "" for the usager's own."""

    finess: str
    usager: str
    tag: str = ""
    number: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an identifier. Raises RefusedTransfer when it has not the shape of the guide."""
        found = _SHAPE.fullmatch(text)
        if found is None:
            raise RefusedTransfer("Un identifiant local s'écrit 3, FINESS, barre oblique, identifiant de l'usager.")
        return cls(found["finess"][1:], found["usager"], found["tag"] or "", found["number"] or "")

    @property
    def text(self) -> str:
        """As it travels."""
        suffix = f"-{self.tag}-{self.number}" if self.tag else ""
        return f"3{self.finess}/{self.usager}{suffix}"

    def of(self, kind: str, number: str | int) -> str:
        """Identifier of something about this usager: ``of("sejour", 1)``."""
        return LocalId(self.finess, self.usager, KINDS[kind], str(number)).text


def system_of(kind: str) -> str:
    """System of the identifiers of a kind of `KINDS`."""
    return local_system(kind)


def checked(kind: str, text: str) -> str:
    """``text`` when it is an identifier of that kind. Raises RefusedTransfer."""
    if LocalId.parse(text).tag != KINDS[kind]:
        raise RefusedTransfer(f"L'identifiant {KINDS[kind]} attendu est d'une autre nature.")
    return text
