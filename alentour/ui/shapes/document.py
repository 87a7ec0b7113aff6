"""Shapes of a document: where it comes from, how it looks in a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from alentour.ui.shapes.page import Action

Source = Literal["ici", "mss", "dmp", "citoyen", "papier"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Who says so: établissement, auteur, date, and by which way it arrived. ``signed`` None when nothing tells."""

    source: Source
    at: datetime
    author: str = ""
    establishment: str = ""
    signed: bool | None = None
    version: int = 1
    replaced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCard:
    """A document in a list or attached to a message. ``size`` in bytes; ``status`` is a short mention (« à classer »)."""

    title: str
    url: str
    kind: str
    provenance: Provenance
    icon: str = "file-text"
    thumbnail_url: str = ""
    size: int = 0
    status: str = ""
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photo of the record. ``alt`` describes it for who cannot see it."""

    url: str
    alt: str
    thumbnail_url: str = ""
    caption: str = ""
