"""What Mon espace santé requires of the files a citizen sends (« Messagerie citoyenne, règles » V1.3)."""

from __future__ import annotations

from sandbox.rules import Rule

FILE_SIZE = Rule("MES-PIECE-TAILLE", "MES § pièces jointes", "Une pièce jointe par un usager ne dépasse pas 5 Mo.")
FILE_TYPE = Rule(
    "MES-PIECE-TYPE", "MES § pièces jointes", "Une pièce jointe par un usager est en JPEG, PDF, PNG, RTF, TIFF ou TXT."
)
MESSAGE_SIZE = Rule("MES-TAILLE", "MES § taille", "Un message ne dépasse pas 25 Mo, pièces jointes encodées comprises.")

RULES = (FILE_SIZE, FILE_TYPE, MESSAGE_SIZE)
