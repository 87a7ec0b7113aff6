"""The section of prescribed devices, its entries, and the PDF copy every prescription carries."""

from __future__ import annotations

import base64
from typing import Any

from esante.cda.writing import make
from esante.cisis import times

from .prescription_model import Appliance
from .prescription_parts import (
    ALD,
    NOT_REFUNDED,
    PREVENTION,
    SIMPLE_OBSERVATION,
    WORK_ACCIDENT,
    answer,
    code_with,
    coded,
    days,
    identifier,
    lines,
    points_to,
    row,
    span,
    table,
    templates,
    typed,
    yes,
)

SECTION = "1.2.250.1.213.1.1.2.222"
ITEM = "2.16.840.1.113883.10.20.1.34"
COPY = "1.2.250.1.213.1.1.2.243"
COMMENT = "1.3.6.1.4.1.19376.1.4.1.2.16"


def section_of_appliances(document_id: str, appliances: tuple[Appliance, ...], when: Any) -> Any:
    anchors = [f"device-{rank}" for rank in range(1, len(appliances) + 1)]
    return make(
        "section",
        *templates(SECTION),
        identifier(document_id, "appliances"),
        coded("46264-8", "Dispositifs médicaux"),
        make("title", "Prescription de dispositifs médicaux"),
        make("text", *(_told(at, one) for at, one in zip(anchors, appliances, strict=True))),
        *(
            make("entry", _entry(document_id, at, one, times.hl7(when)))
            for at, one in zip(anchors, appliances, strict=True)
        ),
    )


def _told(at: str, appliance: Appliance) -> Any:
    cover = appliance.cover
    return table(
        row("Dispositif médical", appliance.name, at),
        row("Utilisation", span(appliance.start, appliance.end)) if appliance.start or appliance.end else None,
        row("Location", f"{appliance.rental_days} jours") if appliance.rental_days else None,
        row("Quantité", str(appliance.quantity)),
        row("Renouvellements", str(appliance.renewals)),
        row("En rapport avec une ALD", yes(cover.ald), f"{at}-ald"),
        row("Accident du travail ou maladie professionnelle", yes(cover.work_accident), f"{at}-atmp"),
        row("En rapport avec la prévention", yes(cover.prevention), f"{at}-prevention"),
        row("Non remboursable", yes(cover.not_refunded), f"{at}-not-refunded"),
    )


def _entry(document: str, at: str, appliance: Appliance, when: str) -> Any:
    cover, rental = appliance.cover, appliance.rental_days
    device = make(
        "playingDevice",
        code_with(appliance.code, appliance.other_codes, at),
        classCode="DEV",
        determinerCode="INSTANCE",
    )
    return make(
        "supply",
        *templates(ITEM, "1.2.250.1.213.1.1.3.20"),
        identifier(document, at),
        points_to(at),
        days(appliance.start, appliance.end),
        make("repeatNumber", value=str(appliance.renewals)),
        make("quantity", value=str(appliance.quantity)),
        make("expectedUseTime", make("width", value=str(rental), unit="d")) if rental else None,
        make("participant", make("participantRole", device, classCode="MANU"), typeCode="DEV"),
        answer(document, ALD, cover.ald, f"{at}-ald", when),
        answer(document, WORK_ACCIDENT, cover.work_accident, f"{at}-atmp", when),
        answer(document, PREVENTION, cover.prevention, f"{at}-prevention", when),
        answer(document, NOT_REFUNDED, cover.not_refunded, f"{at}-not-refunded", when),
        classCode="SPLY",
        moodCode="INT",
    )


def section_of_comment(document_id: str, comment: str) -> Any:
    return make(
        "section",
        *templates("2.16.840.1.113883.10.12.201", COMMENT, "1.2.250.1.213.1.1.2.73"),
        identifier(document_id, "comment"),
        coded("55112-7", "Commentaire"),
        make("title", "Commentaire"),
        make("text", make("paragraph", *lines(comment))),
    )


def section_of_copy(document_id: str, pdf: bytes) -> Any:
    """The document as people see it (FR-Document-PDF-copie)."""
    copy = coded("55108-5", "Copie du document")
    kind = make(
        "observation",
        *templates(*SIMPLE_OBSERVATION, "1.2.250.1.213.1.1.3.48.18"),
        identifier(document_id, "copy/kind"),
        coded("69764-9", "Type de document"),
        points_to("copy-kind"),
        make("statusCode", code="completed"),
        make("effectiveTime", nullFlavor="NA"),
        typed("value", "CD", **copy.attrib),
        classCode="OBS",
        moodCode="EVN",
    )
    data = make("value", base64.b64encode(pdf).decode("ascii"), mediaType="application/pdf", representation="B64")
    organizer = make(
        "organizer",
        *templates("1.2.250.1.213.1.1.3.18"),
        identifier(document_id, "copy/organizer"),
        coded("55107-7", "Document attaché"),
        make("statusCode", code="completed"),
        make("component", kind),
        make("component", make("observationMedia", data, classCode="OBS", moodCode="EVN", ID="copy")),
        classCode="CLUSTER",
        moodCode="EVN",
    )
    return make(
        "section",
        *templates(COPY),
        identifier(document_id, "copy"),
        copy,
        make("title", "Copie du document"),
        make(
            "text",
            make("paragraph", make("content", "Copie du document", ID="copy-kind")),
            make("renderMultiMedia", referencedObject="copy"),
        ),
        make("entry", organizer),
    )
