"""Who takes part in an exchange: structures and professionals, and how XDS metadata write them.

Source: CI-SIS «Partage de documents», annexe métadonnées (authorPerson XCN, authorInstitution XON).
"""

from __future__ import annotations

from dataclasses import dataclass

from . import oids
from .codes import Code
from .identifiers import PsId, StructId


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address: the street lines as they are read, then postal code and city."""

    lines: tuple[str, ...] = ()
    postal_code: str = ""
    city: str = ""
    country: str = ""
    use: str = ""

    @property
    def on_one_line(self) -> str:
        place = " ".join(part for part in (self.postal_code, self.city) if part)
        return ", ".join(part for part in (*self.lines, place, self.country) if part)


@dataclass(frozen=True, slots=True)
class Telecom:
    """A way to reach somebody: `tel:0299000000`, `mailto:…`, and its use (H, WP, MC, EC…)."""

    value: str
    use: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """An establishment, practice or service; `sector` is of JDV_J02, `practice_setting` of JDV_J04."""

    id: StructId | None
    name: str
    sector: Code | None = None
    practice_setting: Code | None = None
    telecom: str = ""
    address: Address | None = None

    @property
    def xon(self) -> str:
        """`name^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^id`: authorInstitution."""
        if self.id is None:
            return hl7v2(self.name)
        return f"{hl7v2(self.name)}^^^^^&{oids.STRUCT}&ISO^IDNST^^^{hl7v2(self.id.value)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Professional:
    """A person acting for a structure; `id` is a text when a received document gives one of no national shape.

    title       DR, PR… (JDV_J246), written as the suffix of the name
    civility    M or MME (JDV_J245), written as its prefix
    profession  trade of JDV_J01
    """

    id: PsId | str
    family: str
    given: str = ""
    title: str = ""
    civility: str = ""
    profession: Code | None = None
    structure: Structure | None = None
    telecoms: tuple[Telecom, ...] = ()
    address: Address | None = None

    @property
    def id_value(self) -> str:
        return self.id if isinstance(self.id, str) else self.id.value

    @property
    def xcn(self) -> str:
        """`id^family^given^^^^^^&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS`: authorPerson, legalAuthenticator."""
        names = f"{hl7v2(self.family)}^{hl7v2(self.given)}"
        return f"{hl7v2(self.id_value)}^{names}^^^^^^&{oids.PS}&ISO^D^^^IDNPS"

    @property
    def xon(self) -> str:
        """authorInstitution of the structure acted for; empty without one."""
        return self.structure.xon if self.structure else ""


def hl7v2(text: str) -> str:
    r"""Escape the delimiters of an HL7 v2 field (v2.5 §2.7): `^` becomes `\S\`, `&` `\T\`, and so on."""
    escapes = {"\\": "\\E\\", "|": "\\F\\", "^": "\\S\\", "&": "\\T\\", "~": "\\R\\"}
    return "".join(escapes.get(character, character) for character in text)
