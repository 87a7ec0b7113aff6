"""A clinical document in memory: its header, and one of the two bodies CDA knows.

Source: HL7 CDA R2; CI-SIS «Structuration minimale des documents de santé» 1.16, whose elements are named in brackets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from esante.cisis import Address, Code, Ins, Professional, StructId, Structure, Telecom, Traits, confidentiality, oids
from esante.cisis.actors import hl7v2

from .narrative import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A system that authors a document (assignedAuthoringDevice): an export of the record, an automaton.

    `id` is a PS_IdNat of system, `3` + FINESS + `/` + local id.
    """

    id: str
    software: str
    model: str = ""
    profession: Code | None = None
    structure: Structure | None = None

    @property
    def id_value(self) -> str:
        return self.id

    @property
    def xcn(self) -> str:
        """authorPerson of a system: identifier, software, model."""
        return f"{hl7v2(self.id)}^{hl7v2(self.software)}^{hl7v2(self.model)}^^^^^^&{oids.PS}&ISO^D^^^IDNPS"

    @property
    def xon(self) -> str:
        return self.structure.xon if self.structure else ""


Actor = Professional | Device


@dataclass(frozen=True, slots=True)
class Author:
    """Someone, or a system, taking a part in the document, and when: author, legalAuthenticator, dataEnterer."""

    professional: Actor
    time: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardian:
    """Who represents the person (patient/guardian): a person, or an organisation."""

    family: str = ""
    given: str = ""
    structure_id: str = ""
    structure_name: str = ""
    telecoms: tuple[Telecom, ...] = ()
    address: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """The person (recordTarget/patientRole): INS when it may be transmitted, traits, local identifier (OID, value)."""

    ins: Ins | None
    traits: Traits
    ipp: tuple[str, str] | None = None
    other_ids: tuple[tuple[str, str], ...] = ()
    address: Address | None = None
    telecoms: tuple[Telecom, ...] = ()
    guardian: Guardian | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Informant:
    """Someone close to the person (informant/relatedEntity).

    kind: NOK trusted person, ECON emergency contact, CAREGIVER, PAT cared for, CON informer. `relation` is of JDV_J11.
    """

    kind: str
    relation: Code | None = None
    family: str = ""
    given: str = ""
    telecoms: tuple[Telecom, ...] = ()
    address: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Another professional concerned (participant): type INF with function PCP is the médecin traitant."""

    type: str
    professional: Professional
    function: Code | None = None
    time: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A documented act (documentationOf/serviceEvent). The first one is the main act.

    The performer's structure carries the practice setting (standardIndustryClassCode, JDV_J04).
    """

    start: datetime | None
    stop: datetime | None = None
    code: Code | None = None
    performer: Actor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """The care the document belongs to (componentOf/encompassingEncounter); `sector` is of JDV_J02."""

    sector: Code | None
    start: datetime | None
    stop: datetime | None = None
    type: Code | None = None
    structure: Structure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Everything DMP, XDS and MSSanté read of a document.

    document_id  unique to this version: an OID, or `OID^extension`; XDS uniqueId is the same text
    set_id       common to every version of the document
    type_code    JDV_J07; its class is `cisis.class_of`
    services     documented acts, the main one first
    replaces     identifier of the document this one replaces (relatedDocument RPLC)

    Masking flags (MASQUE_PS…) are not written in a CDA: they are metadata of its submission.
    """

    document_id: str
    set_id: str
    version: int
    type_code: Code
    title: str
    effective_time: datetime | None
    patient: Patient
    authors: tuple[Author, ...]
    legal_authenticator: Author | None
    custodian: Structure | None
    services: tuple[Service, ...]
    encounter: Encounter | None
    confidentiality: Code = field(default_factory=lambda: confidentiality("N"))
    language: str = "fr-FR"
    replaces: str | None = None
    informants: tuple[Informant, ...] = ()
    participants: tuple[Participant, ...] = ()
    recipients: tuple[Professional, ...] = ()
    orders: tuple[str, ...] = ()

    @property
    def service_start(self) -> datetime | None:
        return self.services[0].start if self.services else None

    @property
    def service_stop(self) -> datetime | None:
        return self.services[0].stop if self.services else None

    @property
    def performer(self) -> Actor | None:
        return self.services[0].performer if self.services else None

    @property
    def practice_setting(self) -> Code | None:
        """practiceSettingCode: the main performer's frame of care."""
        performer = self.performer
        return performer.structure.practice_setting if performer and performer.structure else None

    @property
    def sector(self) -> Code | None:
        """healthcareFacilityTypeCode."""
        return self.encounter.sector if self.encounter else None

    @property
    def event_codes(self) -> tuple[Code, ...]:
        """eventCodeList: codes of the documented acts."""
        return tuple(service.code for service in self.services if service.code)


@dataclass(frozen=True, slots=True)
class Media:
    """A file inside a document."""

    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class NonXmlBody:
    """A body that is one file («niveau 1»); `data` is empty when its base64 is broken."""

    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of a structured body: the `narrative` a person reads, the `element` whose entries a program reads."""

    title: str
    code: Code | None
    template_ids: tuple[str, ...]
    narrative: tuple[Node | str, ...]
    subsections: tuple[Section, ...] = ()
    element: Any = field(repr=False, compare=False, default=None)

    @property
    def text(self) -> str:
        """The narrative as plain words, without its markup."""
        return " ".join(" ".join(n if isinstance(n, str) else n.text for n in self.narrative).split())


@dataclass(frozen=True, slots=True)
class StructuredBody:
    """Sections («niveau 3»), and the media their narrative shows, by identifier of observationMedia."""

    sections: tuple[Section, ...]
    media: Mapping[str, Media] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicalDocument:
    """A decoded document: `raw` are the bytes received, untouched; `element` its ClinicalDocument element."""

    header: Header
    body: NonXmlBody | StructuredBody
    raw: bytes = field(repr=False)
    template_ids: tuple[str, ...] = ()
    self_presenting: bool = False
    element: Any = field(repr=False, compare=False, default=None)

    @property
    def is_structured(self) -> bool:
        return isinstance(self.body, StructuredBody)


def structure_id(text: str) -> StructId | None:
    """The identifier of a structure, None when a received one has no national shape."""
    try:
        return StructId.parse(text)
    except ValueError:
        return None
