"""The contents of the two urgency documents of an EHPAD: the DLU, kept ready, and the FLUDT, written at departure.

Source: CI-SIS volet «Document de liaison d'urgence EHPAD» 2022.01 (DLU-DLU and DLU-FLUDT). In both, `None` says
«not known», an empty tuple says «none»: the document tells one from the other in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .entries_model import (
    Allergy,
    Contact,
    Device,
    Directive,
    Finding,
    Problem,
    Surgery,
    Treatment,
    Vaccination,
    VitalSign,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dlu:
    """The document de liaison d'urgence.

    alerts         what must be read first
    mind, handicaps, mobility, risks   état psychique, handicaps et déficits, déplacements et transferts, autres risques
    gir            the GIR (1 to 6)
    resistant      whether the person carries a multi-resistant bacterium; `resistant_text` says which
    palliative     whether palliative care is under way
    hospital       the hospital of preference
    """

    alerts: tuple[str, ...] = ()
    allergies: tuple[Allergy, ...] | None = None
    problems: tuple[Problem, ...] | None = None
    history: tuple[Problem, ...] | None = None
    surgeries: tuple[Surgery, ...] | None = None
    treatments: tuple[Treatment, ...] | None = None
    vital_signs: tuple[VitalSign, ...] | None = None
    mind: tuple[Finding, ...] | None = None
    handicaps: tuple[Finding, ...] | None = None
    mobility: tuple[Finding, ...] | None = None
    risks: tuple[Finding, ...] | None = None
    habits: tuple[Finding, ...] | None = None
    gir: int | None = None
    devices: tuple[Device, ...] | None = None
    resistant: bool | None = None
    resistant_text: str = ""
    directive: Directive | None = None
    palliative: bool | None = None
    hospital: str = ""
    vaccinations: tuple[Vaccination, ...] | None = None
    contacts: tuple[Contact, ...] | None = None
    comment: str = ""
    pdf: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fludt:
    """The sheet written when someone leaves the EHPAD for the emergency ward.

    `consciousness` and `pains` (the places of recent pains) are in words.
    """

    reason: str
    leaves_at: datetime
    destination: str = ""
    vital_signs: tuple[VitalSign, ...] | None = None
    consciousness: str = ""
    pains: tuple[str, ...] | None = None
    treatments: tuple[Treatment, ...] | None = None
    last_medicine: datetime | None = None
    last_meal: datetime | None = None
    devices: tuple[Device, ...] | None = None
    comment: str = ""
