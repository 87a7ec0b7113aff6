"""The contents of the two urgency documents of an EHPAD: the DLU, kept ready, and the FLUDT, written at departure.

Source: CI-SIS volet «Document de liaison d'urgence EHPAD» 2022.01 (DLU-DLU and DLU-FLUDT). In both, `None` says
«not known», an empty tuple says «none»: the document tells one from the other in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

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


class Enclosed(Enum):
    """What may travel with a DLU (JDV_ChecklistDLU): code of TA_ASIP, label."""

    CARTE_VITALE = ("DLU_006", "Attestation de la carte vitale")
    MUTUELLE = ("DLU_007", "Attestation de mutuelle")
    IDENTITY = ("DLU_008", "Photocopie de la carte d’identité")
    AGGIR = ("DLU_009", "Grille AGGIR (la plus récente)")
    DIRECTIVES = ("DLU_010", "Photocopie des directives anticipées")
    PRESCRIPTIONS = ("DLU_011", "Photocopies des ordonnances en cours")
    MEDICINES = ("DLU_012", "Tableau d’administration des médicaments")
    HOSPITAL_REPORT = ("DLU_014", "CR de la dernière hospitalisation")
    RESISTANT = ("DLU_015", "Fiche BMR (bactérie multi-résistante)")
    CARE = ("DLU_016", "Fiche ou carnet de suivi des soins")
    PACEMAKER = ("DLU_017", "Carnet de suivi du pacemaker ou du défibrillateur implantable")
    BLOOD = ("DLU_018", "Carte de groupe sanguin (si à jour)")
    CAPACITIES = ("DLU_019", "Liste des capacités en soins de l’EHPAD")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A PDF that travels with the DLU, and what it is."""

    kind: Enclosed
    pdf: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Dlu:
    """The document de liaison d'urgence.

    alerts         what must be read first
    mind, handicaps, mobility, risks   état psychique, handicaps et déficits, déplacements et transferts, autres risques
    gir            the GIR (1 to 6)
    resistant      whether the person carries a multi-resistant bacterium; `resistant_text` says which
    palliative     whether palliative care is under way
    hospital       the hospital of preference
    enclosures     what travels with it: the volet asks for one at least
    """

    alerts: tuple[str, ...] = ()
    allergies: tuple[Allergy, ...] | None = None
    problems: tuple[Problem, ...] | None = None
    history: tuple[Problem, ...] | None = None
    surgeries: tuple[Surgery, ...] | None = None
    treatments: tuple[Treatment, ...] | None = None
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
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fludt:
    """The sheet written when someone leaves the EHPAD for the emergency ward.

    `awake` says whether the person is conscious and awake, `consciousness` says more in words; `pains` are the places of recent
    pains, in words.
    """

    reason: str
    leaves_at: datetime
    destination: str = ""
    vital_signs: tuple[VitalSign, ...] | None = None
    awake: bool | None = None
    consciousness: str = ""
    pains: tuple[str, ...] | None = None
    treatments: tuple[Treatment, ...] | None = None
    last_medicine: datetime | None = None
    last_meal: datetime | None = None
    devices: tuple[Device, ...] | None = None
    comment: str = ""
