"""Coded values and the tables of the NOS a French document needs.

Each table is a CSV of `tables/`, headed by its source. A code not listed raises `UnknownCode`: what we emit must be
known; what we receive keeps its own label.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from . import oids
from .errors import UnknownCode


@dataclass(frozen=True, slots=True)
class Code:
    """A code, the OID of its system, and the label a person reads."""

    code: str
    system: str
    label: str = ""


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    text = files(__package__).joinpath("tables", f"{name}.csv").read_text("utf-8")
    return tuple(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@cache
def _table(name: str) -> Mapping[str, Code]:
    return MappingProxyType({row["code"]: Code(row["code"], row["system"], row["label"]) for row in _rows(name)})


def _find(name: str, code: str) -> Code:
    try:
        return _table(name)[code]
    except KeyError:
        raise UnknownCode(name, code) from None


def profession(code: str) -> Code:
    """Trade of an author (JDV_J01): `G15_60`, `G15_10/SM26`, `313`, `LOGICIEL_DUI`…"""
    return _find("professions", code)


def profession_of(profession_code: str, specialty: str = "") -> Code:
    """Trade of an author from the register's profession (`10`, `60`, `313`) and specialty (`SM26`).

    The register writes G15 professions without their prefix (Pro Santé Connect, VIHF); a specialty J01 does not list
    falls back to the bare profession.
    """
    table = _table("professions")
    g15 = f"G15_{profession_code}"
    for code in (f"{g15}/{specialty}", g15, profession_code):
        if code in table:
            return table[code]
    raise UnknownCode("professions", profession_code)


def professions() -> Mapping[str, Code]:
    return _table("professions")


def sector(code: str) -> Code:
    """Kind of structure (JDV_J02, healthcareFacilityTypeCode): `SA41`, `SA17`…"""
    return _find("sectors", code)


def sectors() -> Mapping[str, Code]:
    return _table("sectors")


def practice_setting(code: str) -> Code:
    """Frame of care (JDV_J04, practiceSettingCode): `ESSMS`, `AMBULATOIRE`…"""
    return _find("practice_settings", code)


def practice_settings() -> Mapping[str, Code]:
    return _table("practice_settings")


def type_code(code: str) -> Code:
    """Type of document (JDV_J07): `57833-6`, `EXPORT_DUI`…"""
    return _find("type_codes", code)


def type_codes() -> Mapping[str, Code]:
    return _table("type_codes")


@cache
def _classes() -> Mapping[str, str]:
    return MappingProxyType({row["code"]: row["class"] for row in _rows("type_codes")})


def class_of(type_code: Code | str) -> Code:
    """Class of a type of document (ASS_X04), such as 42 Prescription for 57833-6."""
    code = type_code.code if isinstance(type_code, Code) else type_code
    try:
        return _find("class_codes", _classes()[code])
    except KeyError:
        raise UnknownCode("type_codes", code) from None


def class_codes() -> Mapping[str, Code]:
    return _table("class_codes")


def confidentiality(code: str) -> Code:
    """N, R, V; or a flag of the DMP: MASQUE_PS, INVISIBLE_PATIENT, INVISIBLE_REPRESENTANTS_LEGAUX (JDV_J08)."""
    return _find("confidentialities", code)


def encounter_type(code: str) -> Code:
    """Kind of encounter (JDV_J142): `HH` at home, `IMP` stay, `EMER` emergency…"""
    return _find("encounter_types", code)


def relation(code: str) -> Code:
    """Relation of an informant to the person (JDV_J11): `DAUC`, `SONC`, `WIFE`, `TUTEUR`…"""
    return _find("relations", code)


def relations() -> Mapping[str, Code]:
    return _table("relations")


@cache
def _formats() -> Mapping[str, Code]:
    return MappingProxyType({row["key"]: Code(row["code"], row["system"], row["code"]) for row in _rows("formats")})


def format_for(media_type: str) -> Code:
    """formatCode of an unstructured body of that media type (ASS_A12). There is none for PNG: convert to JPEG."""
    try:
        return _formats()[media_type]
    except KeyError:
        raise UnknownCode("formats", media_type) from None


def format_for_template(roots: Iterable[str]) -> Code | None:
    """formatCode of a structured document, from its document templateIds (ASS_A11); None when the map is silent."""
    return next((_formats()[root] for root in roots if root in _formats()), None)


# A file that is not a CDA at all (volet «Partage de documents», formatCode outside the profiles)
FORMAT_OTHER = Code("urn:asipSante:modelesHorsProfils:2011", oids.TRE_A06_FORMAT, "Document hors profils")
