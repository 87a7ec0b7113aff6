"""From a prescription «niveau 3», ours or another's, back to medicines and devices. Nothing here refuses: what is absent is empty."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from esante.cda.decode import decode
from esante.cda.model import StructuredBody
from esante.cda.paths import HL7, XSI, descendants, every, one, value, words
from esante.cda.reading import read_code, read_id, read_time
from esante.cisis import Code

from . import prescription_appliance as devices
from . import prescription_medicine as medicines
from .prescription_model import Amount, Appliance, Circumstance, Cover, Dosage, Dose, Medicine, Prescription, Step
from .prescription_parts import ALD, NOT_REFUNDED, OFF_LABEL, PREVENTION, WORK_ACCIDENT

_CIRCUMSTANCES = {circumstance.value[0]: circumstance for circumstance in Circumstance}


def decode_prescription(data: bytes) -> Prescription:
    """The prescription a document holds. Raises only what `esante.cda.decode` raises."""
    document = decode(data)
    element, body = document.element, document.body
    media = body.media.values() if isinstance(body, StructuredBody) else [body]
    events = every(element, "documentationOf/serviceEvent")
    codes = [value(event, "code", "code") for event in events]
    return Prescription(
        valid_from=document.header.service_start,
        valid_until=document.header.service_stop,
        pdf=next((one.data for one in media if one.media_type == "application/pdf"), b""),
        medicines=tuple(
            _medicine(item, section)
            for section in _sections(element, medicines.SECTION[1])
            for item in every(section, "entry/substanceAdministration")
        ),
        appliances=tuple(
            _appliance(item, section)
            for section in _sections(element, devices.SECTION)
            for item in every(section, "entry/supply")
        ),
        comment="\n".join(_lines(one(section, "text")) for section in _sections(element, devices.COMMENT)),
        circumstances=tuple(_CIRCUMSTANCES[code] for code in codes if code in _CIRCUMSTANCES),
        number=read_id(one(events[0], "id")) if events else "",
    )


def _sections(element: Any, template: str) -> list[Any]:
    return [section for section in descendants(element, "section") if _is(section, template)]


def _is(element: Any, template: str) -> bool:
    return any(item.get("root") == template for item in every(element, "templateId"))


def _medicine(item: Any, section: Any) -> Medicine:
    material = one(item, "consumable/manufacturedProduct/manufacturedMaterial")
    told, product = _told(item, section), one(material, "code")
    named = words(one(material, "name")) or value(product, ".", "displayName")
    start, end = _span(item)
    substitution = one(_related(item, "act", medicines.SUBSTITUTION[1]), "code")
    name = _said(one(product, "originalText"), section) or named or told
    return Medicine(
        name=name,
        posology=_posology(item, section) or (told if told != name else ""),
        duration=_at(f"{value(item, 'text/reference').lstrip('#').removesuffix('-posology')}-duration", section),
        code=read_code(product),
        other_codes=_translations(product),
        form=_pharm_code(material, "formCode"),
        generic=_pharm_code(material, "asSpecializedKind/generalizedMedicineClass/code"),
        start=start,
        end=end,
        dosage=_dosage(item, section),
        renewals=_whole(value(item, "repeatNumber")),
        quantity=_amount(one(_related(item, "supply", medicines.QUANTITY[1]), "quantity")),
        keep_brand=_kept(substitution, section),
        cover=_cover(item),
        off_label=_answered(item, OFF_LABEL),
        precondition=_said(one(item, "precondition/criterion/text"), section),
        to_patient=_said(one(_related(item, "act", medicines.TO_PATIENT[2]), "text"), section),
        to_pharmacist=_said(one(_related(item, "act", medicines.TO_PHARMACIST[2]), "text"), section),
    )


def _posology(item: Any, section: Any) -> str:
    """Ours is where the entry points; elsewhere it stands in the narrative beside it, under `…-posologie`."""
    anchor = value(item, "text/reference").lstrip("#")
    return _at(f"{anchor}-posologie", section)


def _appliance(item: Any, section: Any) -> Appliance:
    code = one(item, "participant/participantRole/playingDevice/code")
    start, end = _span(item)
    rental = value(item, "expectedUseTime/width")
    return Appliance(
        name=_told(item, section) or value(code, ".", "displayName"),
        code=read_code(code),
        other_codes=_translations(code),
        start=start,
        end=end,
        rental_days=_whole(rental) or None,
        quantity=_whole(value(item, "quantity")) or 1,
        renewals=_whole(value(item, "repeatNumber")),
        cover=_cover(item),
    )


def _dosage(item: Any, section: Any) -> Dosage | None:
    steps = tuple(
        _step(inner, section) for inner in every(item, "entryRelationship/substanceAdministration") if _is_step(inner)
    )
    most = one(item, "maxDoseQuantity/numerator")
    dosage = Dosage(
        route=read_code(one(item, "routeCode")),
        every=_period(every(item, "effectiveTime")),
        dose=_dose(one(item, "doseQuantity")),
        max_per_day=_amount(most) if value(item, "maxDoseQuantity/denominator", "unit") == "d" else None,
        steps=steps,
    )
    return None if dosage == Dosage() else dosage


def _is_step(inner: Any) -> bool:
    return _is(inner, medicines.STEP)


def _step(inner: Any, section: Any) -> Step:
    times = every(inner, "effectiveTime")
    comps = [*times, *(comp for time in times for comp in every(time, "comp"))]
    return Step(
        text=_told(inner, section),
        start=next((day for comp in comps if (day := _day(comp, "low"))), None),
        days=next((_whole(value(comp, "width")) for comp in comps if one(comp, "width") is not None), None),
        every=_period(comps),
        dose=_dose(one(inner, "doseQuantity")),
    )


def _period(times: list[Any]) -> Amount | None:
    return next((amount for time in times if (amount := _amount(one(time, "period")))), None)


def _dose(element: Any) -> Dose | None:
    low, high, alone = _amount(one(element, "low")), _amount(one(element, "high")), _amount(element)
    first, last = low or high or alone, high or low or alone
    return Dose(first, last) if first and last else None


def _amount(element: Any) -> Amount | None:
    if element is None or not value(element):
        return None
    try:
        return Amount(Decimal(value(element)), value(element, ".", "unit"))
    except InvalidOperation:
        return None


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _span(item: Any) -> tuple[date | None, date | None]:
    whole = next((time for time in every(item, "effectiveTime") if time.get(f"{{{XSI}}}type") != "PIVL_TS"), None)
    return _day(whole, "low"), _day(whole, "high")


def _day(element: Any, end: str) -> date | None:
    moment = None if element is None else read_time(element, end)
    return moment.date() if moment else None


def _cover(item: Any) -> Cover:
    return Cover(
        ald=_answered(item, ALD),
        work_accident=_answered(item, WORK_ACCIDENT),
        prevention=_answered(item, PREVENTION),
        not_refunded=_answered(item, NOT_REFUNDED),
    )


def _answered(item: Any, template: str) -> bool:
    return value(_related(item, "observation", template), "value") == "true"


def _related(item: Any, tag: str, template: str) -> Any:
    found = every(item, f"entryRelationship/{tag}")
    return next((inner for inner in found if _is(inner, template)), None)


def _kept(code: Any, section: Any) -> str:
    """Why the brand is kept: what the narrative says between brackets."""
    if code is None or code.get("code") != "N":
        return ""
    said = _said(one(code, "originalText"), section)
    between = re.search(r"\((.*)\)", said, re.DOTALL)
    return between.group(1) if between else said or "Non"


def _translations(code: Any) -> tuple[Code, ...]:
    return tuple(found for item in every(code, "translation") if (found := read_code(item)))


def _pharm_code(material: Any, path: str) -> Code | None:
    if material is None:
        return None
    steps = "/".join(f"{{{medicines.PHARM}}}{step}" for step in path.split("/"))
    return read_code(material.find(steps))


# --- narrative


def _told(item: Any, section: Any) -> str:
    return _said(one(item, "text"), section)


def _said(text: Any, section: Any) -> str:
    """A text, or the passage of narrative it refers to."""
    if text is None:
        return ""
    anchor = value(text, "reference").lstrip("#")
    return _at(anchor, section) if anchor else words(text)


def _at(anchor: str, section: Any) -> str:
    narrative = one(section, "text")
    if narrative is None or not anchor:
        return ""
    found = next((item for item in narrative.iter() if item.get("ID") == anchor), None)
    said = "" if found is None else _lines(found)
    return "" if said == "-" else said


def _lines(element: Any) -> str:
    """Words of a passage, a line break where it has one."""
    if element is None:
        return ""
    pieces = [element.text or ""]
    for child in element:
        if child.tag == f"{{{HL7}}}br":
            pieces.append("\n")
        elif isinstance(child.tag, str):
            pieces.append(_lines(child))
        pieces.append(child.tail or "")
    return "\n".join(" ".join(line.split()) for line in "".join(pieces).split("\n")).strip()
