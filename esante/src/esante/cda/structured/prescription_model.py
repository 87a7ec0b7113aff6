"""A prescription of medicines and devices (eP-MED-DM 2024.01), in the words of who writes one.

Source: CI-SIS volet «ePrescription de médicaments et/ou de dispositifs médicaux»; IHE Pharmacy PRE.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from esante.cisis import Code


class Circumstance(Enum):
    """What the whole prescription falls under: code of the TA_ASIP, label."""

    AT_HOME = ("MED-1094", "Exécution à domicile")
    URGENT = ("MED-1095", "Exécution en urgence")
    TWO_ZONES = ("MED-1096", "Prescription bizone")
    EXCEPTION = ("MED-1097", "Prescription médicaments d'exception")
    SECURED = ("MED-1098", "Ordonnance sécurisée")
    LARGE_DEVICE = ("MED-1132", "Prescription grand appareillage")
    MILITARY = ("MED-1159", "Affection militaire")


@dataclass(frozen=True, slots=True)
class Cover:
    """Under which cover a line is served. A prescriber who says nothing says no."""

    ald: bool = False
    work_accident: bool = False
    prevention: bool = False
    not_refunded: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity and its UCUM (or EDQM) unit: `{tablet}`, `mg`, `30009000` for a box; empty for a bare count."""

    value: Decimal
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Dose:
    """How much at a time: from `low` to `high`, the same when it is one dose."""

    low: Amount
    high: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stage of a progressive dose: from `start`, for `days`, `dose` every `every` (unit `h` or `d`)."""

    text: str
    start: date | None = None
    days: int | None = None
    every: Amount | None = None
    dose: Dose | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dosage:
    """A structured posology. With `steps` the dose changes over time; without, `every` and `dose` hold to the end.

    route        EDQM standard terms
    max_per_day  most that may be given in a day
    """

    route: Code | None = None
    every: Amount | None = None
    dose: Dose | None = None
    max_per_day: Amount | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Medicine:
    """A medicine on a prescription. `posology` is what the person reads; `dosage` is the same said to a program.

    code            CIS (or any terminology); None for a magistral preparation or a name typed by hand
    other_codes     the same product elsewhere: CIP, Médicabase
    duration        how long, in the prescriber's words; `start` and `end` are the same in dates
    keep_brand      why nothing may be put in its place; empty lets the pharmacist substitute
    """

    name: str
    posology: str
    code: Code | None = None
    other_codes: tuple[Code, ...] = ()
    form: Code | None = None
    generic: Code | None = None
    duration: str = ""
    start: date | None = None
    end: date | None = None
    dosage: Dosage | None = None
    renewals: int = 0
    quantity: Amount | None = None
    keep_brand: str = ""
    cover: Cover = field(default_factory=Cover)
    off_label: bool = False
    precondition: str = ""
    to_patient: str = ""
    to_pharmacist: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appliance:
    """A medical device on a prescription; `code` is of the EMDN, `other_codes` hold its LPP."""

    name: str
    code: Code | None = None
    other_codes: tuple[Code, ...] = ()
    start: date | None = None
    end: date | None = None
    rental_days: int | None = None
    quantity: int = 1
    renewals: int = 0
    cover: Cover = field(default_factory=Cover)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prescription:
    """What is prescribed, until when it may be served, and the paper it copies (a PDF).

    valid_until  None when the prescriber has set no end: the document says it is unknown
    number       the e-prescription's own number (`root^extension`), when the Assurance Maladie has given one
    """

    valid_from: datetime | None
    valid_until: datetime | None
    pdf: bytes = field(repr=False)
    medicines: tuple[Medicine, ...] = ()
    appliances: tuple[Appliance, ...] = ()
    comment: str = ""
    circumstances: tuple[Circumstance, ...] = ()
    number: str = ""


def missing_of_prescription(content: Prescription) -> tuple[str, ...]:
    """What keeps this from being a prescription, in French sentences; empty when nothing does."""
    lacks = []
    if not content.medicines and not content.appliances:
        lacks.append("Rien n'est prescrit : ajoutez un médicament ou un dispositif médical.")
    if content.valid_from is None:
        lacks.append("Le début de validité de l'ordonnance est obligatoire.")
    elif content.valid_until and content.valid_until < content.valid_from:
        lacks.append("L'ordonnance finit avant de commencer : corrigez ses dates de validité.")
    if not content.pdf.startswith(b"%PDF-"):
        lacks.append("La copie PDF de l'ordonnance manque.")
    for rank, medicine in enumerate(content.medicines, 1):
        lacks += [f"Médicament {rank} : {lack}" for lack in _lacks_of_medicine(medicine)]
    for rank, appliance in enumerate(content.appliances, 1):
        lacks += [f"Dispositif {rank} : {lack}" for lack in _lacks_of_appliance(appliance)]
    return tuple(lacks)


def _lacks_of_medicine(medicine: Medicine) -> list[str]:
    lacks = [] if medicine.name.strip() else ["son nom manque."]
    if not medicine.posology.strip():
        lacks.append("sa posologie manque.")
    if medicine.dosage and medicine.dosage.steps and (medicine.dosage.every or medicine.dosage.dose):
        lacks.append("la posologie est donnée à la fois par étapes et d'un seul tenant.")
    if medicine.dosage and any(not step.text.strip() for step in medicine.dosage.steps):
        lacks.append("une étape de la posologie n'est pas dite en clair.")
    return lacks + _lacks_of_line(medicine.renewals, medicine.start, medicine.end)


def _lacks_of_appliance(appliance: Appliance) -> list[str]:
    lacks = [] if appliance.name.strip() else ["son nom manque."]
    if appliance.quantity < 1:
        lacks.append("sa quantité doit être d'au moins un.")
    return lacks + _lacks_of_line(appliance.renewals, appliance.start, appliance.end)


def _lacks_of_line(renewals: int, start: date | None, end: date | None) -> list[str]:
    lacks = [] if renewals >= 0 else ["le nombre de renouvellements ne peut être négatif."]
    if start and end and end < start:
        lacks.append("la fin est avant le début.")
    return lacks
