"""Rules of the first elements: realmCode to versionNumber, and relatedDocument."""

from __future__ import annotations

import re

from esante.cda.paths import every, one, value, words
from esante.cisis import BadTime, UnknownCode, oids, times, type_code

from .report import Report

_REQUIRED = (
    "realmCode",
    "typeId",
    "templateId",
    "id",
    "code",
    "title",
    "effectiveTime",
    "confidentialityCode",
    "languageCode",
    "setId",
    "versionNumber",
    "recordTarget",
    "author",
    "custodian",
    "legalAuthenticator",
    "documentationOf",
    "componentOf",
    "component",
)
_UUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


def presence(report: Report) -> None:
    """Elements every document has, none of them null."""
    for name in _REQUIRED:
        found = every(report.root, name)
        if not found:
            report.add("header.missing", report.root, f"L'élément {name} est absent.", at=name)
        for element in found:
            if element.get("nullFlavor"):
                report.add("header.null", element, f"L'élément {name} est obligatoire : il ne peut pas être vide.")


def kind(report: Report) -> None:
    """realmCode, typeId and the two French templates."""
    root = report.root
    if (realm := one(root, "realmCode")) is not None and value(realm, ".", "code") != "FR":
        report.add("header.realmCode", realm, "Le document n'est pas déclaré français (realmCode FR).")
    if (type_id := one(root, "typeId")) is not None and (
        value(type_id, ".", "root"),
        value(type_id, ".", "extension"),
    ) != (oids.CDA_TYPE_ID, "POCD_HD000040"):
        report.add("header.typeId", type_id, "Le typeId n'est pas celui d'un document CDA R2.")
    declared = {value(item, ".", "root") for item in every(root, "templateId")}
    for template, name in ((oids.HL7_FRANCE, "HL7 France"), (oids.CI_SIS, "CI-SIS")):
        if template not in declared:
            report.add(
                "header.templateId", root, f"La conformité {name} ({template}) n'est pas déclarée.", at="templateId"
            )


def identifiers(report: Report) -> None:
    """id, setId, versionNumber."""
    root = report.root
    for name in ("id", "setId"):
        element = one(root, name)
        if element is not None and not _is_unique(value(element, ".", "root")):
            report.add(f"header.{name}", element, f"La racine de {name} n'est ni un OID ni un UUID.")
    own, common = one(root, "id"), one(root, "setId")
    if own is not None and common is not None and dict(own.attrib) == dict(common.attrib):
        report.add(
            "header.setId", common, "L'identifiant commun aux versions (setId) est le même que celui du document."
        )
    version = one(root, "versionNumber")
    if version is not None and not re.fullmatch(r"[1-9][0-9]*", value(version)):
        report.add("header.versionNumber", version, "Le numéro de version n'est pas un entier positif.")


def _is_unique(text: str) -> bool:
    return oids.is_oid(text) or bool(re.fullmatch(_UUID, text))


def document_type(report: Report) -> None:
    """code: in JDV_J07, under its own system, with its label."""
    element = one(report.root, "code")
    if element is None:
        return
    code, system = value(element, ".", "code"), value(element, ".", "codeSystem")
    if not value(element, ".", "displayName"):
        report.add("header.code", element, "Le type de document n'a pas de libellé (displayName).")
    try:
        known = type_code(code)
    except UnknownCode:
        sentence = f"Le type de document {code} n'est pas dans la liste JDV_J07 connue (2026-06-29)."
        report.add("header.code", element, sentence, severity="warning")
        if system not in (oids.LOINC, oids.TRE_A05):
            report.add("header.code.system", element, "Le système de codage du type de document n'est pas admis.")
        return
    if system != known.system:
        report.add(
            "header.code.system", element, f"Le type {code} n'appartient pas au système de codage {system or 'vide'}."
        )


def title(report: Report) -> None:
    element = one(report.root, "title")
    if element is not None and not words(element):
        report.add("header.title", element, "Le titre est vide.")


def written_at(report: Report) -> None:
    """effectiveTime: a date, an hour and a zone."""
    element = one(report.root, "effectiveTime")
    if element is None:
        return
    text = value(element)
    try:
        times.parse_hl7(text)
    except BadTime:
        report.add("header.effectiveTime", element, "La date de création ne se lit pas.")
        return
    if not re.match(r"[0-9]{10}", text):
        report.add("header.effectiveTime", element, "La date de création n'a pas d'heure.")
    elif not times.has_zone(text):
        report.add("header.effectiveTime", element, "La date de création n'a pas de fuseau horaire.")


def confidentiality(report: Report) -> None:
    element = one(report.root, "confidentialityCode")
    if element is None:
        return
    if value(element, ".", "code") not in {"N", "R", "V"}:
        report.add("header.confidentialityCode", element, "Le niveau de confidentialité n'est pas N, R ou V.")
    elif value(element, ".", "codeSystem") != oids.CONFIDENTIALITY:
        report.add(
            "header.confidentialityCode", element, "Le système de codage de la confidentialité n'est pas le bon."
        )


def language(report: Report) -> None:
    element = one(report.root, "languageCode")
    if element is not None and not re.fullmatch(r"[a-z]{2}-[A-Z]{2}", value(element, ".", "code")):
        report.add("header.languageCode", element, "La langue ne s'écrit pas comme fr-FR.")


def replacement(report: Report) -> None:
    """relatedDocument: only RPLC, of another document."""
    own = one(report.root, "id")
    for element in every(report.root, "relatedDocument"):
        if element.get("typeCode") != "RPLC":
            report.add("header.relatedDocument", element, "Un document ne peut qu'en remplacer un autre (RPLC).")
        parent = one(element, "parentDocument/id")
        if parent is None or not value(parent, ".", "root"):
            report.add(
                "header.relatedDocument", element, "Le document remplacé n'est pas identifié.", at="parentDocument/id"
            )
        elif own is not None and dict(parent.attrib) == dict(own.attrib):
            report.add("header.relatedDocument", parent, "Le document déclare se remplacer lui-même.")


RULES = (
    presence,
    kind,
    identifiers,
    document_type,
    title,
    written_at,
    confidentiality,
    language,
    replacement,
)
