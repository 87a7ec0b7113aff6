"""The metadata of a lot: entries, submission set, folders, associations (ITI TF-3 §4.2.3, dmp-ins §2.6).

Compound values keep their wire text (XCN of a person, XON of a structure, CX of a patient) so that nothing received is
lost; :mod:`esante.xds.forms` reads them. Times are ``YYYYMMDDhhmmss`` UTC texts, of any precision when received.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from esante.cisis import Code
from esante.xds.names import STABLE, AssociationType

Slots: TypeAlias = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote: one person or system, acting for structures."""

    person: str = ""
    institutions: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    specialties: tuple[str, ...] = ()
    telecoms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEntry:
    """One document.

    ``id``: symbolic in a submission, the entryUUID once registered. ``unique_id``: the document's own OID, equal to
    the CDA id. ``logical_id``: constant across metadata versions. ``hash`` (SHA-1, 40 hex), ``size`` (bytes),
    ``repository_id``, ``logical_id``, ``status``, ``version``: given by the server, never invented in a deposit.
    ``extra``: slots we do not know, kept as received.
    """

    id: str
    unique_id: str = ""
    patient_id: str = ""
    mime_type: str = "text/xml"
    object_type: str = STABLE
    title: str = ""
    comments: str = ""
    class_code: Code | None = None
    type_code: Code | None = None
    format_code: Code | None = None
    facility_type: Code | None = None
    practice_setting: Code | None = None
    confidentiality: tuple[Code, ...] = ()
    event_codes: tuple[Code, ...] = ()
    authors: tuple[Author, ...] = ()
    legal_authenticator: str = ""
    creation_time: str = ""
    service_start: str = ""
    service_stop: str = ""
    language: str = "fr-FR"
    source_patient_id: str = ""
    source_patient_info: tuple[str, ...] = ()
    reference_ids: tuple[str, ...] = ()
    hash: str = ""
    size: int | None = None
    repository_id: str = ""
    uri: str = ""
    logical_id: str = ""
    status: str = ""
    version: str = ""
    home: str = ""
    availability: str = ""
    extra: Slots = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionSet:
    """One lot: who sends it, when, for whom. ``source_id`` is the OID of the sending software instance."""

    id: str = "SubmissionSet01"
    unique_id: str = ""
    source_id: str = ""
    patient_id: str = ""
    submission_time: str = ""
    title: str = ""
    comments: str = ""
    content_type: Code | None = None
    authors: tuple[Author, ...] = ()
    recipients: tuple[str, ...] = ()
    status: str = ""
    version: str = ""
    logical_id: str = ""
    home: str = ""
    extra: Slots = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder of documents. The DMP has none; IHE registries do."""

    id: str
    unique_id: str = ""
    patient_id: str = ""
    title: str = ""
    comments: str = ""
    codes: tuple[Code, ...] = ()
    last_update: str = ""
    status: str = ""
    version: str = ""
    logical_id: str = ""
    home: str = ""
    extra: Slots = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """A link from ``source`` to ``target`` (object ids). The slots that give it its meaning are fields."""

    id: str
    type: AssociationType | str
    source: str
    target: str
    submission_set_status: str = ""
    previous_version: str = ""
    original_status: str = ""
    new_status: str = ""
    propagation: str = ""
    status: str = ""
    home: str = ""
    extra: Slots = field(default_factory=dict)


RegistryObject: TypeAlias = DocumentEntry | SubmissionSet | Folder | Association


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """The metadata of one lot, in the order they are written."""

    sets: tuple[SubmissionSet, ...] = ()
    entries: tuple[DocumentEntry, ...] = ()
    folders: tuple[Folder, ...] = ()
    associations: tuple[Association, ...] = ()

    @property
    def submission_set(self) -> SubmissionSet:
        """The only submission set. Raises ``ValueError`` when there is none, or several."""
        (only,) = self.sets
        return only

    def objects(self) -> Iterator[RegistryObject]:
        """Every object, in the order they are written."""
        yield from self.sets
        yield from self.entries
        yield from self.folders
        yield from self.associations

    def entry(self, identifier: str) -> DocumentEntry | None:
        """The entry of that ``id``, exact case."""
        return next((entry for entry in self.entries if entry.id == identifier), None)
