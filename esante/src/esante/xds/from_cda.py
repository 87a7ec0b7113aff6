"""The metadata a CDA document implies, and what differs between metadata received and their document.

Source: mapping of the ANS style sheet CDAHeaderToXDM (cda §7); rejections of the DMP come mostly from there (EX_2.1).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from esante.cda import Author as Signatory
from esante.cda import ClinicalDocument, NonXmlBody, Patient
from esante.cisis import FORMAT_OTHER, BadTime, Code, UnknownCode, class_of, format_for, format_for_template
from esante.cisis.times import parse_hl7, utc14
from esante.xds.forms import read_xcn, read_xon, same_patient
from esante.xds.model import Author, DocumentEntry


def entry_from_cda(document: ClinicalDocument, *, entry_id: str = "Document01") -> DocumentEntry:
    """Metadata of ``document`` as a deposit writes them: no hash, size nor URI (the DMP fills them, XDM adds them).

    Times are in UTC and denote the same instants as the document's. Visibility codes (MASQUE_PS…) are not in a CDA: add
    them to ``confidentiality``.
    """
    header = document.header
    authenticator = header.legal_authenticator
    return DocumentEntry(
        id=entry_id,
        unique_id=header.document_id,
        patient_id=_patient_id(header.patient),
        title=header.title,
        class_code=_class_code(header.type_code),
        type_code=header.type_code,
        format_code=_format_code(document),
        facility_type=header.sector,
        practice_setting=header.practice_setting,
        confidentiality=(header.confidentiality,),
        event_codes=header.event_codes,
        authors=tuple(map(_author, header.authors)),
        legal_authenticator=authenticator.professional.xcn if authenticator else "",
        creation_time=_utc(header.effective_time),
        service_start=_utc(header.service_start),
        service_stop=_utc(header.service_stop),
        language=header.language,
        source_patient_id=_source_patient_id(header.patient),
        source_patient_info=_patient_info(header.patient),
    )


def _patient_id(patient: Patient) -> str:
    return patient.ins.cx if patient.ins else _source_patient_id(patient)


def _source_patient_id(patient: Patient) -> str:
    """Local identifier; the INS when there is none (samples of lots do the same)."""
    if patient.ipp:
        authority, value = patient.ipp
        return f"{value}^^^&{authority}&ISO^PI"
    return patient.ins.cx if patient.ins else ""


def _patient_info(patient: Patient) -> tuple[str, ...]:
    traits = patient.traits
    day = traits.birth_date.replace("-", "")
    first = traits.first_given_name or traits.given_names.partition(" ")[0]
    used = f"{traits.used_name}^{traits.used_given_name or first}"
    values = {
        f"PID-5|{traits.birth_name}^{first}^{traits.given_names}^^^^L": traits.birth_name,
        f"PID-5|{used}^^^^^D": traits.used_name,
        f"PID-7|{day}": day,
        f"PID-8|{traits.sex}": traits.sex,
        f"PID-11|^^^^^^BDL^^{traits.birth_place}": traits.birth_place,
    }
    return tuple(text for text, present in values.items() if present)


def _class_code(type_code: Code) -> Code | None:
    try:
        return class_of(type_code)
    except UnknownCode:
        return None


def _format_code(document: ClinicalDocument) -> Code:
    if isinstance(document.body, NonXmlBody):
        try:
            return format_for(document.body.media_type)
        except UnknownCode:
            return FORMAT_OTHER
    return format_for_template(document.template_ids) or FORMAT_OTHER


def _author(signatory: Signatory) -> Author:
    actor = signatory.professional
    trade = actor.profession
    return Author(
        person=actor.xcn,
        institutions=(actor.xon,) if actor.xon else (),
        specialties=(f"{trade.code}^{trade.label}^{trade.system}",) if trade else (),
    )


def _utc(moment: datetime | None) -> str:
    return utc14(moment) if moment else ""


def differences(entry: DocumentEntry, document: ClinicalDocument) -> tuple[str, ...]:
    """Names of the metadata that contradict the document's header; empty when they say the same things.

    Codes are compared without their labels, times as instants, people and structures by identifier. A confidentiality
    the entry adds (MASQUE_PS…) contradicts nothing.
    """
    implied = entry_from_cda(document, entry_id=entry.id)
    return tuple(name for name, agree in _COMPARISONS.items() if not agree(entry, implied))


_Comparison = Callable[[DocumentEntry, DocumentEntry], bool]


def _same(field: str, view: Callable[[object], object] = lambda value: value) -> _Comparison:
    return lambda entry, implied: view(getattr(entry, field)) == view(getattr(implied, field))


def _key(code: object) -> object:
    return (code.code, code.system) if isinstance(code, Code) else None


def _instant(text: object) -> object:
    try:
        return parse_hl7(str(text)) if text else None
    except BadTime:
        return text


def _people(authors: object) -> object:
    listed = authors if isinstance(authors, tuple) else ()
    return sorted((read_xcn(each.person).id, *sorted(read_xon(xon).id for xon in each.institutions)) for each in listed)


def _confidentiality(entry: DocumentEntry, implied: DocumentEntry) -> bool:
    return {_key(code) for code in implied.confidentiality} <= {_key(code) for code in entry.confidentiality}


_COMPARISONS: Final[dict[str, _Comparison]] = {
    "uniqueId": _same("unique_id"),
    "patientId": lambda entry, implied: same_patient(entry.patient_id, implied.patient_id),
    "title": _same("title"),
    "typeCode": _same("type_code", _key),
    "classCode": _same("class_code", _key),
    "formatCode": _same("format_code", _key),
    "healthcareFacilityTypeCode": _same("facility_type", _key),
    "practiceSettingCode": _same("practice_setting", _key),
    "confidentialityCode": _confidentiality,
    "author": _same("authors", _people),
    "legalAuthenticator": _same("legal_authenticator", lambda text: read_xcn(str(text)).id),
    "creationTime": _same("creation_time", _instant),
    "serviceStartTime": _same("service_start", _instant),
    "serviceStopTime": _same("service_stop", _instant),
    "languageCode": _same("language", lambda text: str(text).lower()),
}
