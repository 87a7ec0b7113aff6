"""The projet personnalisé and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass

from esante.tddui.coded import Coded


@dataclass(frozen=True, slots=True)
class Accord:
    """An agreement signed on ``date`` by a professional (PS_IdNat), or by the usager when ``author`` is ""."""

    date: str
    author: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Projet:
    """Projet personnalisé; at least one agreement of the structure. ``status`` of JDV_J281: ENCOURS, TERMINE…

    ``kind`` of JDV_J367; ``communication``: how it was explained; ``attachments``: identifiers of documents.
    """

    id: str
    title: str
    status: str = "ENCOURS"
    kind: Coded | None = None
    description: str = ""
    communication: str = ""
    start: str = ""
    end: str = ""
    accords_structure: tuple[Accord, ...]
    accords_usager: tuple[Accord, ...] = ()
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attente:
    """What is hoped for, and by whom (``origin``, free text: Usager, Famille…)."""

    id: str
    origin: str
    description: str
    projet: str = ""
    status: str = "ACTIF"
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjetVie:
    """Projet de vie: what the person wants of life."""

    id: str
    title: str
    status: str = "ACTIF"
    start: str = ""
    due: str = ""
    aspirations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Besoin:
    """A need of a projet; ``kind`` of JDV_J285 (SERAFIN-PH besoins)."""

    id: str
    projet: str
    description: str
    kind: Coded | None = None
    analysis: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Objectif:
    """A goal; ``status`` ACTIF, TERMINE, ANNULE, ENPREPARATION; ``opinion`` is the usager's."""

    id: str
    title: str
    description: str
    projet: str = ""
    status: str = "ACTIF"
    domains: tuple[Coded, ...] = ()
    start: str = ""
    due: str = ""
    expected: str = ""
    opinion: str = ""
    strategy: str = ""
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
    expected: str = ""
    opinion: str = ""
    owner: str = ""
    objectifs: tuple[str, ...] = ()
    evaluations: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prestation:
    """A service given for an action; ``types`` of JDV_J283 and JDV_J284 (SERAFIN-PH prestations)."""

    id: str
    projet: str
    title: str
    status: str = "ACTIF"
    types: tuple[Coded, ...] = ()
    description: str = ""
    start: str = ""
    end: str = ""
    action: str = ""
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moyen:
    """A means or a resource used for an action."""

    id: str
    projet: str
    title: str
    status: str = "ACTIF"
    kind: Coded | None = None
    description: str = ""
    start: str = ""
    end: str = ""
    action: str = ""
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """What somebody (PS_IdNat, "" for the usager) wrote before or at a bilan."""

    text: str
    author: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bilan:
    """A review of a projet on ``date``; ``category`` of JDV_J366."""

    id: str
    projet: str
    date: str
    status: str = "TERMINE"
    category: Coded | None = None
    perimeter: str = ""
    problem: str = ""
    guests: tuple[str, ...] = ()
    next_date: str = ""
    preparations: tuple[Preparation, ...] = ()
    synthesis: Preparation | None = None
    attachments: tuple[str, ...] = ()
