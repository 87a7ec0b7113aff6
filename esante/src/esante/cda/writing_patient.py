"""Writing of recordTarget/patientRole.

Source: CI-SIS «Structuration minimale» 1.16 §recordTarget: with an INS, every strict trait under its qualifier.
"""

from __future__ import annotations

from typing import Any

from esante.cisis import Traits, oids

from .model import Guardian, Patient
from .writing import make, write_address, write_name, write_telecoms

_GENDERS = {"F": "Féminin", "M": "Masculin", "UN": "Indéterminé"}


def write_patient(patient: Patient) -> Any:
    """recordTarget; the INS comes first, then the local identifier, then the others."""
    ids = [(patient.ins.oid, patient.ins.matricule)] if patient.ins else []
    ids += [patient.ipp] if patient.ipp else []
    ids += patient.other_ids
    role = make(
        "patientRole",
        *(make("id", root=root, extension=extension) for root, extension in ids),
        write_address(patient.address),
        *write_telecoms(patient.telecoms),
        _person(patient),
    )
    return make("recordTarget", role)


def _person(patient: Patient) -> Any:
    traits = patient.traits
    birth = traits.birth_date.replace("-", "")
    label = _GENDERS.get(traits.sex)
    gender = make("administrativeGenderCode", code=traits.sex, displayName=label, codeSystem=oids.GENDER)
    return make(
        "patient",
        _name(traits),
        gender if traits.sex else None,
        make("birthTime", value=birth) if birth else None,
        _guardian(patient.guardian),
        _birthplace(traits),
        classCode="PSN",
    )


def _name(traits: Traits) -> Any:
    parts = (
        ("family", traits.birth_name, "BR"),
        ("given", traits.given_names, ""),
        ("given", traits.first_given_name, "BR"),
        ("family", traits.used_name, "CL"),
        ("given", traits.used_given_name, "CL"),
    )
    return make("name", *(make(tag, text, qualifier=qualifier) for tag, text, qualifier in parts if text))


def _birthplace(traits: Traits) -> Any:
    if not traits.birth_place:
        return None
    return make("birthplace", make("place", make("addr", make("county", traits.birth_place))))


def _guardian(guardian: Guardian | None) -> Any:
    if guardian is None:
        return None
    if guardian.structure_name:
        identifier = make("id", root=oids.STRUCT, extension=guardian.structure_id) if guardian.structure_id else None
        who = make("guardianOrganization", identifier, make("name", guardian.structure_name))
    else:
        who = make("guardianPerson", write_name(guardian.family, guardian.given))
    return make("guardian", write_address(guardian.address), *write_telecoms(guardian.telecoms), who)
