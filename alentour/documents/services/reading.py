"""The bytes of a document. Reading them is traced by who shows or sends them, not here: one gesture, one trace."""

from __future__ import annotations

from alentour.core import files
from alentour.core.doors import Refused
from alentour.documents.models import Document


def content(document: Document) -> bytes:
    """What a person sees: the PDF, the JPEG or the text (``document.media_type``)."""
    if document.body is None:
        raise Refused("Ce document est structuré : il n'a pas de fichier à afficher, seulement ses données.")
    return files.read(document.body)


def cda_of(document: Document) -> bytes:
    """The CDA that travels (XML), the same bytes at each call."""
    if document.cda is None:
        raise Refused("Ce document n'est pas encore validé : il n'a pas de forme transmissible.")
    return files.read(document.cda)
