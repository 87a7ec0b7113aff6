"""Documents a citizen can read: those received by mail, those of their DMP when the DMP of the sandbox shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from esante.cda import ClinicalDocument, NonXmlBody, NotADocument, Section, StructuredBody, decode
from esante.cisis import Professional
from esante.cisis.errors import XmlError

from sandbox.monespacesante.mailroom import Mailroom
from sandbox.services import Context, UnknownService

HIDDEN = "INVISIBLE_PATIENT"


@runtime_checkable
class DmpShelf(Protocol):
    """What the DMP's service may offer the portal: the documents a citizen is allowed to see, decided by the DMP."""

    def citizen_documents(self, matricule: str) -> Sequence[bytes]:
        """CDA documents in force, masked ones left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document. `key` names it in addresses of the portal; `origin` says in French where it comes from."""

    key: str
    title: str
    author: str
    at: datetime | None
    origin: str
    document: ClinicalDocument

    @property
    def file(self) -> NonXmlBody | None:
        """The file of an unstructured document, None for a structured one."""
        return self.document.body if isinstance(self.document.body, NonXmlBody) else None

    @property
    def sections(self) -> Sequence[Section]:
        """Sections of a structured document."""
        return self.document.body.sections if isinstance(self.document.body, StructuredBody) else ()


class Shelf:
    """The documents of any citizen."""

    def __init__(self, context: Context, mailroom: Mailroom) -> None:
        self._context = context
        self._mailroom = mailroom

    def papers(self, matricule: str) -> list[Paper]:
        """Every document once, the most recent first. One both received and in the DMP is shown as of the DMP."""
        found = {paper.key: paper for paper in [*self._received(matricule), *self._dmp(matricule)]}
        return sorted(found.values(), key=lambda paper: str(paper.at or ""), reverse=True)

    def paper(self, matricule: str, key: str) -> Paper | None:
        """One document, or None."""
        return next((paper for paper in self.papers(matricule) if paper.key == key), None)

    def _received(self, matricule: str) -> list[Paper]:
        found: list[Paper] = []
        for conversation in self._mailroom.conversations(matricule):
            for note in conversation.notes:
                archives = [one.archive for one in note.message.archives if one.archive]
                for entry in (entry for archive in archives for entry in archive.entries):
                    if entry.document is not None and HIDDEN not in entry.masks:
                        found.append(_paper(entry.document, f"Reçu de {note.author or 'vous'}"))
        return found

    def _dmp(self, matricule: str) -> list[Paper]:
        try:
            service = self._context.board.get("dmp")
        except UnknownService:
            return []
        if not isinstance(service, DmpShelf) or not self._context.board.is_running("dmp"):
            return []
        return [
            _paper(document, "Dossier médical partagé")
            for data in service.citizen_documents(matricule)
            for document in _read(data)
        ]


def _read(data: bytes) -> list[ClinicalDocument]:
    try:
        return [decode(data)]
    except (XmlError, NotADocument):
        return []


def _paper(document: ClinicalDocument, origin: str) -> Paper:
    header = document.header
    author = header.authors[0].professional if header.authors else None
    return Paper(
        key=header.document_id.replace("^", "-"),
        title=header.title or header.type_code.label,
        author=f"{author.given} {author.family}".strip() if isinstance(author, Professional) else "",
        at=header.effective_time,
        origin=origin,
        document=document,
    )
