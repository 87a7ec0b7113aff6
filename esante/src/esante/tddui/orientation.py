"""What the MDPH was asked and what it decided: demande d'orientation, décision, droit (CDAPH)."""

from __future__ import annotations

from dataclasses import dataclass

from esante.tddui.coded import Coded


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandeOrientation:
    """A request to the MDPH, ``id`` written number/MDPH; the four others are identifiers of documents."""

    id: str
    kind: Coded | None = None
    nature: Coded | None = None
    sent: str = ""
    answered: str = ""
    forms: tuple[str, ...] = ()
    receipt: str = ""
    answer: str = ""
    complements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PriseCharge:
    """How much care: ``value`` of ``unit`` (jour, demi-journée) every ``frequency`` (UCUM: a, mo, wk, d)."""

    mode: Coded | None = None
    value: int | None = None
    unit: str = ""
    frequency: Coded | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailPrestation:
    """Where the right is to be used; ``qualification``: target or alternative; ``structures``: Struct_IdNat designated."""

    qualification: Coded
    temporality: Coded | None = None
    precision: Coded | None = None
    sequential: bool | None = None
    training: str = ""
    amount: float | None = None
    structures: tuple[str, ...] = ()
    care: tuple[PriseCharge, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Droit:
    """A right given from ``opened`` to ``due``; ``pag``: plan d'accompagnement global; ``creton`` for adult children."""

    category: Coded
    kind: Coded
    nature: Coded
    opened: str
    due: str
    pag: bool
    pag_end: Coded | None = None
    creton: bool | None = None
    rate: float | None = None
    compensation: Coded | None = None
    comment: str = ""
    detail: DetailPrestation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision of the CDAPH; ``mdph`` is the system of its identifiers; ``demande`` the request it answers, if known.

    ``kind`` "1" gives a right, "5" closes one (then ``closing`` says when and ``replaces`` which).
    """

    id: str
    kind: Coded
    mdph: str = ""
    demande: str = ""
    replaces: tuple[str, ...] = ()
    registration: str = ""
    national: str = ""
    allocataire: str = ""
    closing: str = ""
    date: str = ""
    motives: tuple[Coded, ...] = ()
    local_motives: tuple[str, ...] = ()
    comment: str = ""
    right: Droit | None = None
