"""Rules of the person: identifiers, INS and the traits it makes obligatory.

Source: CI-SIS «Structuration minimale» 1.16 §recordTarget; RNIV 2.0 for the key and the authorities of the INS.
"""

from __future__ import annotations

import re
from typing import Any

from esante.cda.errors import Severity
from esante.cda.paths import every, one, value, words
from esante.cisis import Ins, InvalidIns, oids

from .report import Report

_RNIV = "RNIV 2.0, matricule INS et OID"
_NATIONAL = "1.2.250.1.213.1.4."
_KNOWN = oids.INS_OIDS | {oids.NSS_NIR, oids.NSS_NIA, oids.INS_C}
_MATRICULE = r"[1-478]\d{4}(?:\d{2}|2[AB])\d{8}"


def person(report: Report) -> None:
    """Exactly one person, with at least one identifier."""
    targets = every(report.root, "recordTarget")
    if len(targets) > 1:
        report.add("patient.single", targets[1], "Le document concerne plusieurs personnes.")
    for target in targets[:1]:
        role = one(target, "patientRole")
        if role is None or not every(role, "id"):
            report.add("patient.id", target, "La personne n'a aucun identifiant.", at="patientRole/id")


def ins(report: Report) -> None:
    """Authority, length and key of each INS."""
    for element in every(report.root, "recordTarget/patientRole/id"):
        root, extension = value(element, ".", "root"), value(element, ".", "extension")
        if not root or not extension:
            report.add("patient.id", element, "Un identifiant de la personne est incomplet (root et extension).")
        elif root in oids.INS_OIDS:
            _matricule(report, element, extension, root)
        elif root not in _KNOWN and (root.startswith(_NATIONAL) or re.fullmatch(_MATRICULE, extension)):
            sentence = "Un matricule INS est porté par un OID qui n'est pas l'un des quatre de l'INS."
            report.add("ins.oid", element, sentence, source=_RNIV)


def _matricule(report: Report, element: Any, extension: str, root: str) -> None:
    try:
        found = Ins(matricule=extension, oid=root)
    except InvalidIns as error:
        report.add(f"ins.{error.reason}", element, error.sentence, source=_RNIV)
        return
    if not found.key_is_right:
        # Matricules of test are often invented: only one of production is refused
        severity: Severity = "error" if root in (oids.INS_NIR, oids.INS_NIA) else "warning"
        sentence = "La clé de contrôle du matricule INS est fausse."
        report.add("ins.key", element, sentence, source=_RNIV, severity=severity)


def traits(report: Report) -> None:
    """Name, sex and birth, always; every strict trait under its qualifier when there is an INS."""
    patient = one(report.root, "recordTarget/patientRole/patient")
    if patient is None:
        role = one(report.root, "recordTarget/patientRole")
        if role is not None:
            report.add("traits.missing", role, "L'identité de la personne est absente.", at="patient")
        return
    roots = {value(i, ".", "root") for i in every(report.root, "recordTarget/patientRole/id")}
    _names(report, patient, bool(roots & oids.INS_OIDS))
    _birth(report, patient, bool(roots & oids.INS_OIDS))


def _names(report: Report, patient: Any, with_ins: bool) -> None:
    name = one(patient, "name")
    if name is None:
        report.add("traits.missing", patient, "Le nom de la personne est absent.", at="name")
        return
    parts = [*every(name, "family"), *every(name, "given")]
    for part in parts:
        if (part.get("qualifier") or "BR") not in ("BR", "CL"):
            report.add("traits.qualifier", part, "Un nom de la personne porte un qualificatif autre que BR ou CL.")
    found = {(part.tag.rpartition("}")[2], part.get("qualifier") or "") for part in parts if words(part)}
    wanted = {
        ("family", "BR"): "Le nom de naissance (family BR) est absent.",
        ("given", "BR"): "Le premier prénom de naissance (given BR) est absent.",
        ("given", ""): "La liste des prénoms de naissance (given) est absente.",
    }
    for (tag, qualifier), sentence in wanted.items():
        missing = (tag, qualifier) not in found if with_ins else not any(tag == other for other, _ in found)
        if missing and (with_ins or qualifier):
            report.add("traits.missing", name, sentence, at=tag)


def _birth(report: Report, patient: Any, with_ins: bool) -> None:
    gender = one(patient, "administrativeGenderCode")
    if gender is None or value(gender, ".", "code") not in ("F", "M", "UN"):
        report.add("traits.sex", patient, "Le sexe n'est pas F, M ou UN.", at="administrativeGenderCode")
    elif value(gender, ".", "codeSystem") != oids.GENDER:
        report.add("traits.sex", gender, "Le système de codage du sexe n'est pas le bon.")
    birth = value(patient, "birthTime")
    if not birth or not re.match(r"[0-9]{4}", birth):
        report.add("traits.birth", patient, "La date de naissance est absente.", at="birthTime")
    county = words(one(patient, "birthplace/place/addr/county"))
    if county and not re.fullmatch(r"[0-9]{5}|2[AB][0-9]{3}", county):
        where = one(patient, "birthplace/place/addr/county")
        report.add(
            "traits.place", where, "Le lieu de naissance n'est pas un code officiel géographique de 5 caractères."
        )
    if with_ins and not county:
        report.add("traits.place", patient, "Le lieu de naissance (COG) est absent.", at="birthplace/place/addr/county")


def guardian(report: Report) -> None:
    """A representative is a person or an organisation, named."""
    for element in every(report.root, "recordTarget/patientRole/patient/guardian"):
        who, where = one(element, "guardianPerson"), one(element, "guardianOrganization")
        if (who is None) == (where is None):
            report.add("guardian.who", element, "Le représentant est une personne ou une structure, l'une des deux.")
        if who is not None and not words(one(who, "name/family")):
            report.add("guardian.name", who, "Le représentant n'a pas de nom.", at="name/family")
        if (identifier := one(where, "id")) is not None and value(identifier, ".", "root") != oids.STRUCT:
            report.add("guardian.id", identifier, "L'identifiant de la structure représentante n'est pas national.")


RULES = (person, ins, traits, guardian)
