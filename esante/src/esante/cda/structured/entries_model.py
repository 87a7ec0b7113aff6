"""What the entries of structured documents say: each has its French words, and codes only when they are known.

Source: CI-SIS volet «Modèles de contenus CDA» (entries FR-…). A field left empty is not written, or is written as
unknown in the way the CI-SIS accepts; it is never invented. Words are what a person reads, so they are never empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from esante.cisis import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Allergy:
    """An allergy or intolerance: the substance in words, what it does, and since when."""

    text: str
    code: Code | None = None
    reaction: str = ""
    severe: bool = False
    since: date | None = None
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A disease or problem in words, its code (CIM-10) when known; `active` false when it is over."""

    text: str
    code: Code | None = None
    since: date | None = None
    until: date | None = None
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Surgery:
    """An operation or an important act of care already done."""

    text: str
    code: Code | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """A medicine being taken.

    medicine   its name as it is said; `code` is of CIS or ATC when known
    dose       the posology in words («1 comprimé»)
    moments    when it is taken, in words («matin», «coucher»)
    as_needed  taken only when needed; `why` says for what
    """

    medicine: str
    dose: str = ""
    moments: tuple[str, ...] = ()
    code: Code | None = None
    route: Code | None = None
    since: date | None = None
    until: date | None = None
    as_needed: bool = False
    why: str = ""
    last_taken: datetime | None = None

    @property
    def posology(self) -> str:
        """The whole posology in one line."""
        need = f"si besoin{f' : {self.why}' if self.why else ''}" if self.as_needed else ""
        return ", ".join(part for part in (self.dose, *self.moments, need) if part)


class Vital(Enum):
    """The vital signs of an urgency document: LOINC code, label, the words of care, unit UCUM."""

    PULSE = ("8867-4", "Fréquence cardiaque", "Pouls", "/min")
    TEMPERATURE = ("8310-5", "Température corporelle", "Température", "Cel")
    WEIGHT = ("29463-7", "Poids", "Poids", "kg")
    HEIGHT = ("8302-2", "Taille", "Taille", "cm")
    SYSTOLIC = ("8480-6", "Pression artérielle systolique", "Tension artérielle haute", "mm[Hg]")
    DIASTOLIC = ("8462-4", "Pression artérielle diastolique", "Tension artérielle basse", "mm[Hg]")
    BREATHING = ("9279-1", "Fréquence respiratoire", "Fréquence respiratoire", "/min")
    SATURATION = ("20564-1", "Saturation en O2", "Saturation en oxygène", "%")

    @property
    def loinc(self) -> str:
        return self.value[0]

    @property
    def label(self) -> str:
        return self.value[1]

    @property
    def words(self) -> str:
        return self.value[2]

    @property
    def unit(self) -> str:
        return self.value[3]


@dataclass(frozen=True, slots=True, kw_only=True)
class VitalSign:
    """A measure: its kind fixes code and unit (°C, kg, cm, mmHg, %, per minute)."""

    kind: Vital
    value: Decimal
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something observed and said in words: a risk, a deficiency, a habit, a state; `at` when it was observed."""

    text: str
    code: Code | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vaccination:
    """A vaccine given: its name or what it protects from, and the day."""

    text: str
    code: Code | None = None
    on: date | None = None


class Belonging(Enum):
    """A prosthesis or personal object that leaves with the person, in the words of care."""

    GLASSES = "Lunettes"
    UPPER_DENTURE = "Prothèse dentaire du haut"
    LOWER_DENTURE = "Prothèse dentaire du bas"
    RIGHT_HEARING_AID = "Appareil auditif droit"
    LEFT_HEARING_AID = "Appareil auditif gauche"
    OTHER = "Autre objet personnel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A device, prosthesis or personal object the person goes with; `text` names it or says more."""

    kind: Belonging = Belonging.OTHER
    text: str = ""
    code: Code | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """What is known of advance directives (JDV_TypeDirectiveAnticipee): their existence, and where to find them."""

    exists: bool | None
    text: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Someone to reach, as the narrative says it: name, link with the person, telephone.

    The header's `Informant` says the same for programs (NOK personne de confiance, ECON à prévenir).
    """

    name: str
    link: str = ""
    telephone: str = ""
    trusted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The result of an examination, as received: its name, its value and unit in words, the day."""

    text: str
    value: str = ""
    code: Code | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a structured document says, offered to a reader who accepts each line or not."""

    allergies: tuple[Allergy, ...] = ()
    problems: tuple[Problem, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    vital_signs: tuple[VitalSign, ...] = ()
    results: tuple[Result, ...] = ()
    vaccinations: tuple[Vaccination, ...] = ()
