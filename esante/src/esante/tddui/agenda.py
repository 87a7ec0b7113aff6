"""What happens day after day: events, presences and absences, transports, meals, school, own means of moving."""

from __future__ import annotations

from dataclasses import dataclass

from esante.cisis import Address
from esante.tddui.coded import Coded


@dataclass(frozen=True, slots=True, kw_only=True)
class Evenement:
    """An event of the agenda; ``status`` of JDV_J281: PLANIFIE, VALIDE, TERMINE, ANNULE.

    ``outside``: not foreseen by the projet; ``present``: the usager has to be there; ``meal``: of the professional;
    ``participants``: PS_IdNat; ``modified``: last change (moment).
    """

    id: str
    start: str
    end: str
    status: str = "PLANIFIE"
    cancel_reason: Coded | None = None
    types: tuple[Coded, ...] = ()
    label: str = ""
    reason: str = ""
    comments: tuple[str, ...] = ()
    report: str = ""
    place: str = ""
    outside: bool | None = None
    present: bool | None = None
    meal: bool | None = None
    structure: str = ""
    sejour: str = ""
    participants: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceAbsence:
    """A presence (``kind`` "1") or an absence ("2", JDV_J405: its ``reason`` of JDV_J406 is then required)."""

    id: str
    start: str
    end: str
    kind: str = "1"
    reason: Coded | None = None
    planned: bool | None = None
    billed: bool | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transport:
    """A journey of the usager, or of ``professional`` (PS_IdNat). Costs in euros, distance in km, duration in minutes."""

    id: str
    start: str
    end: str
    status: str = "TERMINE"
    professional: str = ""
    evenement: str = ""
    carrier: str = ""
    mode: Coded | None = None
    motor: Coded | None = None
    departure: Address | None = None
    destination: Address | None = None
    planned_cost: float | None = None
    cost: float | None = None
    distance: float | None = None
    duration: float | None = None
    accompanied: bool | None = None
    aseptic: bool | None = None
    nature: Coded | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Repas:
    """A meal of the usager; ``kind`` of TRE_R425."""

    id: str
    date: str
    present: bool
    kind: Coded | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodeScolaire:
    """A period at school; ``half_days`` a week, ``school`` a Struct_IdNat."""

    id: str
    start: str = ""
    end: str = ""
    school: str = ""
    teaching: tuple[Coded, ...] = ()
    diplomas: tuple[Coded, ...] = ()
    half_days: float | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mobilite:
    """The person's own means of moving, and how it is fitted out."""

    mode: Coded
    fitting: str = ""
