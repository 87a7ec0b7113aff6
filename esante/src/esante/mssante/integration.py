"""Codes of a failed integration: why a document was not attached by itself (CI-SIS/HL7 «Transmission au LPS», annexe codes).

The published table is about replacing and deleting (900, 901) and about identity (902 to 905); 906 is our national
practice's «other». A sentence says what happened to somebody who never read the table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType

LABELS = MappingProxyType(
    {
        "900": "Version du document incorrecte",
        "901": "Auteur non autorisé",
        "902": "Identifiant de patient inconnu",
        "903": "INS absente du document",
        "904": "INS différente",
        "905": "INS incomplète",
        "906": "Autre erreur",
    }
)
SENTENCES = MappingProxyType(
    {
        "900": "La version de ce document n'est pas celle qui est attendue pour le remplacer ou le supprimer.",
        "901": "L'émetteur n'est pas autorisé à transmettre, remplacer ou supprimer ce document.",
        "902": "La personne concernée n'est pas connue du destinataire.",
        "903": "Le document ne porte pas l'INS de la personne.",
        "904": "L'identité portée par le document ne correspond pas exactement à celle du destinataire.",
        "905": "L'INS portée par le document n'est pas complète ou n'est pas qualifiée.",
        "906": "Le document n'a pas pu être intégré.",
    }
)
_CODED = re.compile(r"\b(9\d\d|\d{1,3})\s*\^\s*([^^|\r\n]*)")
_BARE = re.compile(r"\b(90[0-6])\b")


@dataclass(frozen=True, slots=True)
class IntegrationError:
    """A code of the table and the label the partner gave it (ours when empty)."""

    code: str
    label: str = ""

    @property
    def field(self) -> str:
        """Value of the ``Error`` field of a MDN."""
        label = self.label or LABELS.get(self.code, LABELS["906"])
        return f"{self.code}^{label}^applicationErrorCondition|E^Error^errorSeverity"

    @property
    def sentence(self) -> str:
        """What to show, in French."""
        return SENTENCES.get(self.code) or self.label or SENTENCES["906"]


def read_integration_error(text: str) -> IntegrationError:
    """Read ``902^label^…`` (or a bare code) wherever it stands; 906 when no code is found."""
    found = _CODED.search(text)
    if found:
        return IntegrationError(found[1], found[2].strip())
    bare = _BARE.search(text)
    return IntegrationError(bare[1]) if bare else IntegrationError("906", " ".join(text.split())[:200])
