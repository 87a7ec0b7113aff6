"""The section of prescribed medicines (FR-Prescription-medicaments) and its entries (FR-Traitement-prescrit)."""

from __future__ import annotations

from typing import Any

from lxml import etree

from esante.cda.writing import make, write_code
from esante.cisis import Code, times

from .prescription_model import Amount, Dosage, Dose, Medicine, Step
from .prescription_parts import (
    ALD,
    NOT_REFUNDED,
    OFF_LABEL,
    PREVENTION,
    WORK_ACCIDENT,
    answer,
    code_with,
    coded,
    days,
    identifier,
    points_to,
    row,
    span,
    table,
    templates,
    typed,
    yes,
)

SECTION = ("1.3.6.1.4.1.19376.1.9.1.2.1", "1.2.250.1.213.1.1.2.171")
ITEM = "1.2.250.1.213.1.1.3.83"
STEP = "1.2.250.1.213.1.1.3.83.1"
NORMAL, PROGRESSIVE, STRUCTURED = (
    "1.3.6.1.4.1.19376.1.5.3.1.4.7.1",
    "1.3.6.1.4.1.19376.1.5.3.1.4.8",
    "1.3.6.1.4.1.19376.1.9.1.3.6",
)
_ITEM = ("2.16.840.1.113883.10.20.1.24", "1.3.6.1.4.1.19376.1.5.3.1.4.7", "1.3.6.1.4.1.19376.1.9.1.3.2", ITEM)
_PRODUCT = (
    "2.16.840.1.113883.10.20.1.53",
    "1.3.6.1.4.1.19376.1.5.3.1.4.7.2",
    "1.2.250.1.213.1.1.3.43",
    "1.2.250.1.213.1.1.3.84",
)
TO_PATIENT = ("2.16.840.1.113883.10.20.1.49", "1.3.6.1.4.1.19376.1.5.3.1.4.3", "1.2.250.1.213.1.1.3.33")
TO_PHARMACIST = ("2.16.840.1.113883.10.20.1.43", "1.3.6.1.4.1.19376.1.5.3.1.4.3.1", "1.2.250.1.213.1.1.3.34")
SUBSTITUTION = ("1.3.6.1.4.1.19376.1.9.1.3.9.1", "1.2.250.1.213.1.1.3.87")
QUANTITY = ("1.3.6.1.4.1.19376.1.9.1.3.8", "1.2.250.1.213.1.1.3.86")
_SUBSTITUTION_SYSTEM = "2.16.840.1.113883.5.1070"
_IHE_ACT = "1.3.6.1.4.1.19376.1.5.3.2"
PHARM = "urn:ihe:pharm:medication"


def section_of_medicines(document_id: str, medicines: tuple[Medicine, ...], when: Any) -> Any:
    """The section; `when` dates the yes-or-no observations."""
    anchors = [f"med-{rank}" for rank in range(1, len(medicines) + 1)]
    told = zip(anchors, medicines, strict=True)
    return make(
        "section",
        *templates(*SECTION),
        identifier(document_id, "medicines"),
        coded("57828-6", "Prescriptions"),
        make("title", "Prescription de médicaments"),
        make("text", *(_told(anchor, medicine) for anchor, medicine in told)),
        *(
            make("entry", _entry(document_id, anchor, medicine, times.hl7(when)))
            for anchor, medicine in zip(anchors, medicines, strict=True)
        ),
    )


def _told(at: str, medicine: Medicine) -> Any:
    cover = medicine.cover
    dosage = medicine.dosage
    steps = dosage.steps if dosage else ()
    return table(
        row("Médicament", medicine.name, at),
        row("Posologie", medicine.posology, f"{at}-posology"),
        *(row(f"Étape {n}", step.text, f"{at}-step-{n}") for n, step in enumerate(steps, 1)),
        row("Voie", dosage.route.label, f"{at}-route") if dosage and dosage.route else None,
        row("Durée", medicine.duration, f"{at}-duration") if medicine.duration else None,
        row("Dates", span(medicine.start, medicine.end)) if medicine.start or medicine.end else None,
        row("Quantité", _amount_in_words(medicine.quantity)) if medicine.quantity else None,
        row("Renouvellements", str(medicine.renewals)),
        row("Substitution", f"Non ({medicine.keep_brand})" if medicine.keep_brand else "Oui", f"{at}-substitution"),
        row("En rapport avec une ALD", yes(cover.ald), f"{at}-ald"),
        row("Accident du travail ou maladie professionnelle", yes(cover.work_accident), f"{at}-atmp"),
        row("En rapport avec la prévention", yes(cover.prevention), f"{at}-prevention"),
        row("Non remboursable", yes(cover.not_refunded), f"{at}-not-refunded"),
        row("Hors AMM", yes(medicine.off_label), f"{at}-off-label"),
        row("Condition", medicine.precondition, f"{at}-condition") if medicine.precondition else None,
        row("Pour le patient", medicine.to_patient, f"{at}-patient") if medicine.to_patient else None,
        row("Pour le pharmacien", medicine.to_pharmacist, f"{at}-pharmacist") if medicine.to_pharmacist else None,
    )


def _amount_in_words(amount: Amount) -> str:
    return f"{amount.value:f} boîte(s)" if amount.unit == "30009000" else f"{amount.value:f} {amount.unit}".strip()


def _entry(document: str, at: str, medicine: Medicine, when: str) -> Any:
    cover, dosage = medicine.cover, medicine.dosage
    steps = dosage.steps if dosage else ()
    return make(
        "substanceAdministration",
        *templates(*_ITEM, *([STRUCTURED] if dosage else []), PROGRESSIVE if steps else NORMAL),
        identifier(document, at),
        make("code", code="DRUG", codeSystem="2.16.840.1.113883.5.4", displayName="Médicament"),
        points_to(f"{at}-posology"),
        make("statusCode", code="completed"),
        days(medicine.start, medicine.end),
        _every(dosage.every) if dosage else None,
        make("repeatNumber", value=str(medicine.renewals)),
        *(_doses(dosage, at) if dosage else ()),
        make("consumable", _product(medicine, at)),
        *(_step(document, f"{at}-step-{n}", n, step) for n, step in enumerate(steps, 1)),
        _instruction(TO_PATIENT, "PINSTRUCT", f"{at}-patient") if medicine.to_patient else None,
        _instruction(TO_PHARMACIST, "FINSTRUCT", f"{at}-pharmacist") if medicine.to_pharmacist else None,
        _quantity(medicine.quantity),
        _substitution(medicine.keep_brand, f"{at}-substitution"),
        answer(document, ALD, cover.ald, f"{at}-ald", when),
        answer(document, WORK_ACCIDENT, cover.work_accident, f"{at}-atmp", when),
        answer(document, PREVENTION, cover.prevention, f"{at}-prevention", when),
        answer(document, NOT_REFUNDED, cover.not_refunded, f"{at}-not-refunded", when),
        answer(document, OFF_LABEL, medicine.off_label, f"{at}-off-label", when),
        make("precondition", make("criterion", points_to(f"{at}-condition"))) if medicine.precondition else None,
        classCode="SBADM",
        moodCode="INT",
    )


def _every(every: Amount | None) -> Any:
    if every is None:
        return None
    return typed("effectiveTime", "PIVL_TS", _pq("period", every), operator="A")


def _doses(dosage: Dosage, at: str) -> list[Any]:
    route = write_code(dosage.route, "routeCode")
    if route is not None:
        route.append(points_to(f"{at}-route", "originalText"))
    most = dosage.max_per_day
    per_day = make("denominator", value="1", unit="d")
    return [
        route,
        _dose(dosage.dose),
        make("maxDoseQuantity", _pq("numerator", most), per_day) if most else None,
    ]


def _dose(dose: Dose | None) -> Any:
    return make("doseQuantity", _pq("low", dose.low), _pq("high", dose.high)) if dose else None


def _pq(tag: str, amount: Amount) -> Any:
    return make(tag, value=f"{amount.value:f}", unit=amount.unit)


def _product(medicine: Medicine, at: str) -> Any:
    material = make(
        "manufacturedMaterial",
        *templates("1.3.6.1.4.1.19376.1.9.1.3.1"),
        code_with(medicine.code, medicine.other_codes, at),
        make("name", " ".join(medicine.name.split())),
        _pharm_code("formCode", medicine.form),
        _generic(medicine.generic),
        classCode="MMAT",
        determinerCode="KIND",
    )
    return make("manufacturedProduct", *templates(*_PRODUCT), material, classCode="MANU")


def _pharm(tag: str, *children: Any, **attributes: str) -> Any:
    element = etree.Element(f"{{{PHARM}}}{tag}", nsmap={"pharm": PHARM})
    for name, value in attributes.items():
        element.set(name, value)
    for child in children:
        if isinstance(child, str):
            element.text = child
        elif child is not None:
            element.append(child)
    return element


def _pharm_code(tag: str, code: Code | None) -> Any:
    return _pharm(tag, code=code.code, displayName=code.label, codeSystem=code.system) if code else None


def _generic(code: Code | None) -> Any:
    if code is None:
        return None
    named = _pharm("generalizedMedicineClass", _pharm_code("code", code), _pharm("name", code.label), classCode="MMAT")
    return _pharm("asSpecializedKind", named, classCode="GRIC")


def _step(document: str, at: str, rank: int, step: Step) -> Any:
    nothing = make(
        "manufacturedMaterial",
        *templates("1.3.6.1.4.1.19376.1.9.1.3.1"),
        make("code", nullFlavor="NA"),
        make("name", nullFlavor="NA"),
        classCode="MMAT",
        determinerCode="KIND",
    )
    administration = make(
        "substanceAdministration",
        *templates(STEP),
        identifier(document, at),
        points_to(at),
        make("statusCode", code="completed"),
        _during(step),
        _dose(step.dose),
        make(
            "consumable",
            make("manufacturedProduct", *templates(*_PRODUCT[:3]), nothing, classCode="MANU"),
            typeCode="CSM",
        ),
        classCode="SBADM",
        moodCode="INT",
    )
    return make("entryRelationship", make("sequenceNumber", value=str(rank)), administration, typeCode="COMP")


def _during(step: Step) -> Any:
    low = make("low", value=times.hl7_day(step.start)) if step.start else None
    width = make("width", value=str(step.days), unit="d") if step.days else None
    comps = []
    if low is not None or width is not None:
        comps.append(typed("comp", "IVL_TS", low, width, operator="A"))
    if step.every:
        comps.append(typed("comp", "PIVL_TS", _pq("period", step.every), operator="A"))
    return typed("effectiveTime", "SXPR_TS", *comps) if len(comps) > 1 else _alone(comps)


def _alone(comps: list[Any]) -> Any:
    """A single comp is the time itself: SXPR_TS asks for two."""
    if not comps:
        return None
    comps[0].tag = comps[0].tag.replace("comp", "effectiveTime")
    return comps[0]


def _instruction(roots: tuple[str, ...], code: str, anchor: str) -> Any:
    act = make(
        "act",
        *templates(*roots),
        make("code", code=code, codeSystem=_IHE_ACT),
        points_to(anchor),
        make("statusCode", code="completed"),
        classCode="ACT",
        moodCode="INT",
    )
    return make("entryRelationship", act, typeCode="SUBJ", inversionInd="true")


def _quantity(amount: Amount | None) -> Any:
    if amount is None:
        return None
    supply = make(
        "supply",
        *templates(*QUANTITY),
        make("independentInd", value="false"),
        _pq("quantity", amount),
        classCode="SPLY",
        moodCode="RQO",
    )
    return make("entryRelationship", supply, typeCode="COMP")


def _substitution(reason: str, anchor: str) -> Any:
    word = ("N", "Aucune substitution permise") if reason else ("G", "Substitution autorisée par un produit générique")
    code = coded(*word, _SUBSTITUTION_SYSTEM)
    code.append(points_to(anchor, "originalText"))
    act = make(
        "act", *templates(*SUBSTITUTION), code, make("statusCode", code="completed"), classCode="ACT", moodCode="DEF"
    )
    return make("entryRelationship", act, typeCode="COMP")
