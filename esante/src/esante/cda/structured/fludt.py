"""The sheet that leaves with someone from the EHPAD to the emergency ward (FLUDT 2022.01), written strictly.

Source: CI-SIS volet «Document de liaison d'urgence EHPAD» 2022.01, model FLUDT (1.2.250.1.213.1.1.1.23).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from esante.cda.encode import encode_document
from esante.cda.errors import RefusedDocument
from esante.cda.model import Header, Service
from esante.cda.rules import check
from esante.cda.writing import make
from esante.cisis import Code, oids, safe_xml, times, type_code

from .dlu_model import Fludt
from .entries_model import Belonging, Device
from .missing import MissingContent
from .prescription_appliance import section_of_comment
from .prescription_parts import TA_ASIP, coded, points_to, templates, typed
from .urgency_parts import SNOMED, Line, Page, observed, place, said, section, truth
from .urgency_sections import treatments, vital_signs

__all__ = ["Fludt", "encode_fludt", "missing_of_fludt"]

VERSION = "2022.01"
TEMPLATES = (oids.HL7_FRANCE, oids.CI_SIS, "1.2.250.1.213.1.1.1.23")
_TRANSFER = Code("28651-8", oids.LOINC, "Transfert du patient au service des urgences")
_EMDN = "1.2.250.1.213.2.68"
_DENTURE, _HEARING = ("P0102", "Prothèses dentaires"), ("Y2145", "Dispositifs acoustiques d'aide à l'audition")
_OBJECTS: dict[Belonging, tuple[tuple[str, str], tuple[str, str] | None]] = {
    Belonging.GLASSES: (("Q021003", "Lunettes prêtes à porter (ou lunettes montées)"), None),
    Belonging.UPPER_DENTURE: (_DENTURE, ("264217000", "supérieur")),
    Belonging.LOWER_DENTURE: (_DENTURE, ("261089000", "inférieur")),
    Belonging.RIGHT_HEARING_AID: (_HEARING, ("24028007", "droit")),
    Belonging.LEFT_HEARING_AID: (_HEARING, ("7771000", "gauche")),
}


def missing_of_fludt(header: Header, content: Fludt) -> tuple[str, ...]:
    """What the sheet still needs, in French sentences; empty when it is whole."""
    lacks = []
    if header.effective_time is None:
        lacks.append("La date de la fiche manque.")
    if not content.reason.strip():
        lacks.append("Le motif du départ aux urgences manque.")
    return tuple(lacks)


def encode_fludt(*, header: Header, content: Fludt) -> bytes:
    """The sheet. The header's type and first act are those of an urgency document, whatever it says.

    Raises `MissingContent` when the sheet is not whole, `RefusedDocument` when the header makes a faulty document.
    """
    lacks = missing_of_fludt(header, content)
    if lacks or header.effective_time is None:
        raise MissingContent(lacks)
    page = Page(header.document_id, header.effective_time)
    return written(header, TEMPLATES, _TRANSFER, _sections(page, content))


def written(header: Header, roots: tuple[str, ...], act_code: Code, sections: list[Any]) -> bytes:
    """The bytes of an urgency document: its header as the volet fixes it, around these sections."""
    first = header.services[0] if header.services else Service(start=None)
    act = replace(
        first,
        code=act_code,
        start=first.start or header.effective_time,
    )
    fixed = replace(header, type_code=type_code("74207-2"), services=(act, *header.services[1:]))
    body = make("structuredBody", *(make("component", one) for one in sections))
    element = encode_document(fixed, roots, body)
    element.findall(f"{{{element.nsmap[None]}}}templateId")[-1].set("extension", VERSION)
    faults = tuple(fault for fault in check(element) if fault.severity == "error")
    if faults:
        raise RefusedDocument(faults)
    return safe_xml.serialize(element)


def _sections(page: Page, content: Fludt) -> list[Any]:
    sections = [_transfer(page, content), vital_signs(page, content.vital_signs or ())]
    sections += [
        _state(page, content),
        treatments(page, content.treatments, last=content.last_medicine),
        _meal(page, content.last_meal),
    ]
    sections.append(_belongings(page, content.devices))
    if content.comment.strip():
        sections.append(section_of_comment(page.document_id, content.comment))
    return sections


def _transfer(page: Page, content: Fludt) -> Any:
    lines = [Line("Motif du transfert", content.reason, "transfer-reason")]
    code = coded("57277-6", "Motif du transfert vers le service des urgences")
    entries = [observed(page, "transfer-reason", code, said("transfer-reason"), at=content.leaves_at)]
    where = content.destination.strip() or "Service des urgences (établissement non précisé)"
    lines.append(Line("Départ", f"le {content.leaves_at:%d/%m/%Y à %H:%M}, vers {where}", "transfer"))
    entries.append(_departure(page, content.leaves_at, where))
    roots = ("1.3.6.1.4.1.19376.1.5.3.1.1.21.2.9", "1.3.6.1.4.1.19376.1.7.3.1.1.13.7", "1.2.250.1.213.1.1.2.163")
    title = "Transfert vers les urgences"
    return section(page, "transfer", roots, coded("42545-4", "Evènements observés"), title, lines, entries)


def _departure(page: Page, at: datetime, where: str) -> Any:
    return make(
        "act",
        *templates("1.3.6.1.4.1.19376.1.5.3.1.1.25.1.4.1", "1.2.250.1.213.1.1.3.28"),
        page.id("transfer/act"),
        coded("80413-8", "Transfert du patient"),
        points_to("transfer"),
        make("statusCode", code="completed"),
        make("effectiveTime", make("low", value=times.hl7(at)), make("high", nullFlavor="UNK")),
        make("participant", place(where, "SDLOC"), typeCode="DST"),
        classCode="ACT",
        moodCode="EVN",
    )


def examined(page: Page, anchor: str) -> Any:
    """The act of examination that the section asks for even where none was done: said cancelled, as in the official example."""
    return make(
        "procedure",
        *templates("2.16.840.1.113883.10.20.1.29", "1.3.6.1.4.1.19376.1.5.3.1.4.19", "1.2.250.1.213.1.1.3.62"),
        page.id(f"{anchor}/procedure"),
        make("code", nullFlavor="NA"),
        points_to(anchor),
        make("statusCode", code="cancelled"),
        make("effectiveTime", value=page.now),
        classCode="PROC",
        moodCode="EVN",
    )


EXAMS = (
    "1.3.6.1.4.1.19376.1.5.3.1.3.27", "1.3.6.1.4.1.19376.1.5.3.1.3.28", "1.2.250.1.213.1.1.2.151",
)  # fmt: skip


def _state(page: Page, content: Fludt) -> Any:
    pains = content.pains
    places = "Non renseignées" if pains is None else "\n".join(pains) or "Aucune signalée"
    awake = {True: "Conscient et éveillé", False: "N'est pas conscient et éveillé", None: ""}[content.awake]
    state = "\n".join(part for part in (awake, content.consciousness.strip()) if part) or "Non renseigné"
    lines = [Line("État de conscience", state, "consciousness"), Line("Douleurs récentes", places, "pains")]
    # the volet knows two other states (DLU_003, DLU_004) whose words no public list gives: «not awake» is said of the first
    code = coded("DLU_002", "Conscient et éveillé", TA_ASIP)
    entries = [examined(page, "consciousness"), observed(page, "consciousness", code, truth(content.awake))]
    if pains is not None:
        code = coded("R52.9", "Douleur, sans précision", "2.16.840.1.113883.6.3")
        entries.append(observed(page, "pains", code, truth(bool(pains)), make("targetSiteCode", nullFlavor="NASK")))
    return section(page, "state", EXAMS, coded("30954-2", "Résultats d'examens"), "Observations", lines, entries)


def _meal(page: Page, at: datetime | None) -> Any:
    shown = f"le {at:%d/%m/%Y à %H:%M}" if at else "Non renseigné"
    code = coded("GEN-244", "Date et heure du dernier repas", TA_ASIP)
    entry = observed(page, "meal", code, typed("value", "REAL", nullFlavor="NA"), at=at)
    if at is None:
        moment = entry.find(f"{{{entry.nsmap[None]}}}effectiveTime")
        moment.attrib.clear()
        moment.set("nullFlavor", "UNK")
    roots = ("1.3.6.1.4.1.19376.1.7.3.1.1.13.5", "1.2.250.1.213.1.1.2.162")
    code = coded("47420-5", "Évaluation du statut fonctionnel")
    return section(page, "meal-section", roots, code, "Dernier repas", [Line("Dernier repas", shown, "meal")], [entry])


def _belongings(page: Page, devices: tuple[Device, ...] | None) -> Any:
    lines, entries = [], []
    for number, device in enumerate(devices or (), 1):
        anchor = f"object-{number}"
        lines.append(Line(device.kind.value, device.text or "Part avec la personne", anchor))
        entries.append(_object(page, anchor, device))
    if not entries:  # the section asks for an observation: it points to the words that say there is none
        shown = "Aucun" if devices is not None else "Non renseigné"
        lines.append(Line("Prothèses et objets personnels", shown, "object-none"))
        entries.append(_object(page, "object-none", Device()))
    code = coded("46264-8", "Dispositifs médicaux")
    title = "Prothèses et objets personnels"
    return section(page, "objects", ("1.2.250.1.213.1.1.2.53",), code, title, lines, entries)


def _object(page: Page, anchor: str, device: Device) -> Any:
    known = _OBJECTS.get(device.kind)
    also = "1.2.250.1.213.1.1.3.12"
    if known is None:
        code = coded("GEN-092.02.01", "Autre prothèse et objet personnel", TA_ASIP)
        return observed(page, anchor, code, said(anchor, device.code), also=also)
    (code, label), side = known
    target = (
        make("targetSiteCode", code=side[0], codeSystem=SNOMED, displayName=side[1])
        if side
        else make("targetSiteCode", nullFlavor="NASK")
    )
    return observed(page, anchor, coded(code, label, _EMDN), truth(True), target, also=also)
