"""What the gateway brings back from the DMP, in the words of the house (no XML, no XDS above this line)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alentour.dmp.enums import Authorization, DmpState, EntryState


class DmpRefused(Exception):
    """The DMP, or the rule it follows, says no: ``code`` and ``raw`` are its own, ``sentence`` is for a person."""

    def __init__(self, code: str, sentence: str, *, raw: str = "", retry: bool = False) -> None:
        self.code = code
        self.sentence = sentence
        self.raw = raw
        self.retry = retry
        super().__init__(code)


class DmpUnreachable(Exception):
    """Nobody answers."""

    sentence = "Le DMP ne répond pas pour le moment."

    def __init__(self, why: str = "") -> None:
        self.why = why
        super().__init__(why)


class DmpOff(Exception):
    """No DMP is configured, or the structure has no certificate: a word for who administers, not a failure to retry."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """TD0.2 (specs/dmp-ins §2.3)."""

    state: DmpState
    authorization: Authorization
    code: str
    treating_physician: bool
    attached_to_ens: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEntry:
    """A document of the registry, current metadata."""

    unique_id: str
    entry_uuid: str
    lid: str
    metadata_version: str
    state: EntryState
    title: str
    type_code: str
    type_label: str
    class_code: str
    mime_type: str
    author_name: str
    author_structure: str
    created_in_source: datetime | None
    service_start: datetime | None
    hash: str
    size: int | None
    repository_id: str
    visibility: tuple[str, ...]
    by_person: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search says: entries, ``replaced`` (old uniqueId or entryUUID → new uniqueId), ``states`` (entryUUID → status)."""

    entries: tuple[FoundEntry, ...] = ()
    replaced: dict[str, str] | None = None
    states: dict[str, EntryState] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposited:
    """TD2.1 accepted. ``already`` when the same document was there before."""

    lot: str
    message_id: str
    already: bool = False
    warnings: tuple[str, ...] = ()
