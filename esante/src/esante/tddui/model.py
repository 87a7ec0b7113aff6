"""The record of a usager as it is transferred: what the guide calls business objects, in our words (specs/fhir §1a).

Objects point at each other by their business identifiers (`LocalId.text`, PS_IdNat, Struct_IdNat), never by technical
ones: the consumer gives its own. Dates are YYYY-MM-DD texts; moments are ISO 8601 texts with a zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from esante.cisis import Address, Ins, Traits
from esante.fhirkit import Json
from esante.tddui.errors import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Usager:
    """The person. ``id`` is local (`LocalId.text`); ``mdph`` the number given by the first MDPH.

    ``birth_order``: rank in the birth register, asked for when there is no NIR.
    """

    id: str
    traits: Traits
    ins: Ins | None = None
    mdph: str = ""
    birth_order: int | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class Etablissement:
    """A structure: Struct_IdNat and name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Professionnel:
    """A professional: PS_IdNat and names."""

    id: str
    family: str
    given: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody close. ``relation`` of v3-RoleCode (SON…), ``role`` of v3-RoleClass (ECON emergency…), ``order`` 1 first."""

    family: str
    given: str = ""
    relation: str = ""
    role: str = ""
    phones: tuple[str, ...] = ()
    order: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sejour:
    """A stay in ``structure``; without ``end`` it is going on."""

    id: str
    structure: str
    admission: str = ""
    start: str = ""
    end: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Accord:
    """An agreement signed on ``date`` by a professional (PS_IdNat), or by the usager when ``author`` is ""."""

    date: str
    author: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Projet:
    """Projet personnalisé; at least one agreement of the structure. ``status`` of JDV_J281: ENCOURS, TERMINE…"""

    id: str
    title: str
    status: str = "ENCOURS"
    description: str = ""
    start: str = ""
    end: str = ""
    accords_structure: tuple[Accord, ...]
    accords_usager: tuple[Accord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Besoin:
    """A need of a projet."""

    id: str
    projet: str
    description: str
    analysis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Objectif:
    """A goal; ``status`` ACTIF, TERMINE, ANNULE, ENPREPARATION; ``opinion`` is the usager's."""

    id: str
    title: str
    description: str
    status: str = "ACTIF"
    start: str = ""
    due: str = ""
    expected: str = ""
    opinion: str = ""
    besoins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What is done for goals of a projet; ``owner`` PS_IdNat."""

    id: str
    projet: str
    title: str
    status: str = "ACTIF"
    description: str = ""
    start: str = ""
    end: str = ""
    owner: str = ""
    objectifs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """An AGGIR evaluation: letters by item (see `aggir.ITEMS`), adverbs by item (True: the person does it), GIR 1 to 6."""

    id: str
    date: str
    author: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)
    adverbs: Mapping[str, tuple[bool, bool, bool, bool]] = field(default_factory=dict)
    gir: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file of the record (``id`` of its kind, or any identifier the producer gives)."""

    id: str
    title: str
    media_type: str
    data: bytes = field(repr=False)
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A whole record. ``others``: resources received that have no place above, kept as they came; ``faults``: see `Fault`."""

    usager: Usager
    etablissements: tuple[Etablissement, ...] = ()
    professionnels: tuple[Professionnel, ...] = ()
    contacts: tuple[Contact, ...] = ()
    sejours: tuple[Sejour, ...] = ()
    projets: tuple[Projet, ...] = ()
    besoins: tuple[Besoin, ...] = ()
    objectifs: tuple[Objectif, ...] = ()
    actions: tuple[Action, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    documents: tuple[Document, ...] = ()
    others: tuple[Json, ...] = ()
    faults: tuple[Fault, ...] = ()
