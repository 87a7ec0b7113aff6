"""Shapes of the cast and its loader."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

TEST_OID = "1.2.250.1.213.1.4.10"
NIA_OID = "1.2.250.1.213.1.4.9"


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """An establishment. `id` is its Struct_IdNat (`1`+FINESS or `3`+SIRET); `mailbox` its ORG mailbox or empty;
    `members` the keys of the professionals who read that mailbox; `category` the FINESS category code."""

    key: str
    id: str
    name: str
    sector: str
    practice_setting: str
    category: str
    line: str
    postal_code: str
    city: str
    cog: str
    phone: str
    mailbox: str
    members: tuple[str, ...]

    @property
    def finess(self) -> str:
        """FINESS number, or empty when the structure is known by its SIRET."""
        return self.id[1:] if self.id.startswith("1") else ""

    @property
    def siret(self) -> str:
        """SIRET number, or empty when the structure is known by its FINESS."""
        return self.id[1:] if self.id.startswith("3") else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Professional:
    """Someone who logs in with Pro Santé Connect.

    `profession` is a code of TRE_G15 (`10` médecin, `21` pharmacien, `60` infirmier), empty for a professional known by
    a `role` of TRE_R85 (`313` aide-soignant…); `skill` a code of TRE_R38 (`SM26`) or empty. `scene` says what they live today.
    """

    key: str
    rpps: str
    civility: str
    family: str
    given: str
    metier: str
    profession: str
    role: str
    skill: str
    structure: str
    mailbox: str
    scene: str = ""

    @property
    def idnps(self) -> str:
        """National identifier: `8` followed by the RPPS number."""
        return f"8{self.rpps}"

    @property
    def name(self) -> str:
        """Given name then family name in capitals, with « Dr » for a physician."""
        return f"{'Dr ' if self.profession == '10' else ''}{self.given} {self.family.upper()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citizen:
    """Someone the national services know.

    `matricule` is the 15-character INS (key included); `history` older ones; `insi` a special answer of INSi
    (`siram_40`), `dmp` is `active`, `terminated` or empty (no DMP); `ens` says whether Mon espace santé is open;
    `doctor` is the key of the declared médecin traitant.
    """

    key: str
    birth_name: str
    given_names: str
    first_given_name: str
    sex: str
    birth_date: str
    birth_place: str
    matricule: str
    oid: str = TEST_OID
    history: tuple[str, ...] = ()
    insi: str = ""
    dmp: str = ""
    ens: bool = False
    doctor: str = ""

    @property
    def name(self) -> str:
        """First given name then birth name, as the registers write them."""
        return f"{self.first_given_name} {self.birth_name}"

    @property
    def cx(self) -> str:
        """The INS in HL7 v2 CX form, as XDS.b writes a patient identifier."""
        return f"{self.matricule}^^^&{self.oid}&ISO^NH"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Everybody, by key."""

    structures: Mapping[str, Structure] = field(default_factory=dict)
    professionals: Mapping[str, Professional] = field(default_factory=dict)
    citizens: Mapping[str, Citizen] = field(default_factory=dict)

    def structure_of(self, professional: Professional) -> Structure:
        """Where a professional works."""
        return self.structures[professional.structure]

    def by_idnps(self, idnps: str) -> Professional | None:
        """The professional of a national identifier, `8`+RPPS."""
        return next((person for person in self.professionals.values() if person.idnps == idnps), None)

    def by_structure_id(self, struct_idnat: str) -> Structure | None:
        """The structure of a Struct_IdNat."""
        return next((known for known in self.structures.values() if known.id == struct_idnat), None)

    def by_matricule(self, matricule: str) -> Citizen | None:
        """The citizen of a 15-character INS, present or past."""
        for citizen in self.citizens.values():
            if matricule == citizen.matricule or matricule in citizen.history:
                return citizen
        return None


def load() -> Cast:
    """Read the cast's JSON files."""
    return Cast(
        structures={row["key"]: Structure(**_tuples(row, "members")) for row in _rows("structures")},
        professionals={row["key"]: Professional(**row) for row in _rows("professionals")},
        citizens={row["key"]: Citizen(**_tuples(row, "history")) for row in _rows("citizens")},
    )


def _rows(name: str) -> list[dict[str, Any]]:
    text = files("sandbox.cast").joinpath("data", f"{name}.json").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = json.loads(text)
    return rows


def _tuples(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: tuple(value) if name in names else value for name, value in row.items()}
