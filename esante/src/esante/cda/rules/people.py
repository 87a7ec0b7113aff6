"""Rules of those who take part: authors, authenticators, custodian, relatives, other professionals."""

from __future__ import annotations

import re
from typing import Any

from esante.cda.errors import Severity
from esante.cda.paths import descendants, every, local, one, value, words
from esante.cisis import BadTime, InvalidIdentifier, PsId, StructId, oids, relations, times

from .report import Report

_PREFIXES = {"M", "MME"}  # JDV_J245
_SUFFIXES = {"DR", "MC", "MG", "PC", "PG", "PR"}  # JDV_J246
_PARTICIPATIONS = {"REF", "REFB", "INF", "RESP", "PRF", "CON", "VRF"}  # JDV_J144
_RELATIVES = {"NOK", "ECON", "CAREGIVER", "PAT", "CON", "QUAL", "GUARD", "POLHOLD", "ASSIGNED", "PROV"}
# JDV_J47 and the system of each of its codes
_FUNCTIONS = {
    "CORRE": "1.2.250.1.213.1.1.4.2.280",
    "PRELV": "1.2.250.1.213.1.1.4.2.280",
    "ES-REF": "1.2.250.1.213.1.1.4.2.280",
    "ES-PREF": "1.2.250.1.213.1.1.4.2.280",
    "ADMPHYS": oids.PARTICIPATION_FUNCTION,
    "ATTPHYS": oids.PARTICIPATION_FUNCTION,
    "DISPHYS": oids.PARTICIPATION_FUNCTION,
    "PCP": oids.PARTICIPATION_FUNCTION,
    "330": oids.TRE_R85_ROLE,
    "353": oids.TRE_R85_ROLE,
}


def authors(report: Report) -> None:
    """Who wrote, when, in which trade."""
    for author in every(report.root, "author"):
        _moment(report, author, "author")
        entity = one(author, "assignedAuthor")
        if entity is None:
            report.add("author.missing", author, "L'auteur n'est pas décrit.", at="assignedAuthor")
            continue
        _professional_id(report, entity, "author")
        _trade(report, entity)
        device = one(entity, "assignedAuthoringDevice")
        if device is None:
            _named(report, entity, "assignedPerson", "author.name", "L'auteur n'a pas de nom.")
        elif not words(one(device, "softwareName")):
            report.add("author.device", device, "Le logiciel auteur n'a pas de nom.", at="softwareName")


def _trade(report: Report, entity: Any) -> None:
    code = one(entity, "code")
    if code is None or not value(code, ".", "code"):
        report.add("author.code", entity, "La profession de l'auteur est absente.", at="code")
    elif not value(code, ".", "codeSystem"):
        report.add("author.code", code, "La profession de l'auteur n'a pas de système de codage.")


def legal_authenticator(report: Report) -> None:
    """Who answers for the document: a person, a time, a signature."""
    found = every(report.root, "legalAuthenticator")
    if len(found) > 1:
        report.add("legal.single", found[1], "Le document a plusieurs responsables.")
    for element in found:
        _moment(report, element, "legal")
        _signed(report, element, "legal")
        entity = one(element, "assignedEntity")
        if value(entity, "id", "root") not in oids.INS_OIDS:  # the person may answer for their own document
            _professional_id(report, entity if entity is not None else element, "legal")
        _named(
            report,
            element,
            "assignedEntity/assignedPerson",
            "legal.person",
            "Le responsable du document n'a pas de nom.",
        )


def authenticators(report: Report) -> None:
    for element in every(report.root, "authenticator"):
        _signed(report, element, "authenticator")
        _professional_id(report, one(element, "assignedEntity"), "authenticator")


def custodian(report: Report) -> None:
    """Who keeps the document: a national structure, or the DMP."""
    for element in every(report.root, "custodian"):
        organisation = one(element, "assignedCustodian/representedCustodianOrganization")
        identifier = one(organisation, "id")
        if identifier is None or value(identifier, ".", "root") not in (oids.STRUCT, oids.DMP_CUSTODIAN):
            where = element if identifier is None else identifier
            report.add("custodian.id", where, "La structure conservant le document n'a pas d'identifiant national.")


def structures(report: Report) -> None:
    """Every organisation of the header is known by a national identifier of a known shape."""
    for name in ("representedOrganization", "scopingOrganization", "receivedOrganization", "guardianOrganization"):
        # An organisation beside the care itself may be foreign to the register (official CANCER-PPS example)
        severity: Severity = "warning" if name == "scopingOrganization" else "error"
        for organisation in descendants(report.root, name):
            identifiers = [item for item in every(organisation, "id") if not item.get("nullFlavor")]
            if identifiers and not _in_body(organisation):
                _structure_id(report, identifiers, severity)


def _structure_id(report: Report, identifiers: list[Any], severity: Severity) -> None:
    national = [item for item in identifiers if value(item, ".", "root") == oids.STRUCT]
    if not national:
        sentence = "L'identifiant de la structure n'est pas sous l'OID national."
        report.add("structure.id.root", identifiers[0], sentence, severity=severity)
    for identifier in national:
        try:
            StructId.parse(value(identifier, ".", "extension"))
        except InvalidIdentifier as error:
            report.add("structure.id", identifier, error.sentence, severity="warning")


def informants(report: Report) -> None:
    """Relatives: their kind, and their relation in JDV_J11."""
    for entity in every(report.root, "informant/relatedEntity"):
        if entity.get("classCode") not in _RELATIVES:
            report.add("informant.kind", entity, "La qualité du proche (classCode) n'est pas admise.")
        code = one(entity, "code")
        if code is not None and not code.get("nullFlavor") and value(code, ".", "code") not in relations():
            report.add(
                "informant.relation", code, "Le lien du proche avec la personne n'est pas dans la liste JDV_J11."
            )


def participants(report: Report) -> None:
    """Other professionals: kind of participation, function, time, role."""
    for element in every(report.root, "participant"):
        if element.get("typeCode") not in _PARTICIPATIONS:
            report.add("participant.type", element, "Le type de participation n'est pas dans la liste JDV_J144.")
        _function(report, one(element, "functionCode"))
        if one(element, "time") is None:
            report.add("participant.time", element, "La participation n'a pas de date.", at="time")
        entity = one(element, "associatedEntity")
        if entity is None or entity.get("classCode") not in ("PROV", "AGNT"):
            report.add("participant.role", element, "Le participant n'est ni PROV ni AGNT.", at="associatedEntity")


def _function(report: Report, code: Any) -> None:
    if code is None or code.get("nullFlavor"):
        return
    system = _FUNCTIONS.get(value(code, ".", "code"))
    if system is None or value(code, ".", "codeSystem") != system:
        report.add("participant.function", code, "La fonction n'est pas dans la liste JDV_J47.")


def recipients(report: Report) -> None:
    for entity in every(report.root, "informationRecipient/intendedRecipient"):
        _professional_id(report, entity, "recipient")


def names(report: Report) -> None:
    """What surrounds the name of a professional is of JDV_J245 (before) or J246 (after)."""
    for tag, admitted in (("prefix", _PREFIXES), ("suffix", _SUFFIXES)):
        for part in descendants(report.root, tag):
            if words(part) not in admitted and not _in_body(part):
                report.add(f"name.{tag}", part, f"Ce qui accompagne un nom ({tag}) n'est pas dans la liste admise.")


def _professional_id(report: Report, entity: Any, who: str) -> None:
    if entity is None:
        return
    identifier = one(entity, "id")
    if identifier is None or identifier.get("nullFlavor"):
        report.add(f"{who}.id", entity, "Le professionnel n'a pas d'identifiant national.", at="id")
        return
    if value(identifier, ".", "root") != oids.PS:
        report.add(f"{who}.id.root", identifier, "L'identifiant du professionnel n'est pas sous l'OID national.")
        return
    try:
        known = PsId.parse(value(identifier, ".", "extension"))
    except InvalidIdentifier as error:
        report.add(f"{who}.id", identifier, error.sentence)
        return
    if not known.key_is_right:
        report.add(f"{who}.id.key", identifier, "La clé de contrôle du numéro RPPS est fausse.", severity="warning")


def _named(report: Report, element: Any, path: str, code: str, sentence: str) -> None:
    if not words(one(element, f"{path}/name/family")):
        report.add(code, element, sentence, at=f"{path}/name/family")


def _moment(report: Report, element: Any, who: str) -> None:
    text = value(element, "time")
    try:
        times.parse_hl7(text)
    except BadTime:
        report.add(f"{who}.time", element, "La date de la participation est absente ou ne se lit pas.", at="time")


def _signed(report: Report, element: Any, who: str) -> None:
    if value(element, "signatureCode", "code") != "S":
        report.add(
            f"{who}.signature", element, "Le document n'est pas déclaré signé (signatureCode S).", at="signatureCode"
        )


def _in_body(element: Any) -> bool:
    return any(local(above) == "component" for above in element.iterancestors() if re.match(r"\{", str(above.tag)))


RULES = (
    authors,
    legal_authenticator,
    authenticators,
    custodian,
    structures,
    informants,
    participants,
    recipients,
    names,
)
