"""What can go wrong with an archive IHE_XDM.zip.

XdmError
├── UnreadableArchive   theirs: it cannot be opened, or is hostile; ``reason`` for a program, ``why`` in French
└── RefusedArchive      ours: the lot asked for is one the specification forbids                (ValueError too)

A document inside a readable archive that is wrong in itself is a `Fault` of the archive, not an exception.
"""

from __future__ import annotations

from dataclasses import dataclass

from esante.cisis import EsanteError


class XdmError(EsanteError):
    """Root of this package's errors."""


_REASONS = {
    "too-big": "L'archive est trop volumineuse.",
    "not-a-zip": "Le fichier joint n'est pas une archive ZIP lisible.",
    "too-many-files": "L'archive contient trop de fichiers.",
    "bomb": "L'archive se décompresse bien au-delà de sa taille : elle n'est pas ouverte.",
    "encrypted": "L'archive est chiffrée : elle ne peut pas être ouverte.",
    "compression": "L'archive emploie une compression qui n'est pas admise.",
    "escape": "L'archive contient un chemin de fichier interdit : elle n'est pas ouverte.",
    "link": "L'archive contient un lien au lieu d'un fichier : elle n'est pas ouverte.",
    "same-name": "L'archive contient deux fichiers de même nom.",
    "damaged": "L'archive est endommagée.",
    "no-metadata": "L'archive ne contient pas de METADATA.XML : ses documents ne sont pas décrits.",
    "unsafe-metadata": "METADATA.XML n'est pas un fichier XML admissible.",
    "bad-metadata": "METADATA.XML ne décrit pas un lot de documents.",
}


class UnreadableArchive(XdmError, ValueError):
    """Nothing of the archive is used; the message that carries it stays readable (specs/mss §2.6, 7)."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self.why = _REASONS[reason]
        super().__init__(self.why)


class RefusedArchive(XdmError, ValueError):
    """The archive asked for may not be written; ``sentence`` says why."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a readable archive: nothing of it is attached to a record by itself.

    code      hash, size, missing-file, unreadable-document, id-differs, no-document, ins-absent, ins-unreadable,
              ins-differs, several-usagers; as a mere warning: ins-key
    location  path in the archive
    sentence  French; never holds an identity
    """

    code: str
    location: str
    sentence: str
