"""What the gateway gives of a received CDA, in the words of the house (no XML above this line)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


class Unreadable(Exception):
    """The file cannot be taken as a document; ``code`` is that of the integration volet (900, 906), ``sentence`` is for a person."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        self.sentence = sentence
        super().__init__(code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The person as the document names them; empty where it is silent."""

    birth_name: str = ""
    given_names: str = ""
    first_given_name: str = ""
    birth_date: str = ""
    sex: str = ""
    birth_place: str = ""
    used_name: str = ""
    matricule: str = ""
    ins_oid: str = ""

    @property
    def has_ins(self) -> bool:
        return bool(self.matricule and self.ins_oid)

    @property
    def is_silent(self) -> bool:
        return not (self.birth_name or self.used_name or self.matricule)

    @property
    def display_name(self) -> str:
        """« Irène DUPONT », as the document writes it."""
        given = self.first_given_name or self.given_names.split(" ")[0]
        return f"{given.title()} {(self.used_name or self.birth_name).upper()}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedCda:
    """A CDA that was read. ``body`` is empty for a structured document, which :func:`gateway.html_of` shows."""

    oid: str
    set_oid: str
    version: int
    type_code: str
    type_system: str
    type_label: str
    class_code: str
    title: str
    effective_at: datetime
    author_name: str
    author_structure: str
    signer_name: str
    identity: Identity
    service_start: datetime | None = None
    replaces_oid: str = ""
    confidentiality: str = "N"
    media_type: str = ""
    body: bytes = b""
    faults: tuple[str, ...] = ()
