"""A prescription «niveau 3» (eP-MED-DM 2024.01): written strictly, read leniently.

Source: CI-SIS volet «ePrescription de médicaments et/ou de dispositifs médicaux» 2024.01.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from esante.cda.encode import encode_document
from esante.cda.errors import RefusedDocument
from esante.cda.model import Header, Service
from esante.cda.paths import one
from esante.cda.rules import check
from esante.cda.writing import make, write_id
from esante.cisis import Code, oids, safe_xml, type_code

from .missing import MissingContent
from .prescription_appliance import section_of_appliances, section_of_comment, section_of_copy
from .prescription_medicine import section_of_medicines
from .prescription_model import (
    Amount,
    Appliance,
    Circumstance,
    Cover,
    Dosage,
    Dose,
    Medicine,
    Prescription,
    Step,
    missing_of_prescription,
)
from .prescription_parts import TA_ASIP
from .prescription_reading import decode_prescription

__all__ = [
    "Amount",
    "Appliance",
    "Circumstance",
    "Cover",
    "Dosage",
    "Dose",
    "Medicine",
    "Prescription",
    "Step",
    "decode_prescription",
    "encode_prescription",
    "missing_of_prescription",
]

VERSION = "2024.01"
_TEMPLATES = (
    oids.HL7_FRANCE,
    oids.CI_SIS,
    "1.3.6.1.4.1.19376.1.9.1.1.1",
    "1.3.6.1.4.1.19376.1.5.3.1.1.1",
    "1.2.250.1.213.1.1.1.39",
)


def encode_prescription(*, header: Header, content: Prescription) -> bytes:
    """The document, its PDF copy inside. The header's type and first act are those of a prescription, whatever it says.

    Raises `MissingContent` when the prescription is not whole, `RefusedDocument` when the header makes a faulty document.
    """
    lacks = missing_of_prescription(content)
    if lacks or header.effective_time is None:
        raise MissingContent(lacks or ("La date de l'ordonnance manque.",))
    body = make("structuredBody", *(make("component", section) for section in _sections(header, content)))
    element = encode_document(_header(header, content), _TEMPLATES, body)
    _finish(element, content)
    faults = tuple(fault for fault in check(element) if fault.severity == "error")
    if faults:
        raise RefusedDocument(faults)
    return safe_xml.serialize(element)


def _sections(header: Header, content: Prescription) -> list[Any]:
    document, when = header.document_id, header.effective_time
    sections = []
    if content.medicines:
        sections.append(section_of_medicines(document, content.medicines, when))
    if content.appliances:
        sections.append(section_of_appliances(document, content.appliances, when))
    if content.comment.strip():
        sections.append(section_of_comment(document, content.comment))
    return [*sections, section_of_copy(document, content.pdf)]


def _header(header: Header, content: Prescription) -> Header:
    kind = type_code("57833-6")
    first = header.services[0] if header.services else Service(start=None)
    act = replace(first, code=kind, start=content.valid_from, stop=content.valid_until)
    others = tuple(
        Service(start=None, code=Code(circumstance.value[0], TA_ASIP, circumstance.value[1]))
        for circumstance in content.circumstances
    )
    return replace(header, type_code=kind, services=(act, *others))


def _finish(element: Any, content: Prescription) -> None:
    """What a header has no word for: the version of the volet, an end not known, the number, «for information»."""
    element.findall(f"{{{element.nsmap[None]}}}templateId")[-1].set("extension", VERSION)
    first, *others = element.iter(f"{{{element.nsmap[None]}}}serviceEvent")
    if content.valid_until is None:
        one(first, "effectiveTime").append(make("high", nullFlavor="UNK"))
    if content.number:
        first.insert(0, write_id(content.number))
    for event in others:
        if one(event, "performer") is None:
            event.set("classCode", "INFO")
