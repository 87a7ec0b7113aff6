"""The record of a usager as it is transferred: what the guide calls business objects, in our words (specs/fhir §1a).

Objects point at each other by their business identifiers (`LocalId.text`, PS_IdNat, Struct_IdNat), never by technical
ones: the consumer gives its own. Dates are YYYY-MM-DD texts; moments are ISO 8601 texts with a zone. An empty text, None
or an empty tuple means the producer is silent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from esante.cisis import Address, Ins, Traits
from esante.fhirkit import Json
from esante.tddui.agenda import Evenement, Mobilite, PeriodeScolaire, PresenceAbsence, Repas, Transport
from esante.tddui.coded import Coded
from esante.tddui.errors import Fault
from esante.tddui.orientation import Decision, DemandeOrientation
from esante.tddui.plan import Action, Attente, Besoin, Bilan, Moyen, Objectif, Prestation, Projet, ProjetVie
from esante.tddui.sejour import Sejour


@dataclass(frozen=True, slots=True, kw_only=True)
class Usager:
    """The person. ``id`` is local (`LocalId.text`); ``mdph`` the number given by the first MDPH.

    ``birth_order``: rank in the birth register, asked for when there is no NIR. ``deceased``: date of death.
    """

    id: str
    traits: Traits
    ins: Ins | None = None
    mdph: str = ""
    birth_order: int | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    address: Address | None = None
    marital: Coded | None = None
    deceased: str = ""


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
    """Somebody close. ``relation`` of v3-RoleCode (SON…), ``role`` of v3-RoleClass (ECON emergency…), ``order`` 1 first.

    ``protection``: code of TRE_R217 when the person holds a legal protection (tutelle, curatelle, habilitation…).
    """

    family: str
    given: str = ""
    relation: str = ""
    role: str = ""
    protection: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    order: int | None = None
    id: str = ""
    birth_date: str = ""
    address: Address | None = None
    comment: str = ""


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
class Questionnaire:
    """Answers to another questionnaire (`SITUATION_SSIAD`, `SERAFIN`, AGGIR PH…): one simple value by linkId."""

    id: str
    questionnaire: str
    date: str = ""
    author: str = ""
    comment: str = ""
    answers: Mapping[str, bool | int | float | str | Coded] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file of the record (``id`` of its kind, or any identifier the producer gives); ``kind`` of TRE_A04 or LOINC."""

    id: str
    title: str
    media_type: str
    data: bytes = field(repr=False)
    date: str = ""
    kind: Coded | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A whole record.

    extras      what the guide has no place for, by name (transmissions, constantes, traitements…): read by our own software
    others      resources received that have no place above, kept as they came and sent again untouched
    kept        what a resource received said beyond our words, by key of the resource: sent again with it
    addresses   fullUrl received, by key, so that ``others`` still point at the right thing
    faults      see `Fault`
    """

    usager: Usager
    etablissements: tuple[Etablissement, ...] = ()
    professionnels: tuple[Professionnel, ...] = ()
    contacts: tuple[Contact, ...] = ()
    sejours: tuple[Sejour, ...] = ()
    evenements: tuple[Evenement, ...] = ()
    presences: tuple[PresenceAbsence, ...] = ()
    transports: tuple[Transport, ...] = ()
    repas: tuple[Repas, ...] = ()
    scolarite: tuple[PeriodeScolaire, ...] = ()
    mobilites: tuple[Mobilite, ...] = ()
    projets: tuple[Projet, ...] = ()
    attentes: tuple[Attente, ...] = ()
    projets_vie: tuple[ProjetVie, ...] = ()
    besoins: tuple[Besoin, ...] = ()
    objectifs: tuple[Objectif, ...] = ()
    actions: tuple[Action, ...] = ()
    prestations: tuple[Prestation, ...] = ()
    moyens: tuple[Moyen, ...] = ()
    bilans: tuple[Bilan, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    questionnaires: tuple[Questionnaire, ...] = ()
    demandes: tuple[DemandeOrientation, ...] = ()
    decisions: tuple[Decision, ...] = ()
    documents: tuple[Document, ...] = ()
    extras: Mapping[str, Sequence[Json]] = field(default_factory=dict)
    others: tuple[Json, ...] = ()
    kept: Mapping[str, Json] = field(default_factory=dict, repr=False)
    addresses: Mapping[str, str] = field(default_factory=dict, repr=False)
    faults: tuple[Fault, ...] = ()
