"""Endpoint `patients`: TD0.2 (does the DMP exist, am I authorised), TD1.3a, TD0.4 (whose DMP may I read)."""

from __future__ import annotations

from lxml import etree

from sandbox.cast import Citizen
from sandbox.dmp import hl7, rules
from sandbox.dmp.desk import Demand, Desk, Outcome
from sandbox.dmp.people import NONE, Dmp, short_cx
from sandbox.dmp.refusal import INVALID_REQUEST, Refused, denied
from sandbox.dmp.registry.rim import patient_key

EXISTENCE_RESPONSE = "urn:hl7-org:v3:PRPA_IN201308UV02"
LIST_RESPONSE = "urn:si-dmp-patients:PatientSpecificEndPoint:patientListResponse"
_SPECIFIC = "urn:si-dmp-patients"


def existence(desk: Desk, demand: Demand) -> Outcome:
    """TD0.2, or TD1.3a when the reason is CNSLT_DATA."""
    reason = _reason(demand.body)
    desk.require("TD0.2" if reason == "TEST_EXST" else "TD1.3a", demand.actor)
    patient = _patient(demand.body)
    if patient != patient_key(demand.actor.patient):
        raise denied("La personne de la demande n'est pas celle du VIHF.", rules.PATIENT)
    dmp = desk.people.dmp(patient)
    authorisation = demand.distortion or (desk.people.authorisation(demand.actor) if dmp else NONE)
    told = hl7.Existence(
        request=demand.body,
        reason=reason,
        citizen=_citizen(desk, patient),
        dmp=dmp,
        authorisation=authorisation,
        treating=desk.treating(demand.actor),
        at=desk.context.clock(),
    )
    return Outcome(hl7.answer(told), EXISTENCE_RESPONSE, meaning=_meaning(dmp, authorisation))


def _reason(body: etree._Element) -> str:
    found = body.find(f"{hl7.tag('controlActProcess')}/{hl7.tag('reasonCode')}")
    reason = "" if found is None else found.get("code", "")
    if reason not in hl7.REASONS or found is None or found.get("codeSystem") != hl7.REASON_SYSTEM:
        raise Refused(INVALID_REQUEST, f"reasonCode vaut « {reason} ».", rules.HL7)
    return reason


def _patient(body: etree._Element) -> str:
    found = body.find(f".//{hl7.tag('patientIdentifier')}/{hl7.tag('value')}")
    if found is None or not found.get("root") or not found.get("extension"):
        raise Refused(INVALID_REQUEST, "patientIdentifier absent de la demande.", rules.HL7)
    return f"{found.get('extension')}^^^&{found.get('root')}&ISO"


def _citizen(desk: Desk, patient: str) -> Citizen | None:
    known = desk.context.cast.citizens.values()
    return next((one for one in known if short_cx(one) == patient), None)


def _meaning(dmp: Dmp | None, authorisation: str) -> dict[str, str]:
    if dmp is None:
        return {"DMP": "inexistant"}
    state = {"active": "actif", "terminated": "fermé"}[dmp.state]
    return {"DMP": state, "Autorisation": authorisation, "Mon espace santé": "oui" if dmp.ens else "non"}


def patient_list(desk: Desk, demand: Demand) -> Outcome:
    """TD0.4: the persons who authorised the professional, and when."""
    desk.require("TD0.4", demand.actor)
    since = (demand.body.findtext(f"{{{_SPECIFIC}}}startDate") or "").strip()
    root = etree.Element(f"{{{_SPECIFIC}}}patientListResponse", nsmap={"p": _SPECIFIC})
    output = _child(root, "output")
    rows = desk.people.patients_of(demand.actor.name_id, since)
    for row in rows:
        citizen = desk.context.cast.by_matricule(row["matricule"])
        if citizen is None:
            continue
        listed = _child(output, "patientlistData")
        identifier = _child(listed, "patientIdentifier")
        _child(identifier, "nationalId", citizen.matricule)
        _child(identifier, "nationalIdType", citizen.oid)
        _child(listed, "lastName", citizen.birth_name)
        _child(listed, "firstName", citizen.first_given_name)
        _child(listed, "dateOfBirth", citizen.birth_date.replace("-", ""))
        _child(listed, "MT", str(bool(row["treating"])).lower())
        _child(listed, "message", "false")
        _child(listed, "lastAccessDate", row["last"])
    _child(output, "status", "DMPOk")
    return Outcome(root, LIST_RESPONSE, meaning={"Personnes": str(len(rows))})


def _child(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, f"{{{_SPECIFIC}}}{name}")
    child.text = text
    return child
