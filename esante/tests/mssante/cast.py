"""Messages of the cast: Inès writes, from the SSIAD Les Ajoncs, to Dr Martin, to a team, to Irène."""

from __future__ import annotations

from typing import Any

from esante.mssante import Address, Documents, Draft
from esante.xdm import write_archive

from ..xdm import lots  # noqa: TID252 - a sibling folder of tests has no absolute name

INES = Address("ines.moreau@ssiad-ajoncs.mssante.test", "Inès_MOREAU_SSIAD Les Ajoncs")
TEAM = Address("equipe@ssiad-ajoncs.mssante.test", "SSIAD Les Ajoncs")
MARTIN = Address("paul.martin@medecin.mssante.test", "Dr_Paul_MARTIN")
PETIT = Address("claire.petit@pharmacie-mail.mssante.test")
CITIZENS = ("patient.mssante.test",)
IRENE = Address(f"{lots.IRENE.matricule}@patient.mssante.test")
MARCEL = Address(f"{lots.MARCEL.matricule}@patient.mssante.test")
FIRST = "<p1@ssiad-ajoncs.mssante.test>"


def documents(*cdas: bytes, qualified: bool = True, folder: str = "", **lot: Any) -> Documents:
    held = cdas or (lots.document(),)
    archive = write_archive(held, lot=lots.lot(**lot))
    return Documents(archive=archive, pdfs=tuple(lots.PDF for _ in held), folder=folder, qualified=qualified)


def draft(**changes: Any) -> Draft:
    facts: dict[str, Any] = {
        "message_id": FIRST,
        "date": lots.NOON,
        "nil": "DEV000001",
        "sender": INES,
        "to": (MARTIN,),
        "subject": "Surveillance demandée",
        "text": "Bonjour,\n\nMme Dupont a chuté cette nuit.",
        "citizen_domains": CITIZENS,
        "accept_test": True,
    }
    return Draft(**(facts | changes))


def with_documents(*cdas: bytes, **changes: Any) -> Draft:
    return draft(**({"documents": documents(*cdas), "subject": ""} | changes))
