"""Lenient reading of recordTarget/patientRole: identifiers, traits, guardian.

Source: CI-SIS «Structuration minimale» §recordTarget; ISO dates and missing traits are met in documents from abroad.
"""

from __future__ import annotations

import re
from typing import Any

from esante.cisis import Ins, InvalidIns, Traits, oids

from .model import Guardian, Patient
from .paths import every, one, value, words
from .reading import read_address, read_names, read_telecoms


def read_patient(role: Any) -> Patient:
    """`role` is patientRole, or None when the document has none."""
    ids = [(value(i, ".", "root"), value(i, ".", "extension")) for i in every(role, "id")]
    ins = next((found for found in map(_ins, ids) if found), None)
    others = tuple(pair for pair in ids if pair[0] and pair[1] and not (ins and pair == (ins.oid, ins.matricule)))
    local = [pair for pair in others if pair[0] not in _NATIONAL]
    patient = one(role, "patient")
    return Patient(
        ins=ins,
        traits=read_traits(patient),
        ipp=local[0] if local else None,
        other_ids=tuple(pair for pair in others if not local or pair != local[0]),
        address=read_address(one(role, "addr")),
        telecoms=read_telecoms(role),
        guardian=_guardian(one(patient, "guardian")),
    )


_NATIONAL = oids.INS_OIDS | {oids.NSS_NIR, oids.NSS_NIA, oids.INS_C}


def _ins(pair: tuple[str, str]) -> Ins | None:
    if pair[0] not in oids.INS_OIDS:
        return None
    try:
        return Ins(matricule=pair[1], oid=pair[0])
    except InvalidIns:
        return None


def read_traits(patient: Any) -> Traits:
    """Traits of identity; what the document does not say is empty."""
    name = one(patient, "name")
    families, givens = _by_qualifier(name, "family"), _by_qualifier(name, "given")
    birth_name = families.get("BR") or families.get("") or words(name)
    return Traits(
        birth_name=birth_name,
        given_names=givens.get("", ""),
        first_given_name=givens.get("BR", ""),
        birth_date=read_birth_date(value(patient, "birthTime")),
        sex=value(patient, "administrativeGenderCode", "code"),
        birth_place=words(one(patient, "birthplace/place/addr/county")),
        used_name=families.get("CL") or families.get("SP", ""),
        used_given_name=givens.get("CL", ""),
    )


def _by_qualifier(name: Any, part: str) -> dict[str, str]:
    """Texts of the parts of a name by qualifier; several without qualifier are one list."""
    found: dict[str, str] = {}
    for element in every(name, part):
        qualifier = (element.get("qualifier") or "").strip()
        found[qualifier] = f"{found.get(qualifier, '')} {words(element)}".strip()
    return found


def read_birth_date(text: str) -> str:
    """`YYYY-MM-DD` from an HL7 or ISO date, lunar ones included; shorter when the source is; empty when unreadable."""
    found = re.match(r"(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?)?(?=$|T|[+Z]|\d)", text, re.ASCII)
    return "-".join(part for part in found.groups() if part) if found else ""


def _guardian(element: Any) -> Guardian | None:
    if element is None:
        return None
    names = read_names(one(element, "guardianPerson"))
    organisation = one(element, "guardianOrganization")
    return Guardian(
        family=names["family"],
        given=names["given"],
        structure_id=value(organisation, "id", "extension"),
        structure_name=words(one(organisation, "name")),
        telecoms=read_telecoms(element),
        address=read_address(one(element, "addr")),
    )
