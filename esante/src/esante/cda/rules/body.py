"""Rules of the body: a file that is what it says, sections that can be read, codes that exist.

Source: IHE XDS-SD; HL7 CDA R2 §4.3.5 (narrative); ASS_A12 for media types.
"""

from __future__ import annotations

import re
from typing import Any

from esante.cda.paths import HL7, descendants, every, one, value, words
from esante.cda.reading_body import decode_base64
from esante.cisis import UnknownCode, format_for, oids

from .report import Report

_LOINC_NUMBER = re.compile(r"([0-9]{1,8})-([0-9])")
_CDA = "HL7 CDA R2 §4.3.5, Section.text"
_XDS_SD = "IHE ITI, XDS-SD (nonXMLBody)"
_SIGNATURES = {
    "application/pdf": (b"%PDF-",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/tiff": (b"II*\0", b"MM\0*"),
    "text/rtf": (b"{\\rtf",),
}


def one_body(report: Report) -> None:
    component = one(report.root, "component")
    bodies = [] if component is None else every(component, "nonXMLBody") + every(component, "structuredBody")
    if component is not None and len(bodies) != 1:
        report.add("body.missing", component, "Le document n'a pas de corps.")


def file(report: Report) -> None:
    """The file of an unstructured body: known kind, declared and sound base64, bytes of that kind."""
    for body in every(report.root, "component/nonXMLBody"):
        text = one(body, "text")
        if text is None:
            report.add("body.file", body, "Le corps ne contient aucun fichier.", at="text", source=_XDS_SD)
            continue
        media_type = text.get("mediaType") or ""
        try:
            format_for(media_type)
        except UnknownCode:
            report.add("body.mediaType", text, "Le type de fichier du corps n'est pas admis.", source=_XDS_SD)
        if text.get("representation") != "B64":
            report.add("body.representation", text, "Le fichier du corps n'est pas déclaré en base64.", source=_XDS_SD)
            continue
        _content(report, text, media_type)


def _content(report: Report, text: Any, media_type: str) -> None:
    data = decode_base64("".join(text.itertext()))
    if not data:
        report.add("body.base64", text, "Le fichier du corps est vide ou son base64 est abîmé.", source=_XDS_SD)
        return
    if media_type in _SIGNATURES and not data.lstrip(b"\r\n\t ").startswith(_SIGNATURES[media_type]):
        report.add(
            "body.content", text, f"Le fichier du corps n'est pas du type annoncé ({media_type}).", source=_XDS_SD
        )


def level_1_templates(report: Report) -> None:
    """An unstructured document declares exactly three templates."""
    if one(report.root, "component/nonXMLBody") is None:
        return
    declared = [value(item, ".", "root") for item in every(report.root, "templateId")]
    if sorted(declared) != sorted([oids.HL7_FRANCE, oids.CI_SIS, oids.XDS_SD]):
        sentence = "Un document non structuré déclare exactement trois modèles : HL7 France, CI-SIS et XDS-SD."
        report.add("body.templates", report.root, sentence, at="templateId")


def sections(report: Report) -> None:
    """Each section has a title, and words a person can read unless it only holds other sections."""
    for section in descendants(report.root, "section"):
        if not words(one(section, "title")):
            report.add("section.title", section, "Une section n'a pas de titre.", severity="warning", source=_CDA)
        if one(section, "text") is None and not every(section, "component/section"):
            report.add("section.text", section, "Une section n'a pas de texte lisible.", source=_CDA)


def references(report: Report) -> None:
    """An entry that points to the narrative points to something."""
    known = {element.get("ID") for element in report.root.iter() if isinstance(element.tag, str) and element.get("ID")}
    for reference in descendants(report.root, "reference"):
        target = value(reference)
        if target.startswith("#") and target[1:] not in known:
            sentence = "Une donnée renvoie à un passage du texte qui n'existe pas."
            report.add("section.reference", reference, sentence, severity="warning", source=_CDA)


def loinc_numbers(report: Report) -> None:
    """A LOINC number ends with its own control digit: a wrong one is a code typed or copied badly."""
    for element in report.root.iter(f"{{{HL7}}}*"):
        found = _LOINC_NUMBER.fullmatch(element.get("code") or "")
        if found is None or element.get("codeSystem") != oids.LOINC:
            continue
        if found[1].startswith("0") or _luhn(found[1]) != int(found[2]):
            sentence = "Un code LOINC n'existe pas : sa clé de contrôle est fausse."
            report.add("code.loinc", element, sentence, source="LOINC Users' Guide, check digit")


def _luhn(digits: str) -> int:
    doubled = (int(digit) * (2 if rank % 2 == 0 else 1) for rank, digit in enumerate(reversed(digits)))
    return -sum(number // 10 + number % 10 for number in doubled) % 10


RULES = (one_body, file, level_1_templates, sections, references, loinc_numbers)
